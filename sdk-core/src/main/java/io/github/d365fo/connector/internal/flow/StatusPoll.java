package io.github.d365fo.connector.internal.flow;

import io.github.d365fo.connector.ConnectorListener.WaitReason;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Loop;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Polls a state until it is final: at once, then after 1 second, doubling to 30. */
@SuppressWarnings("FutureReturnValueIgnored") // Nested futures are flattened in the next step.
public final class StatusPoll<T> {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Pipeline pipeline;
    private final Call call;
    private final Subject<T> subject;
    private final Exchange<T> question;
    private final Duration atMost;
    private long startedAt;
    private Duration pause = Duration.ofSeconds(1);
    private @Nullable T last;

    /** Creates a poll about {@code subject} that gives up after {@code atMost}. */
    public StatusPoll(Pipeline pipeline, Call call, Subject<T> subject, Duration atMost) {
        this.pipeline = pipeline;
        this.call = call;
        this.subject = subject;
        this.question = subject.question();
        this.atMost = atMost;
    }

    /** What to poll. */
    public interface Subject<T> {
        /** Returns the request. */
        Exchange<T> question();

        /** Returns whether no other answer can follow. */
        boolean isFinal(T answer);

        /** Returns the service's spelling of a state. */
        String state(T answer);

        /** Returns whether a first request that failed so after {@code elapsed} only came too early. */
        default boolean isTooEarly(ConnectorException failure, Duration elapsed) {
            return false;
        }

        /** Returns the message of the timeout. */
        String timeout(Duration atMost, String lastState);
    }

    /** Returns the final answer. */
    public CompletableFuture<T> run() {
        return Loop.once(() -> {
                    startedAt = pipeline.time().nanos();
                    return Loop.until(this::turn);
                })
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        CallFailures.notSent(question.operation(), call.subject(), call.clean(Calls.unwrap(e)))));
    }

    private CompletableFuture<Optional<T>> turn() {
        return pipeline.run(call, question).handle(this::judge).thenCompose(Function.identity());
    }

    private CompletableFuture<Optional<T>> judge(@Nullable T answer, @Nullable Throwable failure) {
        if (answer != null && subject.isFinal(answer)) {
            return CompletableFuture.completedFuture(Optional.of(answer));
        }
        if (answer != null) {
            last = answer;
        } else if (failure == null || !isPassing(Calls.unwrap(failure))) {
            return CompletableFuture.failedFuture(failure == null ? new NullPointerException("no answer") : failure);
        }
        return pause();
    }

    private CompletableFuture<Optional<T>> pause() {
        Duration left = atMost.minus(elapsed());
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.failedFuture(timeout());
        }
        Duration wait = pause.compareTo(left) < 0 ? pause : left;
        pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        return call.events()
                .waiting(
                        question.operation(),
                        WaitReason.POLL,
                        Optional.of(wait),
                        () -> call.await(pipeline.time().delay(wait)))
                .thenApply(over -> Optional.empty());
    }

    private Duration elapsed() {
        return Duration.ofNanos(pipeline.time().nanos() - startedAt);
    }

    private ProcessingTimeoutException timeout() {
        String state = last == null ? "" : subject.state(last);
        return new ProcessingTimeoutException(
                subject.timeout(atMost, state) + " (" + call.subject() + ")",
                Failure.of(question.operation(), Outcome.UNKNOWN),
                state);
    }

    /** Returns whether a later request may succeed, so that this failure is skipped. */
    private boolean isPassing(Throwable failure) {
        if (!(failure instanceof ConnectorException known) || Calls.isEndedFromOutside(known)) {
            return false;
        }
        return last == null
                ? subject.isTooEarly(known, elapsed())
                : !(known instanceof AuthorizationException)
                        && (known instanceof ServiceException || known instanceof TransportException);
    }
}
