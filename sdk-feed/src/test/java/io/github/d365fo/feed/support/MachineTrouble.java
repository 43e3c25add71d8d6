package io.github.d365fo.feed.support;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.FailingTls;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What a machine lacks, one thing at one place, for so many times or until it has it again. */
public final class MachineTrouble {
    private final Object place;
    private final Supplier<? extends Throwable> failure;
    private final AtomicInteger left;
    private final AtomicInteger met = new AtomicInteger();

    public MachineTrouble(Object place, Supplier<? extends Throwable> failure, int times) {
        this.place = place;
        this.failure = failure;
        this.left = new AtomicInteger(times);
    }

    public static Throwable descriptors() {
        return new FileSystemException("/data/a.zip", null, "Too many open files");
    }

    public static Throwable sockets() {
        return new SocketException("Too many open files");
    }

    public static Throwable threads() {
        return new OutOfMemoryError(
                "unable to create native thread: possibly out of memory or process/resource limits reached");
    }

    public static Throwable heap() {
        return new OutOfMemoryError("Java heap space");
    }

    public static Throwable space() {
        return new FileSystemException("/data/a.zip", null, "No space left on device");
    }

    public static Throwable memory() {
        return new IOException("Cannot allocate memory");
    }

    public static Throwable hardware() {
        return new IOException("Input/output error");
    }

    public static Throwable share() {
        return new FileSystemException("/data/a.zip", null, "Stale file handle");
    }

    /** Fails if this is where the trouble is and it is not over. */
    public void at(Object here) throws IOException {
        if (!place.equals(here) || left.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
            return;
        }
        met.incrementAndGet();
        Throwable thrown = failure.get();
        if (thrown instanceof IOException disk) {
            throw disk;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    /** Does the same where the compiler allows no exception that is checked. */
    public void unchecked(Object here) {
        try {
            at(here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The machine has again what it lacked. */
    public void end() {
        left.set(0);
    }

    public boolean isOver() {
        return left.get() == 0;
    }

    public int met() {
        return met.get();
    }

    /**
     * Returns a client of {@code server} that meets the trouble: "http client" is when one is made for files, "connection"
     * when one is opened, "token" and "misconfigured token" when one is asked for.
     */
    public ConnectorClient client(FakeConnectorServer server) {
        FailingTls tls = new FailingTls(() -> unchecked("http client"));
        ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .clock(server.clock())
                .retryPolicy(RetryPolicy.none())
                .tokenProvider(tokens(server))
                .proxy(new Selector())
                .sslContext(tls.context())
                .build();
        tls.fail();
        return client;
    }

    private TokenProvider tokens(FakeConnectorServer server) {
        TokenProvider real = server.tokenProvider();
        return request -> {
            unchecked("token");
            try {
                at("misconfigured token");
            } catch (IOException e) {
                throw new TokenUnavailableException(
                        "the secret can't be read", TokenProblem.of(TokenUnavailableException.Reason.MISCONFIGURED), e);
            }
            return real.token(request);
        };
    }

    private final class Selector extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            unchecked("connection");
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }
}
