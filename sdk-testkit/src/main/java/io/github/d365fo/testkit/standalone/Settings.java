package io.github.d365fo.testkit.standalone;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the program.
 *
 * @param port the port, or 0 for any that is free
 * @param tls whether it also speaks TLS
 * @param tlsPort another port that speaks TLS
 * @param certificate the file for the certificate to trust
 * @param bind the address to listen on
 * @param hosts the names by which clients know the server
 * @param resources further resources of the tenant
 * @param config a file with further settings
 * @param seed a directory with packages
 * @param log how requests are printed
 * @param connections how many connections can be open at once
 * @param state the directory for the state
 * @param frozen whether the clock stands still
 * @param time when the clock begins; the real time if empty
 */
record Settings(
        int port,
        boolean tls,
        Optional<Integer> tlsPort,
        Optional<Path> certificate,
        Optional<String> bind,
        List<String> hosts,
        List<String> resources,
        Optional<Path> config,
        Optional<Path> seed,
        RequestLog log,
        Optional<Integer> connections,
        Optional<Path> state,
        boolean frozen,
        Optional<Instant> time) {
    static final int DEFAULT_PORT = 8365;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if a value is invalid
     */
    static Settings of(Arguments arguments) {
        if (arguments.has(Option.CERTIFICATE) && !arguments.has(Option.TLS) && !arguments.has(Option.TLS_PORT)) {
            throw new IllegalArgumentException("--certificate: expected --tls or --tls-port as well, but got neither");
        }
        return new Settings(
                arguments.value(Option.PORT).map(Settings::port).orElse(DEFAULT_PORT),
                arguments.has(Option.TLS),
                arguments.value(Option.TLS_PORT).map(Settings::port),
                arguments.value(Option.CERTIFICATE).map(value -> path(value, "a file")),
                arguments.value(Option.BIND).map(Arguments.Value::text),
                arguments.texts(Option.HOST),
                arguments.texts(Option.RESOURCE),
                config(arguments),
                arguments.value(Option.SEED).map(value -> path(value, "a directory")),
                arguments.value(Option.LOG).map(Settings::log).orElse(RequestLog.NONE),
                arguments.value(Option.MAX_CONNECTIONS).map(Settings::connections),
                arguments.value(Option.STATE).map(value -> path(value, "a directory")),
                arguments.has(Option.FROZEN),
                arguments.value(Option.TIME).map(Settings::time));
    }

    /** Returns the configuration file, which can't be named in a configuration file. */
    static Optional<Path> config(Arguments arguments) {
        return arguments.value(Option.CONFIG).map(value -> path(value, "a file"));
    }

    /** Returns whether other machines can reach the server. */
    boolean isOpenToOthers() {
        return bind.filter(address -> !isLoopback(address)).isPresent();
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // The server will reject it.
        }
    }

    private static int port(Arguments.Value value) {
        if (!value.text().matches("[0-9]{1,5}") || Integer.parseInt(value.text()) > 65_535) {
            throw value.wrong("a number from 0 to 65535");
        }
        return Integer.parseInt(value.text());
    }

    private static RequestLog log(Arguments.Value value) {
        return RequestLog.of(value.text()).orElseThrow(() -> value.wrong("text, json or none"));
    }

    private static int connections(Arguments.Value value) {
        if (!value.text().matches("[1-9][0-9]{0,5}")) {
            throw value.wrong("a number from 1 to 999999");
        }
        return Integer.parseInt(value.text());
    }

    private static Path path(Arguments.Value value, String expected) {
        try {
            return Path.of(value.text());
        } catch (InvalidPathException e) {
            throw value.wrong(expected);
        }
    }

    private static Instant time(Arguments.Value value) {
        try {
            return Instant.parse(value.text());
        } catch (DateTimeException e) {
            throw value.wrong("a time such as 2026-01-05T08:00:00Z");
        }
    }
}
