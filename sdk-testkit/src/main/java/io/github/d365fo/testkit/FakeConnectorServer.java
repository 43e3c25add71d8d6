package io.github.d365fo.testkit;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.testkit.internal.admin.AdminApi;
import io.github.d365fo.testkit.internal.admin.Administered;
import io.github.d365fo.testkit.internal.crypto.TestCertificate;
import io.github.d365fo.testkit.internal.http.Limits;
import io.github.d365fo.testkit.internal.identity.TokenFetch;
import io.github.d365fo.testkit.internal.journal.Journal;
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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;

/**
 * A server for tests that behaves like the recurring integrations API of a Finance and Operations environment: it
 * listens on a random loopback port, issues tokens, accepts files, leases messages with packages and rejects what the
 * real service rejects.
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
 * <p>Time stands still until the test, or a wait of {@link #client()}, moves the {@link #clock()}. Files are streamed,
 * so a large one needs no memory. Any number of servers can run in one JVM. Thread-safe.
 */
public final class FakeConnectorServer implements AutoCloseable {
    /** Longer than any machine needs for work in memory; only a call that hangs takes longer. */
    private static final Duration SLOWEST_MACHINE = Duration.ofMinutes(10);

    private final TestClock clock;
    private final Service service;
    private final boolean onlyTheLast;
    private final JobViews jobs;
    private final FakeIdentity identity;
    private final FakeDataManagement dataManagement;
    private final FaultPlan faults;
    private final OwnClients clients = new OwnClients(this::connect, this::httpClient);
    private final AtomicBoolean closed = new AtomicBoolean();

    private FakeConnectorServer(FakeServerSettings settings, Hosting hosting, Instant start) {
        this.clock = TestClock.ofServer(start);
        this.service = new Service(settings, hosting, clock, clock::startAt);
        this.onlyTheLast = hosting.journalSize().isPresent();
        this.jobs = new JobViews(service.jobs());
        this.identity = new FakeIdentity(service.tokens().identity(), this::environment);
        this.dataManagement = new FakeDataManagement(service.data().projects());
        this.faults = new FaultPlan(service.faults());
        try {
            service.start(
                    hosting.administration() ? Optional.of(administration()) : Optional.empty(), clock::signOfLife);
        } catch (RuntimeException | Error e) { // For example, no thread could be started.
            service.abandon();
            throw e;
        }
    }

    /** Starts a server with the default behaviour. */
    public static FakeConnectorServer start() {
        return builder().start();
    }

    /** Returns a builder for a server with another behaviour. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address for {@code ConnectorClientBuilder.environment}: {@code http}, or {@code https} with {@code
     * tls(true)}, 127.0.0.1, and the port unless it is the default of the scheme.
     */
    public URI environment() {
        return service.environment();
    }

    /**
     * Returns a context that trusts this server's certificate.
     *
     * @throws IllegalStateException if the server does not use TLS
     */
    public SSLContext sslContext() {
        return service.tls()
                .orElseThrow(() -> new IllegalStateException("the server does not use TLS; start it with tls(true)"));
    }

    /**
     * Returns the certificate, for clients not written in Java; it is valid for {@code 127.0.0.1} and {@code
     * localhost}.
     *
     * @throws IllegalStateException if the server does not use TLS
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

    /** Returns the token endpoint, which accepts {@link #clientId()} and {@link #clientSecret()}. */
    public URI tokenEndpoint() {
        return URI.create(environment() + "/" + tenantId() + "/oauth2/v2.0/token");
    }

    /** Returns the tenant whose tokens the server accepts. */
    public String tenantId() {
        return identity.tenantId();
    }

    /** Returns the client id of the registered app. */
    public String clientId() {
        return identity.app().clientId();
    }

    /** Returns the secret of that app. */
    public String clientSecret() {
        return service.tokens().clientSecret();
    }

    /** Returns the identity provider, to register apps and other credentials, and to make it fail. */
    public FakeIdentity identity() {
        return identity;
    }

    /** Returns a provider that requests tokens from {@link #tokenEndpoint()} over HTTP. */
    public TokenProvider tokenProvider() {
        String form = TokenFetch.form(clientId(), clientSecret(), environment() + "/.default");
        return TokenProvider.blocking(new TokenFetch(tokenEndpoint(), form, clients::http, SLOWEST_MACHINE, clock));
    }

    /**
     * Returns a client of this server whose waits move {@link #clock()}: always the same one, created by the first call
     * and closed with the server.
     */
    public ConnectorClient client() {
        return clients.connector();
    }

    /** Returns the import job. */
    public FakeImportJob importJob() {
        return jobs.imports().get(0);
    }

    /** Returns the import jobs in the order in which they were added. */
    public List<FakeImportJob> importJobs() {
        return jobs.imports();
    }

    /** Returns the export jobs in the order in which they were added. */
    public List<FakeExportJob> exportJobs() {
        return jobs.exports();
    }

    /** Adds an import job and returns it. */
    public FakeImportJob addImportJob() {
        return jobs.addImport();
    }

