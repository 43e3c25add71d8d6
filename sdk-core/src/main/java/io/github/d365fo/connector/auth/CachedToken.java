package io.github.d365fo.connector.auth;

import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.internal.failure.Speakable;
import io.github.d365fo.connector.internal.stack.StackRoom;
import io.github.d365fo.connector.internal.token.SourceWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The cached token of one resource, and the request that renews it. Thread-safe. */
final class CachedToken {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration SPREAD = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);
    private static final long PATIENCE_SECONDS = 5;

    private final TokenProvider source;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration patience;
    private @Nullable AccessToken current;
    private Instant renewal = Instant.MIN;
    private @Nullable Question inFlight;
    private @Nullable Closed closed;

    /** A pause during which the identity provider is not asked, and the failure that caused it. */
    private record Closed(Instant since, Instant until, TokenUnavailableException reason) {
        boolean isAt(Instant now) {
            // A clock that was set back must not make it longer.
            return !now.isBefore(since) && now.isBefore(until);
        }
    }

    CachedToken(TokenProvider source, Clock clock, RandomGenerator random, Duration patience) {
        this.source = source;
        this.clock = clock;
        this.random = random;
        this.patience = patience;
    }

    CompletionStage<AccessToken> token(TokenRequest request) {
        // Called without the lock, like all user code.
        Instant now = clock.instant();
        Question mine;
        synchronized (this) {
            request.rejected().ifPresent(this::drop);
            AccessToken fallback = usable(now);
            if (fallback != null && (inFlight != null || now.isBefore(renewal))) {
                return CompletableFuture.completedFuture(fallback);
            }
            if (inFlight != null) {
                return inFlight.answer.copy();
            }
            if (closed != null && closed.isAt(now)) {
                return fallback != null ? CompletableFuture.completedFuture(fallback) : refused(closed, now);
            }
            // A stack overflow halfway would leave a request that never completes.
            StackRoom.STEP.require();
            mine = new Question(fallback);
            inFlight = mine;
        }
        try {
            return mine.ask(request);
        } catch (Throwable e) { // A full heap, for example: nobody must wait for a question that nobody asks.
            mine.settle(null, e);
            throw e;
        }
    }

    private void drop(AccessToken rejected) {
        if (current != null && current.value().equals(rejected.value())) {
            current = null;
        }
    }

    private @Nullable AccessToken usable(Instant now) {
        return current != null && current.expiresAt().isAfter(now.plus(LATE)) ? current : null;
    }

    private static Duration remaining(AccessToken token, Instant now) {
        return Duration.between(now, token.expiresAt());
    }

    /** One request for a token, shared by everyone who waits for it. */
    private final class Question {
        private final CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        private final Consumer<@Nullable Throwable> told = SourceWatch.asked();
        private final @Nullable AccessToken fallback;

        Question(@Nullable AccessToken fallback) {
            this.fallback = fallback;
        }

        /** Asks the source; whatever the source does, this request completes. */
        CompletionStage<AccessToken> ask(TokenRequest request) {
            try {
                Objects.requireNonNull(source.token(request), "the token provider returned null instead of a stage")
                        .whenComplete(this::settleIfStackAllows);
            } catch (Throwable e) {
                restoreInterrupt(e);
                settle(null, e);
            }
            if (!answer.isDone()) {
                giveUpLater();
            }
            // Real time: it bounds a wait for a socket.
            return fallback == null
                    ? answer.copy()
                    : answer.copy().completeOnTimeout(fallback, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        /** Runs in the source's thread, whose stack may be used up; then the timeout ends the request. */
        private void settleIfStackAllows(@Nullable AccessToken token, @Nullable Throwable failure) {
            StackRoom.STEP.require();
            settle(token, failure);
        }

        /** Ends the question, whatever is thrown on the way: later callers would wait for it. */
        private void settle(@Nullable AccessToken token, @Nullable Throwable failure) {
            Throwable reason = null;
            try {
                reason = token == null ? reason(failure) : null;
                note(this, token, reason, clock.instant());
            } catch (Throwable e) { // From the clock, a token that makes no sense, or a full heap.
                reason = reason == null ? e : reason;
            } finally {
                leave(this);
            }
            try {
                told.accept(reason);
            } finally {
                complete(token, reason);
            }
        }

        private void complete(@Nullable AccessToken token, @Nullable Throwable reason) {
            if (reason == null) {
                answer.complete(token);
            } else if (fallback != null) {
                answer.complete(fallback);
            } else {
                answer.completeExceptionally(reason);
            }
        }

        /** Keeps later callers from waiting for a source that never answers; a token that comes late is kept. */
        @SuppressWarnings("FutureReturnValueIgnored") // The timeout completes the answer.
        private void giveUpLater() {
            CompletableFuture<Void> alarm = new CompletableFuture<Void>()
                    .completeOnTimeout(null, TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
            // Whoever waits for the token goes on in this thread, so it is neither the JDK's timer nor the common pool.
            alarm.thenRunAsync(() -> settle(null, tooLate()), task -> DaemonThread.start("d365fo-token", task));
            answer.whenComplete((token, failure) -> alarm.cancel(false));
        }

        private TokenUnavailableException tooLate() {
            return new TokenUnavailableException(
                    "no access token: the token provider has not answered for " + patience.toMillis() + " ms",
                    TokenProblem.of(TokenUnavailableException.Reason.UNREACHABLE),
                    null);
        }
    }

    private void note(Question question, @Nullable AccessToken token, @Nullable Throwable reason, Instant now) {
        Instant next = token == null ? now.plus(PAUSE_AFTER_FAILURE) : renewal(token, now);
        synchronized (this) {
            if (inFlight != question && (token == null || usable(now) != null)) {
                return;
            }
            renewal = next;
            if (token != null) {
                current = token;
            } else {
                pauseAfter(reason, now);
            }
        }
    }

    private synchronized void leave(Question question) {
        if (inFlight == question) {
            inFlight = null;
        }
    }

    private Instant renewal(AccessToken token, Instant now) {
        Duration half = remaining(token, now).dividedBy(2);
        Duration early = EARLY.plusMillis(random.nextLong(SPREAD.toMillis()));
        return token.expiresAt().minus(half.compareTo(early) < 0 ? half : early);
    }

    private void pauseAfter(@Nullable Throwable reason, Instant now) {
        if (reason instanceof TokenUnavailableException refusal) {
            closed = refusal.retryAfter()
                    .map(wait -> new Closed(now, now.plus(wait), refusal))
                    .orElse(null);
        }
    }

    private static CompletionStage<AccessToken> refused(Closed wait, Instant now) {
        Duration left = Duration.between(now, wait.until());
        TokenUnavailableException first = wait.reason();
        return CompletableFuture.failedFuture(new TokenUnavailableException(
                first.getMessage() + "; not asked again for another " + left.toSeconds() + " s",
                first.problem().retryAfter(left),
                first));
    }

    private static void restoreInterrupt(Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static Throwable reason(@Nullable Throwable failure) {
        if (failure == null) {
            return new NullPointerException("the token provider returned null");
        }
        Throwable speakable = Speakable.of(failure);
        return speakable instanceof CompletionException && speakable.getCause() != null
                ? speakable.getCause()
                : speakable;
    }
}
