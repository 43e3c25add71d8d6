package io.github.d365fo.connector.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** What a source of tokens does instead of answering with one. */
enum TokenTrouble {
    THROWS_CHECKED(Ends.BADLY, source -> {
        throw new TimeoutException("the source's own");
    }),
    THROWS_UNCHECKED(Ends.BADLY, source -> {
        throw new IllegalStateException("the source's own");
    }),
    THROWS_AN_ERROR(Ends.BADLY, source -> {
        throw new AssertionError("the source's own");
    }),
    THROWS_THE_DEATH_OF_A_THREAD(Ends.BADLY, source -> {
        throw new Dying();
    }),
    OVERFLOWS(Ends.BADLY, TokenTrouble::endless),
    NULL_STAGE(Ends.BADLY, source -> null),
    STAGE_OF_NULL(Ends.BADLY, source -> CompletableFuture.completedFuture(null)),
    LATER_NULL(Ends.BADLY, source -> CompletableFuture.supplyAsync(() -> null)),
    STAGE_OF_AN_ERROR(Ends.BADLY, source -> CompletableFuture.failedFuture(new AssertionError("the source's own"))),
    LATER_AN_ERROR(
            Ends.BADLY,
            source -> CompletableFuture.supplyAsync(() -> {
                throw new Dying();
            })),
    CANCELLED_STAGE(Ends.BADLY, source -> {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        answer.cancel(true);
        return answer;
    }),
    NEVER(Ends.AFTER_ITS_TIME, source -> new CompletableFuture<>()),
    /** The token comes when everybody has given up. */
    TOO_LATE(Ends.AFTER_ITS_TIME, source -> {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        source.later(() -> answer.complete(source.fresh()));
        return answer;
    }),
    TOO_LATE_AN_ERROR(Ends.AFTER_ITS_TIME, source -> {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        source.later(() -> answer.completeExceptionally(new Dying()));
        return answer;
    }),
    /** Whoever completes the stage has no stack left for what depends on it. */
    AT_THE_END_OF_A_STACK(Ends.AFTER_ITS_TIME, source -> {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        AccessToken token = source.fresh();
        Thread thread = new Thread(null, () -> dive(answer, token), "diver", 256 << 10);
        return TokenSource.stage(action -> {
            answer.whenComplete(action);
            thread.start();
        });
    }),
    FAILS_AND_THEN_SUCCEEDS(
            Ends.ANYHOW,
            source -> TokenSource.stage(action -> {
                action.accept(null, new IllegalStateException("the source's own"));
                action.accept(source.fresh(), null);
            })),
    SUCCEEDS_AND_THEN_FAILS(
            Ends.WELL,
            source -> TokenSource.stage(action -> {
                action.accept(source.fresh(), null);
                action.accept(null, new IllegalStateException("the source's own"));
            })),
    SUCCEEDS_AND_THEN_THROWS(
            Ends.ANYHOW,
            source -> TokenSource.stage(action -> {
                action.accept(source.fresh(), null);
                throw new Dying();
            })),
    /** The flag ends the call of that thread, if it is a call's, and a token is a token. */
    INTERRUPTS(Ends.ANYHOW, source -> {
        Thread.currentThread().interrupt();
        return CompletableFuture.completedFuture(source.fresh());
    });

    /** What becomes of a call that has no other token. */
    enum Ends {
        WELL,
        BADLY,
        ANYHOW,
        AFTER_ITS_TIME
    }

    /** Answers for a source. */
    interface Answer {
        CompletionStage<AccessToken> of(TokenSource source) throws Exception;
    }

    final Ends ends;
    final Answer answer;

    TokenTrouble(Ends ends, Answer answer) {
        this.ends = ends;
        this.answer = answer;
    }

    private static CompletionStage<AccessToken> endless(TokenSource source) {
        CompletionStage<AccessToken> never = endless(source);
        return never.thenApply(token -> token);
    }

    private static boolean dive(CompletableFuture<AccessToken> answer, AccessToken token) {
        try {
            return dive(answer, token);
        } catch (StackOverflowError e) {
            return answer.complete(token);
        }
    }

    /** What ends a thread, of the kind that {@code ThreadDeath} is. */
    private static final class Dying extends Error {
        private static final long serialVersionUID = 1;
    }
}
