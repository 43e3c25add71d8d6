package io.github.d365fo.connector.internal.flow;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallFailures;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.Loop;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.pipeline.Pipeline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** Runs many exchanges in parallel on the client's own threads, whatever kind of call waits for them. Thread-safe. */
@SuppressWarnings("FutureReturnValueIgnored") // The result receives whatever the lanes end with.
public final class Lanes {
    private final Pipeline pipeline;

    /** Creates lanes whose exchanges go through {@code pipeline}. */
    public Lanes(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Returns one exchange after another, as lanes become free; called by one lane at a time. */
    public interface Work {
        /** Returns the next exchange, or empty if there is none left. May block. */
        Optional<Exchange<?>> next() throws ExchangeFailure, InterruptedException;
    }

    /** Returns the pipeline that the exchanges go through. */
    public Pipeline pipeline() {
        return pipeline;
    }

    /**
     * Runs all of {@code work}, {@code width} exchanges at once. The first failure ends the others, and is reported
     * when they have ended.
     */
    public CompletableFuture<Boolean> run(Call call, Operation operation, int width, Work work) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        AtomicReference<Throwable> reason = new AtomicReference<>();
        Work source = new UntilFailure(work);
        List<Call> lanes = call.begin(width);
        CompletableFuture<?>[] ends = lanes.stream()
                .map(lane -> Loop.until(() -> turn(lane, operation, source)).whenComplete((done, failure) -> {
                    lane.finish();
                    if (failure != null && reason.compareAndSet(null, failure)) {
                        lanes.forEach(Call::cancel);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(true);
            } else {
                Throwable first = reason.get();
                result.completeExceptionally(Calls.unwrap(first == null ? failure : first));
            }
        });
        result.whenComplete((done, failure) -> {
            if (failure != null) {
                lanes.forEach(Call::cancel);
            }
        });
        return call.await(result)
                .whenComplete((done, failure) -> call.forgetParts())
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(
                        CallFailures.ofWork(operation, call.subject(), call.clean(Calls.unwrap(e)))));
    }

    private CompletableFuture<Optional<Boolean>> turn(Call lane, Operation operation, Work work) {
        return lane.step(operation, work::next)
                .thenCompose(exchange -> exchange.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.of(true))
                        : pipeline.run(lane, exchange.get()).thenApply(done -> Optional.<Boolean>empty()));
    }

    /** Ends with its first failure, since later failures of other lanes are only consequences. */
    private static final class UntilFailure implements Work {
        private final Work work;
        private boolean failed;

        UntilFailure(Work work) {
            this.work = work;
        }

        @Override
        public synchronized Optional<Exchange<?>> next() throws ExchangeFailure, InterruptedException {
            if (failed) {
                return Optional.empty();
            }
            failed = true;
            Optional<Exchange<?>> next = work.next();
            failed = false;
            return next;
        }
    }
}
