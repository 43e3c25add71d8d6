package io.github.d365fo.testkit.internal.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses of a server, each with scheme, host and port as URL libraries write them: every name it has, at every
 * port it listens on. A client gets addresses of the form in which it addressed the server. Thread-safe.
 */
public final class Addresses {
    private static final String LOCALHOST = "localhost";
    /** A host name, an IPv4 address or an IPv6 address in brackets, and a port where another one leads to the server. */
    private static final Pattern NAME = Pattern.compile(
            "(?<host>[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63})*|\\[[0-9a-f:.]{2,45}])(?::(?<port>[1-9][0-9]{0,4}))?");

    private final List<Endpoint> endpoints;
    private final Set<String> hosts = new LinkedHashSet<>();
    private final Set<String> all = new LinkedHashSet<>();
    private String primary = "";

    /** A scheme, and the port for it. */
    private record Endpoint(String scheme, int port) {}

    /** A name that was checked; the port is empty if it is the server's own. */
    private record Name(String host, Optional<String> port) {}

    /** Takes the ports that were bound, each with its number, and the names by which the server is known. */
    public Addresses(List<Door> doors, List<String> names) {
        // TLS first, since it can do what plain HTTP can.
        this.endpoints = Stream.concat(
                        doors.stream()
                                .filter(door -> door.speech().encrypts())
                                .map(door -> new Endpoint("https", door.port())),
                        doors.stream()
                                .filter(door -> door.speech() != Door.Speech.TLS)
                                .map(door -> new Endpoint("http", door.port())))
                .toList();
        names.forEach(this::add);
        add(host(doors.get(0).address()));
        if (doors.stream().anyMatch(door -> isLocal(door.address()))) {
            add(LOCALHOST);
        }
    }

    /**
     * Adds a name, with a port if it is another one than the server's own, as behind a container's port mapping.
     *
     * @throws IllegalArgumentException if it is not a host name or address, or its port is not from 1 to 65535
     */
    public synchronized void add(String name) {
        Name checked = name(name);
        hosts.add(checked.host());
        for (Endpoint endpoint : endpoints) {
            String port = checked.port().orElseGet(() -> String.valueOf(endpoint.port()));
            all.add(Origins.withoutDefaultPort(endpoint.scheme() + "://" + checked.host() + ":" + port));
        }
        primary = primary.isEmpty() ? all.iterator().next() : primary;
    }

    /**
     * Returns {@code name}, if it is one.
     *
     * @throws IllegalArgumentException if it is not a host name or address, or its port is not from 1 to 65535
     */
    public static String checked(String name) {
        name(name);
        return name;
    }

    private static Name name(String text) {
        Matcher matcher = NAME.matcher(text.toLowerCase(Locale.ROOT));
        boolean fits = matcher.matches()
                && (matcher.group("port") == null || Integer.parseInt(matcher.group("port")) <= 65_535);
        if (!fits) {
            throw new IllegalArgumentException(
                    "host: expected a host name or an address, and a port if necessary, but got " + text);
        }
        return new Name(matcher.group("host"), Optional.ofNullable(matcher.group("port")));
    }

    /** Returns the address that the server calls its own: the first name, encrypted if possible. */
    public synchronized URI primary() {
        return URI.create(primary);
    }

    /** Returns all addresses, in the order in which they were added. */
    public synchronized List<String> all() {
        return List.copyOf(all);
    }

    /** Returns all host names and addresses, without ports and brackets. */
    public synchronized List<String> hosts() {
        return hosts.stream().map(host -> host.replaceAll("[\\[\\]]", "")).toList();
    }

    /** Returns whether an address, without a path, is one of the server's. */
    public synchronized boolean owns(String address) {
        return all.contains(address);
    }

    /** Returns the address that a request was sent to, or the primary one if that is not the server's. */
    public synchronized URI of(HttpExchange exchange) {
        String asked = asked(exchange);
        return URI.create(all.contains(asked) ? asked : primary);
    }

    /** Returns the address that a request was sent to, be it the server's or not. */
    public static String asked(HttpExchange exchange) {
        String scheme = exchange.scheme().orElse(exchange.isEncrypted() ? "https" : "http");
        return Origins.withoutDefaultPort(
                scheme + "://" + exchange.authority().orElse("").toLowerCase(Locale.ROOT));
    }

    private static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text.replaceFirst("%.*", "") + "]" : text;
    }
}