    /** Returns the export job. */
    public FakeExportJob exportJob() {
        return jobs.exports().get(0);
    }

    /** Adds an export job and returns it. */
    public FakeExportJob addExportJob() {
        return jobs.addExport();
    }

    /** Returns the data management of this server: data projects, executions and files in the blob storage. */
    public FakeDataManagement dataManagement() {
        return dataManagement;
    }

    /**
     * Returns the clock that leases, imports and tokens follow. Give it to every client other than {@link #client()} as
     * well ({@code clock(server.clock())}): otherwise the client waits in real time for a state that never changes,
     * unless the clock {@linkplain TestClock#run() runs}.
     */
    public TestClock clock() {
        return clock;
    }

    /** Returns the plan of faults, to add some. */
    public FaultPlan faults() {
        return faults;
    }

    /** Returns assertions on the requests and answers so far. */
    public JournalAssert verify() {
        return new JournalAssert(service.journal(), service.secrets(), service.jobs());
    }

    /**
     * Returns the requests answered so far, in the order of their answers and without secrets: at most the last ones
     * that {@link Builder#journalSize} names, if it was called.
     *
     * @throws IllegalStateException if it was not, and more came than the 20,000 that are kept then
     */
    public List<RecordedRequest> requests() {
        return onlyTheLast
                ? service.journal().requests()
                : service.journal().all().stream().map(Journal.Entry::request).toList();
    }

    /**
     * Removes every message, file, execution, fault, planned outcome and recorded request, as in a new server. Jobs and
     * data projects stay with their ids and settings, and so do apps, users and tokens; the time never goes back.
     */
    public void reset() {
        service.reset();
    }

    /**
     * Stops the server and deletes its files, except its {@linkplain Builder#state state}. A second call has no effect.
     *
     * @throws UncheckedIOException if the state can't be written; the server is stopped anyway
     * @throws UnfiredFaultError if a planned fault that is not optional never struck; the server is stopped anyway
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
                // On a busy machine a handshake may be slow.
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
                service.journal()::requests,
                this::reset);
        return new AdminApi(server, service.directory());
    }

    /**
     * Builds a server. Not thread-safe.
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
        private Optional<Integer> journalSize = Optional.empty();
        private int connections = Limits.CONNECTIONS;
        private Instant start = TestClock.START;

        private Builder() {}

        /**
         * Sets the port on the loopback address. Default 0, any free port. A fixed port is for programs that can't be
         * configured, and only one server can use it.
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
         * Sets a directory for the state of the service: jobs, messages, leases, acknowledgements, files, data
         * projects, executions, blobs, planned outcomes, apps with their secrets, users, and the time. The next server
         * with this directory continues where this one stopped, even if its process was killed. Every request is
         * written before its answer is sent, with checksums, so that a damaged state is detected at the start. The
         * state contains secrets: where the file system supports it, only the owner can read the files, and the
         * directory if it is created here; on Windows they inherit the permissions of their directory. Other files in
         * it are not touched. Faults, the journal, tokens, certificates and federated credentials are not stored. By
         * default nothing is stored.
         */
        public Builder state(Path directory) {
            Objects.requireNonNull(directory, "directory");
            state = Optional.of(directory);
            return this;
        }

        /**
         * Sets the time at which the clock begins. Default 5 January 2026, 08:00 UTC. A stored {@linkplain #state state}
         * continues at its own time instead.
         *
         * @throws IllegalArgumentException if {@code time} is before the year 2000 or after the year 8899
         */
        public Builder startTime(Instant time) {
            Objects.requireNonNull(time, "time");
            start = Given.start(time);
            return this;
        }

        /**
         * Sets whether the server has an administration over HTTP at {@code /__admin/}, which needs no token: a page
         * for browsers, and an API that {@code openapi.json} describes. Default false.
         */
        public Builder administration(boolean on) {
            administration = on;
            return this;
        }

        /**
         * Sets how many requests the journal keeps, each in about a kilobyte. Default 20,000, so that a server can run
         * for days. When more have come, assertions on requests throw an {@link IllegalStateException}, and so does
         * {@link FakeConnectorServer#requests()} unless this was called: a test that sends more requests must ask for
         * a journal that keeps them.
         *
         * @throws IllegalArgumentException if {@code requests} is less than 1
         */
        public Builder journalSize(int requests) {
            if (requests < 1) {
                throw new IllegalArgumentException("journalSize: expected at least 1, but got " + requests);
            }
            journalSize = Optional.of(requests);
            return this;
        }

        /**
         * Sets how many connections can be open at once. Default 512. When all are in use, the next one waits until
         * another one ends; meanwhile the server closes every connection after its answer, and closes idle
         * ones.
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
         * Starts a server with these switches.
         *
         * @throws UncheckedIOException if the port is taken, or the state can't be read or written
         * @throws IllegalStateException if another server uses the state, or if it is damaged; the message names the
         *     file
         */
        public FakeConnectorServer start() {
            return new FakeConnectorServer(
                    settings(), new Hosting(port, state, administration, journalSize, connections), start);
        }
    }
}
