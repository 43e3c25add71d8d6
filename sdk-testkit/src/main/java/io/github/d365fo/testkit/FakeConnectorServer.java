package io.github.d365fo.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    private final HttpServer http;
    private final ExecutorService threads = Executors.newCachedThreadPool(FakeConnectorServer::daemon);
    private final TempDirectory directory = new TempDirectory();
    private final TestClock clock = new TestClock();
    private final Tokens tokens;
    private final Jobs jobs;
    private final Journal journal = new Journal(clock);
    private final Dispatcher dispatcher;
    private final FakeImportJob importJob;
    private final FakeExportJob exportJob;
    private final ConnectorClient client;

    static {
        // Without it the JDK's server answers 40 ms late; it reads the property once, when it is first used.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private FakeConnectorServer(FakeServerSettings settings) {
        Ids ids = new Ids();
        this.tokens = new Tokens(clock, ids, this::environment);
        this.jobs = new Jobs(clock, ids);
        this.importJob = jobs.addImport();
        this.exportJob = jobs.addExport();
        this.http = listen();
        this.dispatcher = new Dispatcher(
                tokens,
                new ConnectorApi(settings, clock, ids, jobs, directory.path()),
                new ODataApi(jobs),
                journal,
                environment().toString());
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
        this.client = ConnectorClient.builder()
                .environment(environment())
                .tokenProvider(tokenProvider())
                .clock(clock)
                .build();
    }

    /** Returns a running server with the default behaviour. */
    public static FakeConnectorServer start() {
        return builder().start();
    }

    /** Returns a builder of a server that behaves otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the address to give to {@code ConnectorClientBuilder.environment}: {@code http}, 127.0.0.1, a port. */
    public URI environment() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Returns the address that gives out tokens for {@link #clientId()} and {@link #clientSecret()}. */
    public URI tokenEndpoint() {
        return URI.create(environment() + "/" + tenantId() + "/oauth2/v2.0/token");
    }

    /** Returns the tenant whose tokens the server accepts. */
    public String tenantId() {
        return tokens.identity().tenantId();
    }

    /** Returns the client id that is registered. */
    public String clientId() {
        return tokens.identity().app().clientId();
    }

    /** Returns the secret of the client id. */
    public String clientSecret() {
        return tokens.clientSecret();
    }

    /** Returns the identity provider, to register apps and other ways to sign in, and to let it fail. */
    public FakeIdentity identity() {
        return tokens.identity();
    }

    /** Returns a provider that asks {@link #tokenEndpoint()} over HTTP. */
    public TokenProvider tokenProvider() {
        return TokenProvider.blocking(new TokenFetch(this));
    }

    /** Returns a client of this server whose waits move {@link #clock()}; closed with the server. */
    public ConnectorClient client() {
        return client;
    }

    /** Returns the job that takes files. */
    public FakeImportJob importJob() {
        return importJob;
    }

    /** Returns one more job that takes files. */
    public FakeImportJob addImportJob() {
        return jobs.addImport();
    }

    /** Returns the job that gives packages. */
    public FakeExportJob exportJob() {
        return exportJob;
    }

    /** Returns one more job that gives packages. */
    public FakeExportJob addExportJob() {
        return jobs.addExport();
    }

    /** Returns the clock by which leases, imports and tokens go. */
    public TestClock clock() {
        return clock;
    }

    /** Returns the requests that were answered so far, in the order of their answers, without secrets. */
    public List<RecordedRequest> requests() {
        return journal.requests();
    }

    /** Stops the server and deletes what it kept. May be called again; never throws. */
    @Override
    public void close() {
        client.close();
        http.stop(0);
        threads.shutdownNow();
        directory.delete();
    }

    /** Returns the address. */
    @Override
    public String toString() {
        return "FakeConnectorServer[" + environment() + "]";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            dispatcher.answer(new HttpCall(exchange));
        }
    }

    private static HttpServer listen() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("the fake server can't listen on a loopback port", e);
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-connector-server");
        thread.setDaemon(true);
        return thread;
    }

    /** Collects the switches of a server. Not thread-safe. */
    public static final class Builder {
        private static final long WEB_SERVERS_DEFAULT = 30_000_000;

        private long largestFile = WEB_SERVERS_DEFAULT;
        private boolean downloadsOnPort80;
        private boolean downloadRanges;
        private boolean stateNames;
        private boolean repeatedAcknowledgement;

        private Builder() {}

        /**
         * Sets how many bytes a file may have before it is refused with 413. Default 30,000,000, a guess: the
         * documentation names no limit, and this is the web server's default.
         *
         * @throws IllegalArgumentException if {@code bytes} is negative
         */
        public Builder largestFile(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("largestFile: expected zero or more bytes, but got " + bytes);
            }
            this.largestFile = bytes;
            return this;
        }

        /**
         * Sets whether download addresses are written with port 80, as they are behind a load balancer ("Recurring
         * integrations, Http vs Https"). Default false.
         */
        public Builder downloadsOnPort80(boolean on) {
            this.downloadsOnPort80 = on;
            return this;
        }

        /** Sets whether downloads can be resumed. Default false, a guess: nothing is known about the real service. */
        public Builder downloadRanges(boolean on) {
            this.downloadRanges = on;
            return this;
        }

        /** Sets whether jobstatus writes states as names. Default false, numbers, a guess: both are plausible. */
        public Builder stateNames(boolean on) {
            this.stateNames = on;
            return this;
        }

        /**
         * Sets whether a second acknowledgement of the same delivery succeeds. Default false, 500, a guess: the
         * documentation is silent.
         */
        public Builder repeatedAcknowledgement(boolean on) {
            this.repeatedAcknowledgement = on;
            return this;
        }

        /** Returns a running server with these switches. */
        public FakeConnectorServer start() {
            return new FakeConnectorServer(new FakeServerSettings(
                    largestFile, downloadsOnPort80, downloadRanges, stateNames, repeatedAcknowledgement));
        }
    }
}
