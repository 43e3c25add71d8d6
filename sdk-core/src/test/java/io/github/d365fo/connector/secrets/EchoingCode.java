package io.github.d365fo.connector.secrets;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** Code of a user's that a client calls, and that fails as it is told. */
public final class EchoingCode extends ProxySelector implements TokenProvider {
    private final AccessToken token;
    private volatile Optional<Throwable> refresh = Optional.empty();
    private volatile Optional<RuntimeException> proxy = Optional.empty();

    EchoingCode(String token) {
        this.token = AccessToken.of(token, Instant.MAX);
    }

    /** Lets the next token fail, once the first was refused. */
    void failAtRefresh(Throwable failure) {
        refresh = Optional.of(failure);
    }

    void failAtProxy(RuntimeException failure) {
        proxy = Optional.of(failure);
    }

    void work() {
        refresh = Optional.empty();
        proxy = Optional.empty();
    }

    @Override
    public CompletionStage<AccessToken> token(TokenRequest request) {
        return request.forceRefresh() && refresh.isPresent()
                ? CompletableFuture.failedFuture(refresh.get())
                : CompletableFuture.completedFuture(token);
    }

    @Override
    public List<Proxy> select(URI uri) {
        proxy.ifPresent(failure -> {
            throw failure;
        });
        return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // There is no other proxy to choose.
    }

    /** Returns a stream that breaks off. */
    static InputStream broken(Throwable failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (failure instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                throw failure instanceof IOException known ? known : new IOException(failure);
            }
        };
    }

    /** Returns a failure that says {@code echo} itself, or beneath others, or beside them. */
    public static Throwable failure(String echo, RandomGenerator random) {
        Throwable failure = bare(echo, random.nextInt(11));
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            Throwable above =
                    random.nextBoolean() ? new IOException("it failed", failure) : new ExecutionException(failure);
            if (random.nextInt(3) == 0) {
                above = new IllegalStateException("it failed");
                above.addSuppressed(failure);
            }
            failure = above;
        }
        return failure;
    }

    static RuntimeException unchecked(String echo, RandomGenerator random) {
        Throwable failure = failure(echo, random);
        return failure instanceof RuntimeException known ? known : new IllegalStateException("wrapped", failure);
    }

    private static Throwable bare(String echo, int kind) {
        return switch (kind) {
            case 0 -> new IOException("no token: " + echo);
            case 1 -> new IllegalArgumentException(echo);
            case 2 -> new NoSuchFileException(echo);
            case 3 -> new UncheckedIOException(new IOException(echo));
            case 4 -> new URISyntaxException(echo, "no address");
            case 5 -> new AssertionError(echo);
            case 6 -> new TimeoutException(echo);
            case 7 -> new TokenUnavailableException("no token for " + echo, new IOException(echo));
            case 8 ->
                new TokenUnavailableException(
                        "no token",
                        TokenProblem.of(TokenUnavailableException.Reason.MISCONFIGURED)
                                .oauthError(echo)
                                .providerCode(echo)
                                .ids(echo, echo),
                        null);
            case 9 ->
                new ConnectorException("another client: " + echo, Failure.of(Operation.DEQUEUE, Outcome.UNKNOWN)) {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String toString() {
                        return "what it says: " + echo;
                    }
                };
            default ->
                new IllegalStateException() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public String getMessage() {
                        throw new UnsupportedOperationException(echo);
                    }

                    @Override
                    public String toString() {
                        return "x";
                    }
                };
        };
    }
}
