package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.status.MessageStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks for a state until it is terminal: at once, then after 1 second, doubling to 30. */
@SuppressWarnings("FutureReturnValueIgnored") // Nested futures are flattened in the next step.
public final class StatusPoll {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final Face face;
    private final CallScope scope;
    private final Exchange<MessageStatus> question;
    private final Duration atMost;
    private final long startedAt;
    private Duration pause = Duration.ofSeconds(1);
    private @Nullable MessageStatus last;

    /** Creates a poll of {@code question} that gives up after {@code atMost}. */
    public StatusPoll(
            Pipeline pipeline, Face face, CallScope scope, Exchange<MessageStatus> question, Duration atMost) {
        this.pipeline = pipeline;
        this.face = face;
        this.scope = scope;
        this.question = question;
        this.atMost = atMost;
        this.startedAt = pipeline.time.nanos();
    }

    /** Returns the terminal state. */
    public CompletableFuture<MessageStatus> run() {
        return Loop.until(this::turn);
    }

    private CompletableFuture<Optional<MessageStatus>> turn() {
        return pipeline.run(face, scope, question).handle(this::judge).thenCompose(Function.identity());
    }

    private CompletableFuture<Optional<MessageStatus>> judge(
            @Nullable MessageStatus status, @Nullable Throwable failure) {
        if (status != null && status.isTerminal()) {
            return CompletableFuture.completedFuture(Optional.of(status));
        }
        if (status != null) {
            last = status;
        } else if (last == null || !isPassing(PipelineCall.unwrap(failure))) {
            return CompletableFuture.failedFuture(PipelineCall.unwrap(failure));
        }
        return pause(last);
    }

    private CompletableFuture<Optional<MessageStatus>> pause(MessageStatus unfinished) {
        Duration left = atMost.minusNanos(pipeline.time.nanos() - startedAt);
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.failedFuture(timeout(unfinished));
        }
        Duration wait = pause.compareTo(left) < 0 ? pause : left;
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        pipeline.observer.tell(
                l -> l.onWait(new ConnectorListener.Wait(question.operation(), WaitReason.POLL, Optional.of(wait))));
        return pipeline.await(face, scope, pipeline.time.delay(wait))
                .<Optional<MessageStatus>>thenApply(over -> Optional.empty())
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        Failures.ofEarlyEnd(question, new History(question.operation()), PipelineCall.unwrap(e))));
    }

    private ProcessingTimeoutException timeout(MessageStatus unfinished) {
        return new ProcessingTimeoutException(
                "the message was not processed within " + atMost + "; its last state was " + unfinished.rawState()
                        + ". It may still be processed: ask again later. A message that stays there waits for the"
                        + " job's next recurrence, or names an entity that does not exist",
                Failure.of(question.operation(), Outcome.UNKNOWN),
                unfinished.rawState());
    }

    /** Returns whether a later question may get an answer, so that one that failed is no reason to give up. */
    private static boolean isPassing(Throwable failure) {
        return failure instanceof ConnectorException
                && !(failure instanceof AuthorizationException)
                && !(failure.getCause() instanceof InterruptedException)
                && !(failure.getCause() instanceof ClientClosedException)
                && (failure instanceof ServiceException || failure instanceof TransportException);
    }
}
