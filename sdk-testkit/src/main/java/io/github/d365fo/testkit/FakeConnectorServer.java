package io.github.d365fo.testkit;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.testkit.internal.admin.AdminApi;
import io.github.d365fo.testkit.internal.admin.Administered;
import io.github.d365fo.testkit.internal.crypto.TestCertificate;
import io.github.d365fo.testkit.internal.http.Limits;
import io.github.d365fo.testkit.internal.identity.TokenFetch;
import io.github.d365fo.testkit.internal.server.Hosting;
import io.github.d365fo.testkit.internal.server.OwnClients;
import io.github.d365fo.testkit.internal.server.Service;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/**
 * A server that behaves as the connector of a Finance and Operations environment does, for tests: it listens on a
 * random loopback port, gives out tokens, takes files, leases packages and refuses what the real service refuses.
 *
 * <pre>{@code
 * try (FakeConnectorServer server = FakeConnectorServer.start()) {
 *     server.exportJob().publish(zip);
 *     RecurringJob exports = server.client().job(server.exportJob().activityId());
 *     DequeueResult message = exports.dequeue().orElseThrow();
 *     server.clock().advance(Duration.ofMinutes(30));
 *     assert exports.dequeue().orElseThrow().isRedelivery();
 * }
 * }</pre>
 *
 * <p>Time stands still unless the {@link #clock()} is moved, by the test or by a wait of {@link #client()}. Files are
 * streamed, so a large one needs no memory. Many servers may run in one JVM. Thread-safe.
 */
public final class FakeConnectorServer implements AutoCloseable {
    /** More than any machine takes for what is done in its own memory; only what hangs takes longer. */
    private static final Duration SLOWEST_MACHINE = Duration.ofMinutes(10);

    private final TestClock clock = TestClock.ofServer();
    private final Service service;
    private final JobViews jobs;
    private final FakeIdentity identity;
    private final FakeDataManagement dataManagement;
    private final FaultPlan faults;
    private final OwnClients clients = new OwnClients(this::connect, this::httpClient);
    private final AtomicBoolean closed = new AtomicBoolean();

    private FakeConnectorServer(FakeServerSettings settings, Hosting hosting) {
        this.service = new Service(settings, hosting, clock);
        this.jobs = new JobViews(service.jobs());
        this.identity = new FakeIdentity(service.tokens().identity(), this::environment);
        this.dataManagement = new FakeDataManagement(service.data().projects());
        this.faults = new FaultPlan(service.faults());
        try {
            service.start(
                    hosting.administration() ? Optional.of(administration()) : Optional.empty(), clock::signOfLife);
        } catch (RuntimeException | Error e) { // Such as that there is no thread to be had.
            service.abandon();
            throw e;
        }
    }

    /** Returns a running server with the default behaviour. */
    public static FakeConnectorServer start() {
        return builder().start();
    }

    /** Returns a builder of a server that behaves otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address to give to {@code ConnectorClientBuilder.environment}: {@code http}, or {@code https} with
     * {@code tls(true)}, 127.0.0.1, and a port unless it is the scheme's own.
     */
    public URI environment() {
        return service.environment();
    }

    /**
     * Returns a context that trusts this server's certificate.
     *
     * @throws IllegalStateException if the server does not speak TLS
     */
    public SSLContext sslContext() {
        return service.tls()
                .orElseThrow(() -> new IllegalStateException("the server speaks no TLS: start it with tls(true)"));
    }

    /**
     * Returns the certificate, for clients that are not Java; {@code 127.0.0.1} and {@code localhost} are its names.
     *
     * @throws IllegalStateException if the server does not speak TLS
     */
    public X509Certificate certificate() {
        sslContext();
        return TestCertificate.get().certificate();
    }

    /** Returns a new HTTP client that trusts this server and follows no redirects, as a connector client needs it. */
    public HttpClient httpClient() {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        service.tls().ifPresent(builder::sslContext);
        return builder.build();
    }

