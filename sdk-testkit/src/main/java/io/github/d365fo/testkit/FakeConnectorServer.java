package io.github.d365fo.testkit;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.testkit.internal.admin.AdminApi;
import io.github.d365fo.testkit.internal.admin.Administered;
import io.github.d365fo.testkit.internal.admin.ServerSettings;
import io.github.d365fo.testkit.internal.admin.Setup;
import io.github.d365fo.testkit.internal.crypto.CertificateAuthority;
import io.github.d365fo.testkit.internal.identity.TokenFetch;
import io.github.d365fo.testkit.internal.journal.Journal;
import io.github.d365fo.testkit.internal.server.Hosting;
import io.github.d365fo.testkit.internal.server.OwnClients;
import io.github.d365fo.testkit.internal.server.Service;
import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
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
    private final FakeServerSettings settings;
    private final Service service;
    private final boolean onlyTheLast;
    private final JobViews jobs;
    private final FakeIdentity identity;
    private final FakeDataManagement dataManagement;
    private final FaultPlan faults;
    private final OwnClients clients = new OwnClients(this::connect, this::httpClient);
    private final AtomicBoolean closed = new AtomicBoolean();

    private FakeConnectorServer(FakeServerSettings settings, Hosting hosting, Builder builder) {
        this.settings = settings;
        this.clock = TestClock.ofServer(builder.startTime());
        this.service = new Service(settings, hosting, clock, clock::startAt);
        this.onlyTheLast = hosting.journalSize().isPresent();
        this.jobs = new JobViews(service.jobs());
        this.identity = new FakeIdentity(service.tokens().identity(), this::environment);
        this.dataManagement = new FakeDataManagement(service.data().projects());
        this.faults = new FaultPlan(service.faults());
        service.journal().listen(builder.listener());
        try {
            setUp(hosting.setup());
            service.start(
                    hosting.administration() ? Optional.of(administration()) : Optional.empty(), clock::signOfLife);
        } catch (RuntimeException | Error e) { // For example, a setting is wrong, or no thread could be started.
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
     * Returns the address for {@code ConnectorClientBuilder.environment}: {@code http}, or {@code https} with TLS, the
     * first {@link Builder#host}, or 127.0.0.1, and the port unless it is the default of the scheme.
     */
    public URI environment() {
        return service.names().addresses().primary();
    }

    /** Returns every address at which clients reach the server: each name with each scheme and port. */
    public List<URI> addresses() {
        return service.names().addresses().all().stream().map(URI::create).toList();
    }

    /**
     * Adds a name, as {@link Builder#host} does; it is also in the certificate for connections from now on.
     *
     * @throws IllegalArgumentException if {@code name} is not a host name or address, or its port is not from 1 to
     *     65535
     */
    public void addHost(String name) {
        Objects.requireNonNull(name, "name");
        service.names().add(name);
    }

    /**
     * Returns a context that trusts this server's certificate.
     *
     * @throws IllegalStateException if the server does not use TLS
     */
    public SSLContext sslContext() {
        return service.names()
                .tls()
                .orElseThrow(() -> new IllegalStateException("the server does not use TLS; start it with tls(true)"));
    }

    /**
     * Returns the certificate of the authority that issued the server's own, for clients not written in Java: whoever
     * trusts it trusts every name of every fake server of this JVM. Its private key is only in memory.
     *
     * @throws IllegalStateException if the server does not use TLS
     */
    public X509Certificate certificate() {
        sslContext();
        return CertificateAuthority.get().certificate();
    }

    /** Returns a new HTTP client that trusts this server and follows no redirects, as a connector client needs it. */
    public HttpClient httpClient() {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        service.names().tls().ifPresent(builder::sslContext);
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

    /**
     * Adds an import job with this id and returns it.
     *
     * @throws IllegalStateException if there is a job with it
     */
    public FakeImportJob addImportJob(ActivityId id) {
        Objects.requireNonNull(id, "id");
        return jobs.addImport(id);
    }

    /** Returns the export job. */
    public FakeExportJob exportJob() {
        return jobs.exports().get(0);
    }

    /** Adds an export job and returns it. */
    public FakeExportJob addExportJob() {
        return jobs.addExport();
    }

    /**
     * Adds an export job with this id and returns it.
     *
     * @throws IllegalStateException if there is a job with it
     */
    public FakeExportJob addExportJob(ActivityId id) {
        Objects.requireNonNull(id, "id");
        return jobs.addExport(id);
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
        close(Duration.ZERO);
    }

    /**
     * Stops the server as {@link #close()} does, but first lets the requests that are being answered finish: it accepts
     * no more connections, and waits at most this long, in real time.
     *
     * @throws IllegalArgumentException if {@code patience} is negative or longer than a hundred years
     * @throws UncheckedIOException if the state can't be written; the server is stopped anyway
     * @throws UnfiredFaultError if a planned fault that is not optional never struck; the server is stopped anyway
     */
    public void close(Duration patience) {
        Given.span("patience", patience);
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        clients.close();
        service.close(patience);
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
        service.names().tls().ifPresent(builder::sslContext);
        return builder.build();
    }

    private void setUp(Hosting.Beginning beginning) {
        Setup setup = new Setup(administered());
        beginning.config().ifPresent(setup::apply);
        beginning.seed().filter(directory -> !service.continuesState()).ifPresent(setup::seed);
        service.saveState();
    }

    private AdminApi administration() {
        return new AdminApi(administered(), service.directory());
    }

    private Administered administered() {
        return new Administered(
                service.names(),
                new ServerSettings(
                        settings,
                        service.jobs(),
                        service.data(),
                        service.tokens().identity()),
                identity(),
                clientSecret(),
                jobs,
                dataManagement(),
                clock,
                faults,
                service.journal()::requests,
                this::reset);
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
    public static final class Builder extends FakeServerHosting {
        private Builder() {}

        /**
         * Starts a server with these switches.
         *
         * @throws UncheckedIOException if the port is taken, or the state can't be read or written
         * @throws IllegalArgumentException if the {@link #config} or the {@link #seed} makes no sense
         * @throws IllegalStateException if another server uses the state, or if it is damaged; the message names the
         *     file
         */
        public FakeConnectorServer start() {
            return new FakeConnectorServer(settings(), hosting(), this);
        }
    }
}
