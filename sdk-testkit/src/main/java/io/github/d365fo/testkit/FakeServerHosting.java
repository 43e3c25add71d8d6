package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.http.Addresses;
import io.github.d365fo.testkit.internal.http.Door;
import io.github.d365fo.testkit.internal.http.Limits;
import io.github.d365fo.testkit.internal.server.Hosting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The settings of a fake server that have nothing to do with the behaviour of the service: its ports and names, and what
 * it keeps. Not thread-safe.
 *
 * <pre>{@code
 * try (FakeConnectorServer server = FakeConnectorServer.builder()
 *         .tls(true)
 *         .host("localhost") // and not 127.0.0.1
 *         .start()) {
 *     assert server.environment().getScheme().equals("https");
 *     assert server.environment().getHost().equals("localhost");
 *     assert server.client().job(server.exportJob().activityId()).dequeue().isEmpty();
 * }
 * }</pre>
 */
public abstract sealed class FakeServerHosting extends FakeServerSwitches permits FakeConnectorServer.Builder {
    private int port;
    private boolean tls;
    private boolean plainHttp;
    private Optional<Integer> tlsPort = Optional.empty();
    private Optional<InetAddress> address = Optional.empty();
    private final List<String> hosts = new ArrayList<>();
    private Optional<Path> state = Optional.empty();
    private boolean administration;
    private Optional<Integer> journalSize = Optional.empty();
    private Optional<Path> config = Optional.empty();
    private Optional<Path> seed = Optional.empty();
    private int connections = Limits.CONNECTIONS;
    private Instant start = TestClock.START;
    private Consumer<RecordedRequest> listener = request -> {};

    FakeServerHosting() {}

    /**
     * Sets the port. Default 0, any free port. A fixed port is for programs that can't be configured, and only one
     * server can use it.
     *
     * @throws IllegalArgumentException if {@code number} is not from 0 to 65535
     */
    public FakeConnectorServer.Builder port(int number) {
        port = port("port", number);
        return self();
    }

    /**
     * Sets whether the server uses TLS, with its own certificate, which {@link FakeConnectorServer#sslContext()}
     * trusts. Default false.
     */
    public FakeConnectorServer.Builder tls(boolean on) {
        tls = on;
        return self();
    }

    /**
     * Sets whether a port with {@code tls(true)} takes plain HTTP, too: each connection is of the kind that its client
     * begins. Default false: plain HTTP fails, as at the real service.
     */
    public FakeConnectorServer.Builder plainHttp(boolean on) {
        plainHttp = on;
        return self();
    }

    /**
     * Adds a port that uses TLS, beside the other one; 0 is any free port. {@link FakeConnectorServer#environment()} is
     * the address with TLS then. Default: there is none.
     *
     * @throws IllegalArgumentException if {@code number} is not from 0 to 65535
     */
    public FakeConnectorServer.Builder tlsPort(int number) {
        tlsPort = Optional.of(port("tlsPort", number));
        return self();
    }

    /**
     * Sets the address of this machine to listen on, such as {@code 0.0.0.0} for all. Default: the loopback address.
     * Any other one lets every machine that reaches it use the server, its administration and the secrets it shows, as
     * in a container network. The administration answers only requests to a name of the server, so a client elsewhere
     * also needs a {@link #host}.
     *
     * @throws IllegalArgumentException if {@code text} is not an address or a name of one
     */
    public FakeConnectorServer.Builder bind(String text) {
        Objects.requireNonNull(text, "text");
        try {
            address = Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("bind: expected an address of this machine, but got " + text, e);
        }
        return self();
    }

    /**
     * Adds a name by which clients know the server, such as that of its container, with a port if it is another one
     * there: {@code fake}, {@code localhost:9000}. The first name is that of {@link FakeConnectorServer#environment()};
     * 127.0.0.1 and {@code localhost} are always names of a server on the loopback address. A client is given addresses
     * with the name, scheme and port that it used itself, tokens for each of them are valid, and so is the certificate.
     *
     * @throws IllegalArgumentException if {@code name} is not a host name or address, or its port is not from 1 to
     *     65535
     */
    public FakeConnectorServer.Builder host(String name) {
        Objects.requireNonNull(name, "name");
        hosts.add(Addresses.checked(name));
        return self();
    }