    /** Returns the address that gives out tokens for {@link #clientId()} and {@link #clientSecret()}. */
    public URI tokenEndpoint() {
        return URI.create(environment() + "/" + tenantId() + "/oauth2/v2.0/token");
    }

    /** Returns the tenant whose tokens the server accepts. */
    public String tenantId() {
        return identity.tenantId();
    }

    /** Returns the client id that is registered. */
    public String clientId() {
        return identity.app().clientId();
    }

    /** Returns the secret of the client id. */
    public String clientSecret() {
        return service.tokens().clientSecret();
    }

    /** Returns the identity provider, to register apps and other ways to sign in, and to let it fail. */
    public FakeIdentity identity() {
        return identity;
    }

    /** Returns a provider that asks {@link #tokenEndpoint()} over HTTP. */
    public TokenProvider tokenProvider() {
        String form = TokenFetch.form(clientId(), clientSecret(), environment() + "/.default");
        return TokenProvider.blocking(new TokenFetch(tokenEndpoint(), form, clients::http, SLOWEST_MACHINE, clock));
    }

    /**
     * Returns a client of this server whose waits move {@link #clock()}: always the same one, made at the first call and
     * closed with the server.
     */
    public ConnectorClient client() {
        return clients.connector();
    }

    /** Returns the job that takes files. */
    public FakeImportJob importJob() {
        return jobs.imports().get(0);
    }

    /** Returns the jobs that take files, in the order in which they were added. */
    public List<FakeImportJob> importJobs() {
        return jobs.imports();
    }

    /** Returns the jobs that give packages, in the order in which they were added. */
    public List<FakeExportJob> exportJobs() {
        return jobs.exports();
    }

    /** Returns one more job that takes files. */
    public FakeImportJob addImportJob() {
        return jobs.addImport();
    }

    /** Returns the job that gives packages. */
    public FakeExportJob exportJob() {
        return jobs.exports().get(0);
    }

    /** Returns one more job that gives packages. */
    public FakeExportJob addExportJob() {
        return jobs.addExport();
    }

    /** Returns the data management API behind this server: data projects, executions, files in the blob storage. */
    public FakeDataManagement dataManagement() {
        return dataManagement;
    }

    /**
     * Returns the clock by which leases, imports and tokens go. A client that is not {@link #client()} needs it as well
     * ({@code clock(server.clock())}): otherwise it waits in real time for what never changes, unless the clock {@linkplain
     * TestClock#run() runs}.
     */
    public TestClock clock() {
        return clock;
    }

    /** Returns what goes wrong, to be planned. */
    public FaultPlan faults() {
        return faults;
    }

    /** Returns assertions on what was asked and answered so far. */
    public JournalAssert verify() {
        return new JournalAssert(service.journal(), service.secrets(), service.jobs());
    }

    /** Returns the requests that were answered so far, in the order of their answers, without secrets. */
    public List<RecordedRequest> requests() {
        return service.journal().requests();
    }

    /**
     * Forgets every message, file, execution, fault and recorded request, and what was planned for next ones, so that
     * the next test finds a server like a new one but for its jobs and data projects, whose ids and settings stay, its
     * apps, users and tokens, and its time, which never goes back.
     */
    public void reset() {
        service.reset();
    }

    /**
     * Stops the server and deletes what it kept, but for its {@linkplain Builder#state state}. May be called again,
     * without effect.
     *
     * @throws UncheckedIOException if there is a state to keep and it can't be written; the server is stopped all the
     *     same
     * @throws UnfiredFaultError if a fault was planned that never struck and had to; the server is stopped all the same
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        clients.close();
        service.close();
        faults.check();
    }

    /** Returns the address. */
    @Override
    public String toString() {
        return "FakeConnectorServer[" + environment() + "]";
    }

    private ConnectorClient connect() {
        ConnectorClientBuilder builder = ConnectorClient.builder()
                .environment(environment())
                .tokenProvider(tokenProvider())
                // On a busy machine a handshake may take its time.
                .connectTimeout(SLOWEST_MACHINE)
                .clock(clock);
        service.tls().ifPresent(builder::sslContext);
        return builder.build();
    }

