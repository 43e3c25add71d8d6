package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.internal.run.Growing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * When the next message is asked for: at once while there are some, with as many questions side by side as there are free
 * workers; after a growing wait, one question at a time, when there was none or the question failed; not at all while the
 * feed is paused or the spool is full. Guarded by the lock of the {@link Schedule}, except for its switches.
 */
final class Intake {
    private final Growing idle;
    private final Growing afterFailure;
    private final BooleanSupplier hasRoom;
    private final boolean untilEmpty;
    private volatile boolean paused;
    private volatile boolean ended;
    private boolean closed;
    private Instant next;
    private Instant held = Instant.MIN;
    private boolean plenty;
    private int empties;
    private int failures;

    Intake(Growing idle, Growing afterFailure, BooleanSupplier hasRoom, boolean untilEmpty) {
        this.idle = idle;
        this.afterFailure = afterFailure;
        this.hasRoom = hasRoom;
        this.untilEmpty = untilEmpty;
        this.next = Instant.MIN;
    }

    /** Returns whether a message may be asked for now, while {@code polling} questions are under way. */
    synchronized boolean mayAsk(int polling, Instant now) {
        return nextQuestion(polling).filter(time -> !time.isAfter(now)).isPresent();
    }

    /** Returns when a message may be asked for, or empty if that depends on something else than the time. */
    synchronized Optional<Instant> nextQuestion(int polling) {
        boolean allowed = !paused && !ended && (plenty || polling == 0) && hasRoom.getAsBoolean();
        return allowed ? Optional.of(held.isAfter(next) ? held : next) : Optional.empty();
    }

    /** There was a message. After a failure it has to prove first that messages can be taken over. */
    synchronized void found(Instant now) {
        empties = 0;
        if (failures == 0) {
            plenty = true;
            next = now;
        } else {
            next = now.plus(afterFailure.before(failures));
        }
    }

    /** A message was taken over, so that what had failed is mended. */
    synchronized void tookOver(Instant now) {
        if (failures > 0) {
            failures = 0;
            plenty = true;
            next = now;
        }
    }

    /** There was none. */
    synchronized void empty(Instant now) {
        plenty = false;
        empties++;
        failures = 0;
        next = now.plus(idle.before(empties));
        ended |= untilEmpty;
    }

    /** The question failed, or what a message needs is not there; the next one waits for at least {@code atLeast}. */
    synchronized void failed(Instant now, Duration atLeast) {
        plenty = false;
        failures++;
        Duration wait = afterFailure.before(failures);
        next = now.plus(wait.compareTo(atLeast) < 0 ? atLeast : wait);
    }

    /** No message can be handled, so that none is asked for until {@code time}, whatever is taken over meanwhile. */
    synchronized void hold(Instant time) {
        held = time.isAfter(held) ? time : held;
    }

    /** Messages can be handled again. */
    synchronized void letGo() {
        held = Instant.MIN;
    }

    /** Returns whether the last question was answered with no message. */
    synchronized boolean isIdle() {
        return empties > 0;
    }

    /** Returns whether no message will be asked for any more. */
    boolean hasEnded() {
        return ended;
    }

    synchronized void end() {
        closed = true;
        ended = true;
    }

    /** A message has come back before the queue was empty for good. */
    synchronized void cameBack(Instant now) {
        if (untilEmpty && !closed) {
            ended = false;
            next = now;
        }
    }

    void pause(boolean now) {
        paused = now;
    }

    boolean isPaused() {
        return paused;
    }
}