    /**
     * Sets a directory for the state of the service: jobs, messages, leases, acknowledgements, files, data
     * projects, executions, blobs, planned outcomes, apps with their secrets, users, and the time. The next server
     * with this directory continues where this one stopped, even if its process was killed. Every request is
     * written before its answer is sent, with checksums, so that a damaged state is detected at the start. The
     * state contains secrets: where the file system supports it, only the owner can read the files, and the
     * directory if it is created here; on Windows they inherit the permissions of their directory. Other files in
     * it are not touched. Faults, the journal, tokens, certificates and federated credentials are not stored. By
     * default nothing is stored.
     */
    public FakeConnectorServer.Builder state(Path directory) {
        Objects.requireNonNull(directory, "directory");
        state = Optional.of(directory);
        return self();
    }

    /**
     * Sets the time at which the clock begins. Default 5 January 2026, 08:00 UTC. A stored {@linkplain #state state}
     * continues at its own time instead.
     *
     * @throws IllegalArgumentException if {@code time} is before the year 2000 or after the year 8899
     */
    public FakeConnectorServer.Builder startTime(Instant time) {
        Objects.requireNonNull(time, "time");
        start = Given.start(time);
        return self();
    }

    /**
     * Sets whether the server has an administration over HTTP at {@code /__admin/}, which needs no token: a page
     * for browsers, and an API that {@code openapi.json} describes. Default false.
     */
    public FakeConnectorServer.Builder administration(boolean on) {
        administration = on;
        return self();
    }

    /**
     * Sets how many requests the journal keeps, each in about a kilobyte. Default 20,000, so that a server can run
     * for days. When more have come, assertions on requests throw an {@link IllegalStateException}, and so does
     * {@link FakeConnectorServer#requests()} unless this was called: a test that sends more requests must ask for
     * a journal that keeps them.
     *
     * @throws IllegalArgumentException if {@code requests} is less than 1
     */
    public FakeConnectorServer.Builder journalSize(int requests) {
        if (requests < 1) {
            throw new IllegalArgumentException("journalSize: expected at least 1, but got " + requests);
        }
        journalSize = Optional.of(requests);
        return self();
    }

    /**
     * Sets how many connections can be open at once. Default 512. When all are in use, the next one waits until
     * another one ends; meanwhile the server closes every connection after its answer, and closes idle
     * ones.
     *
     * @throws IllegalArgumentException if {@code most} is less than 1
     */
    public FakeConnectorServer.Builder maxConnections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxConnections: expected at least 1, but got " + most);
        }
        connections = most;
        return self();
    }

    /**
     * Sets a file with settings in JSON, which the server applies before it answers: switches, jobs, apps, data projects,
     * outcomes and faults. It is the one of the standalone server, whose guide describes it. A stored state keeps what
     * the file does not mention. By default there is none.
     */
    public FakeConnectorServer.Builder config(Path file) {
        config = Optional.of(Objects.requireNonNull(file, "file"));
        return self();
    }

    /**
     * Sets a directory whose packages are published before the server answers: {@code exports/ACTIVITY-ID/} holds those
     * of an export job, in the order of their names, and {@code projects/NAME.zip} is what exports of a data project
     * deliver. A server that continues a stored {@linkplain #state state} does not publish them again. By default there
     * is none.
     */
    public FakeConnectorServer.Builder seed(Path directory) {
        seed = Optional.of(Objects.requireNonNull(directory, "directory"));
        return self();
    }

    /**
     * Sets a listener that is told of every request to the service, without secrets, after its answer was decided. It is
     * called by the threads that answer, and should return at once; what it throws is logged. By default nobody is told.
     */
    public FakeConnectorServer.Builder onRequest(Consumer<RecordedRequest> requests) {
        listener = Objects.requireNonNull(requests, "requests");
        return self();
    }

    final Consumer<RecordedRequest> listener() {
        return listener;
    }

    final Hosting hosting() {
        InetAddress bound = address.orElseGet(InetAddress::getLoopbackAddress);
        List<Door> doors = new ArrayList<>();
        Door.Speech encrypted = plainHttp ? Door.Speech.BOTH : Door.Speech.TLS;
        doors.add(new Door(bound, port, tls ? encrypted : Door.Speech.PLAIN));
        tlsPort.ifPresent(number -> doors.add(new Door(bound, number, Door.Speech.TLS)));
        return new Hosting(
                doors,
                List.copyOf(hosts),
                state,
                administration,
                journalSize,
                new Hosting.Beginning(config, seed),
                connections);
    }

    final Instant startTime() {
        return start;
    }

    private static int port(String name, int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException(name + ": expected 0 to 65535, but got " + number);
        }
        return number;
    }
}
