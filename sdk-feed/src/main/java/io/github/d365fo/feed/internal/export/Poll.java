package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.feed.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for a message, and goes on with its delivery if there is one. */
final class Poll implements Task {
    private static final Duration HALF_A_LEASE = DequeueResult.LEASE.dividedBy(2);

    private final Engine engine;
    private volatile @Nullable Delivery delivery;
    private boolean answered;

    Poll(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Pause step() {
        if (delivery != null) {
            return delivery.step();
        }
        return answered ? Pause.end() : ask();
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // the job may be the user's own
    private Pause ask() {
        try {
            engine.makeSure();
            Instant asked = engine.wallTime();
            Optional<DequeueResult> message = engine.settings.job().dequeue();
            engine.book.polled();
            message.ifPresentOrElse(
                    found -> {
                        engine.book.learn(found);
                        delivery = new Delivery(engine, found);
                        engine.intake.found(engine.waits.now());
                        compareClocks(found, asked);
                    },
                    () -> engine.intake.empty(engine.waits.now()));
        } catch (Throwable e) {
            failed(e);
        } finally {
            answered = true;
            engine.schedule.answered();
            engine.forgetInterrupt();
        }
        return delivery == null ? Pause.end() : Pause.none();
    }

    /**
     * With another clock than the client's, every lease would seem to be over, or none. The same clock may have been set
     * since the question: then the client's time is near one of the feed's.
     */
    private void compareClocks(DequeueResult found, Instant asked) {
        Duration sinceAsked = Duration.between(asked, found.dequeuedAt());
        Duration untilNow = Duration.between(found.dequeuedAt(), engine.wallTime());
        if (sinceAsked.isNegative() == untilNow.isNegative()) {
            return;
        }
        Duration apart = Collections.min(List.of(sinceAsked.abs(), untilNow.abs()));
        if (apart.compareTo(HALF_A_LEASE) > 0) {
            engine.fail(
                    "comparing the clocks",
                    new IllegalStateException("clock: the feed's is " + apart
                            + " away from that of its client, which has just dequeued a message; give both the same"));
        }
    }

    private void failed(Throwable failure) {
        if (failure instanceof ConnectorException known && known.outcome() == Outcome.UNKNOWN) {
            engine.book.unanswered();
        }
        Duration wait = failure instanceof ThrottledException throttled ? throttled.retryAfter() : Duration.ZERO;
        engine.intake.failed(engine.waits.now(), wait);
        boolean isClosed = failure instanceof IllegalStateException;
        if (isClosed || engine.runsUntilEmpty() || engine.classify(failure) == FailureKind.FATAL) {
            engine.fail("asking for a message", failure);
        } else {
            engine.book.trouble("asking for a message", failure);
        }
    }

    @Override
    public void abandon() {
        if (delivery != null) {
            delivery.abandon();
        }
    }

    @Override
    public void outlive() {
        Delivery begun = delivery;
        if (begun != null) {
            begun.outlive();
        }
    }
}