    private AdminApi administration() {
        Administered server = new Administered(
                environment(),
                tokenEndpoint(),
                identity(),
                clientSecret(),
                jobs,
                dataManagement(),
                clock,
                faults,
                this::requests,
                this::reset);
        return new AdminApi(server, service.directory());
    }

    /**
     * Collects the switches of a server. Not thread-safe.
     *
     * <pre>{@code
     * try (FakeConnectorServer server = FakeConnectorServer.builder()
     *         .applicationMapped(false) // as long as nobody enters it under "Microsoft Entra ID applications"
     *         .start()) {
     *     RecurringJob job = server.client().job(server.exportJob().activityId());
     *     assertThrows(AuthorizationException.class, job::dequeue);
     * }
     * }</pre>
     */
    public static final class Builder extends FakeServerSwitches {
        private int port;
        private Optional<Path> state = Optional.empty();
        private boolean administration;
        private int journalSize = Integer.MAX_VALUE;
        private int connections = Limits.CONNECTIONS;

        private Builder() {}

        /**
         * Sets the port on the loopback address. Default 0, any that is free; a fixed one is for programs that can't be
         * told, and only one server can have it.
         *
         * @throws IllegalArgumentException if {@code number} is not from 0 to 65535
         */
        public Builder port(int number) {
            if (number < 0 || number > 65_535) {
                throw new IllegalArgumentException("port: expected 0 to 65535, but got " + number);
            }
            port = number;
            return this;
        }

        /**
         * Sets a directory that keeps what the service knows: jobs, messages, leases, acknowledgements, files, data
         * projects, executions, blobs, how imports and exports are to end, apps with their secrets, users, and the time.
         * The next server with this directory goes on where this one ended, even if its process was killed. It is
         * written with every request, before its answer leaves, with checksums, so that a damaged one is refused at the
         * start. It holds secrets: where the file system has such permissions, the files are their owner's alone, and so
         * is the directory if it is made here; on Windows they have the permissions of the directory they are in. Files of
         * others in it are left alone. Faults, the journal, tokens, certificates and federated credentials are not kept.
         * Default: nothing is.
         */
        public Builder state(Path directory) {
            Objects.requireNonNull(directory, "directory");
            state = Optional.of(directory);
            return this;
        }

        /**
         * Sets whether the server can be watched and told what to do over HTTP, without a token, at {@code /__admin/}:
         * there is a page for browsers, and {@code openapi.json} describes the rest. Default false.
         */
        public Builder administration(boolean on) {
            administration = on;
            return this;
        }

        /**
         * Sets how many requests the server remembers, for one that runs for days. Default all of them. Assertions on
         * the journal need all, and say so once one is forgotten.
         *
         * @throws IllegalArgumentException if {@code requests} is less than 1
         */
        public Builder journalSize(int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException("journalSize: expected at least 1, but got " + requests);
            }
            journalSize = requests;
            return this;
        }

        /**
         * Sets how many connections the server has open at once. Default 512. When all are taken, one that comes waits
         * until another one ends; meanwhile each answer is the last one of its connection, and a connection that stands
         * idle is ended.
         *
         * @throws IllegalArgumentException if {@code most} is less than 1
         */
        public Builder maxConnections(int most) {
            if (most < 1) {
                throw new IllegalArgumentException("maxConnections: expected at least 1, but got " + most);
            }
            connections = most;
            return this;
        }

        /**
         * Returns a running server with these switches.
         *
         * @throws UncheckedIOException if the port is taken, or the state can't be read or written
         * @throws IllegalStateException if another server uses the state, or it is damaged; the message names the file
         */
        public FakeConnectorServer start() {
            return new FakeConnectorServer(
                    settings(), new Hosting(port, state, administration, journalSize, connections));
        }
    }
}
