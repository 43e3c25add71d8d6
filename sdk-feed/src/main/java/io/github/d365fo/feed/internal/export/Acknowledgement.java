package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.FeedListener.LeftReason;
import java.time.Duration;
import java.util.Optional;

/** Acknowledges a message that is settled, again and again until its lease ends. */
final class Acknowledgement implements Task {
    private final Engine engine;
    private final DequeueResult message;
    private final Optional<String> entry;
    private boolean acknowledged;
    private int failures;

    /** Creates the acknowledgement of {@code message}, which the ledger knows as {@code entry}. */
    Acknowledgement(Engine engine, DequeueResult message, Optional<String> entry) {
        this.engine = engine;
        this.message = message;
        this.entry = entry;
    }

    /** Tries it now, and what is left of it later. */
    void begin() {
        step().beforeNext()
                .ifPresent(wait -> engine.schedule.add(
                        this, Schedule.Lane.ACKNOWLEDGING, engine.waits.now().plus(wait)));
    }

    @Override
    public Pause step() {
        if (engine.leaseEnds(message, Duration.ZERO)) {
            leave(LeftReason.LEASE_ENDS, Optional.empty());
            return Pause.end();
        }
        return tryOnce()
                .map(failure -> {
                    Duration wait = engine.afterFailure.before(failures);
                    if (engine.leaseEnds(message, wait)) {
                        leave(LeftReason.ACKNOWLEDGEMENT_FAILED, Optional.of(failure));
                        return Pause.end();
                    }
                    return Pause.after(wait);
                })
                .orElseGet(Pause::end);
    }

    /** Returns why it failed, or empty if it did not. */
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // the job may be the user's own
    private Optional<Throwable> tryOnce() {
        try {
            if (!acknowledged) {
                engine.settings.job().acknowledge(message);
                acknowledged = true;
            }
        } catch (Throwable e) {
            failures++;
            if (engine.classify(e) == FailureKind.FATAL) {
                engine.fail("acknowledging a message", e);
            }
            return Optional.of(e);
        }
        engine.book.acknowledged(entry, message.correlationId());
        entry.ifPresent(known -> engine.tryTo("noting an acknowledgement", () -> engine.ledger.acknowledged(known)));
        return Optional.empty();
    }

    private void leave(LeftReason reason, Optional<Throwable> failure) {
        engine.left(entry.orElse(message.correlationId()), message, reason, failure);
    }

    /** Tries it once more, unless the time for that is over. */
    @Override
    public void abandon() {
        if (engine.isInterrupting()) {
            leave(LeftReason.CLOSING, Optional.empty());
        } else if (engine.leaseEnds(message, Duration.ZERO)) {
            leave(LeftReason.LEASE_ENDS, Optional.empty());
        } else {
            tryOnce().ifPresent(failure -> leave(LeftReason.ACKNOWLEDGEMENT_FAILED, Optional.of(failure)));
        }
    }

    @Override
    public void outlive() {
        leave(LeftReason.CLOSING, Optional.empty());
    }
}
