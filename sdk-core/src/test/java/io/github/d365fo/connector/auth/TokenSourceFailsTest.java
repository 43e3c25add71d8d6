package io.github.d365fo.connector.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.auth.TokenTrouble.Ends;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a source of tokens does, through whichever kind of provider, whichever face and whenever it is asked: the call
 * and those that wait beside it end, typed, and once the source is well again the next call succeeds.
 */
class TokenSourceFailsTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int SECONDS = 60;
    private static final int BESIDE = 3;
    private static final AtomicInteger WAYS = new AtomicInteger();
    private static final AtomicInteger CALLS = new AtomicInteger();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** When the source is asked. */
    private enum Moment {
        FIRST,
        EARLY,
        AFTER_401
    }

    /** What stands between the source and the client. */
    private enum Kind {
        PLAIN {
            @Override
            TokenProvider of(TokenSource source, RecordingClock clock) {
                return source;
            }
        },
        CACHING {
            @Override
            TokenProvider of(TokenSource source, RecordingClock clock) {
                return CachingTokenProvider.of(source, clock, PATIENCE);
            }
        },
        BLOCKING {
            @Override
            TokenProvider of(TokenSource source, RecordingClock clock) {
                return TokenProvider.blocking(() -> joined(source));
            }
        },
        CACHING_BLOCKING {
            @Override
            TokenProvider of(TokenSource source, RecordingClock clock) {
                return CachingTokenProvider.of(BLOCKING.of(source, clock), clock, PATIENCE);
            }
        };

        abstract TokenProvider of(TokenSource source, RecordingClock clock);

        private static AccessToken joined(TokenProvider source) throws Exception {
            CompletionStage<AccessToken> stage = source.token(TokenRequest.of("https://contoso.example"));
            CompletableFuture<AccessToken> answer = new CompletableFuture<>();
            stage.whenComplete((token, failure) -> {
                if (failure == null) {
                    answer.complete(token);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            return answer.get();
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(Moment.values()).map(moment -> Arguments.of(moment, face)));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @AfterAll
    static void figures() {
        System.out.println("token source fails: " + WAYS + " ways in " + CALLS + " calls");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void everyCallEndsAndTheNextSucceeds(Moment moment, FaceUnderTest face) throws Exception {
        List<Future<List<String>>> kinds = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            kinds.add(threads.submit(() -> losses(kind, moment, face)));
        }
        List<String> losses = new ArrayList<>();
        for (Future<List<String>> kind : kinds) {
            losses.addAll(kind.get());
        }
        assertThat(losses).isEmpty();
    }

    private List<String> losses(Kind kind, Moment moment, FaceUnderTest face) throws Exception {
        List<String> losses = new ArrayList<>();
        for (TokenTrouble trouble : TokenTrouble.values()) {
            WAYS.incrementAndGet();
            try (Rig rig = new Rig(kind, trouble, face)) {
                rig.run(moment);
            } catch (AssertionError e) {
                losses.add(kind + " " + trouble + ": " + e.getMessage().strip().replaceAll("\\s+", " "));
            }
        }
        return losses;
    }

    /** One client, its source and a server that refuses the tokens it is told to refuse. */
    private final class Rig implements AutoCloseable {
        private final RecordingClock clock = new RecordingClock();
        private final TokenTrouble trouble;
        private final TokenSource source;
        private final FaceUnderTest face;
        private final ScriptedServer server;
        private final ConnectorClient client;
        private volatile String refused = "none";

        Rig(Kind kind, TokenTrouble trouble, FaceUnderTest face) throws IOException {
            this.trouble = trouble;
            this.face = face;
            this.source = new TokenSource(clock, LIFE);
            this.server = new ScriptedServer(connection -> Reply.text(
                            connection.request().header("authorization").endsWith(refused) ? 401 : 204, "")
                    .answer(connection));
            // A source that hangs is given up after it, and so may be an answer on a busy machine.
            boolean hurried = isSlow() && (kind == Kind.PLAIN || kind == Kind.BLOCKING);
            this.client = ConnectorClient.builder()
                    .environment(server.address())
                    .tokenProvider(kind.of(source, clock))
                    .clock(clock)
                    .retryPolicy(RetryPolicy.none())
                    .maxConcurrentRequests(1 + BESIDE)
                    .responseTimeout(hurried ? PATIENCE : Duration.ofSeconds(SECONDS))
                    .build();
        }

        void run(Moment moment) throws Exception {
            if (moment != Moment.FIRST) {
                untilWell();
            }
            if (moment == Moment.EARLY) {
                clock.advance(LIFE.minusMinutes(4));
            } else if (moment == Moment.AFTER_401) {
                refused = source.last();
            }
            source.arm(trouble);
            strike(moment);
            for (int i = 0; source.strikes() == 0 && isSlow() && i < SECONDS; i++) {
                strike(moment);
            }
            assertThat(source.strikes()).isPositive();
            source.disarm();
            clock.advance(Duration.ofMinutes(1));
            untilWell();
        }

        /** Calls side by side; in a client in a hurry none may get as far as to ask the source. */
        private void strike(Moment moment) throws Exception {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 1 + BESIDE; i++) {
                calls.add(call());
            }
            for (Future<?> call : calls) {
                assertEnd(moment, end(call));
            }
        }

        private void assertEnd(Moment moment, Throwable end) {
            if (end != null) {
                assertThat(end).isInstanceOf(ConnectorException.class);
            }
            if (trouble.ends == Ends.WELL || (trouble.ends == Ends.BADLY && moment == Moment.EARLY)) {
                assertThat(end).as("a call that has a token").isNull();
            } else if (trouble.ends != Ends.ANYHOW && moment != Moment.EARLY) {
                assertThat(end).as("a call without a token").isNotNull();
            }
        }

        private boolean isSlow() {
            return trouble.ends == Ends.AFTER_ITS_TIME;
        }

        /** Calls until a call succeeds; only a client in a hurry needs more than one. */
        private void untilWell() throws Exception {
            Throwable end = end(call());
            for (int i = 0; end != null && isSlow() && i < SECONDS; i++) {
                end = end(call());
            }
            assertThat(end).as("a call while the source is well").isNull();
        }

        private Future<?> call() {
            CALLS.incrementAndGet();
            return threads.submit(() -> {
                face.job(client, "6d31e09f-0249-459f-94f0-aad9c2c47b64").dequeue();
                return null;
            });
        }

        /** Returns what a call ended with, null if with success; fails if it does not end. */
        private Throwable end(Future<?> call) throws Exception {
            try {
                call.get(SECONDS, TimeUnit.SECONDS);
                return null;
            } catch (ExecutionException e) {
                return e.getCause();
            } catch (TimeoutException e) {
                throw new AssertionError("a call does not end");
            }
        }

        @Override
        public void close() throws Exception {
            source.disarm();
            client.close(Duration.ZERO);
            server.close();
        }
    }
}
