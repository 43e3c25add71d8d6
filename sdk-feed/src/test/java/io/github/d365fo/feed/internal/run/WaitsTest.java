package io.github.d365fo.feed.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WaitsTest {
    private static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private Instant shown = BEGIN;

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "PT0S", "PT1H", "-P4000D", "P4000D"})
    void timeGoesOnHoweverTheClockIsSet(Duration step) {
        Waits waits = new Waits(new SetClock(), nanos::get);
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        shown = shown.plus(step);

        assertThat(waits.now()).isEqualTo(BEGIN.plusSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1H", "PT1H"})
    void aWaitEndsAfterItsOwnTimeHoweverTheClockIsSet(Duration step) throws InterruptedException {
        Waits waits = new Waits(new SetClock());
        Instant due = waits.now().plusMillis(20);
        shown = shown.plus(step);
        ReentrantLock lock = new ReentrantLock();
        Condition signal = lock.newCondition();
        lock.lock();
        try {
            while (waits.now().isBefore(due)) {
                waits.await(lock, signal, due);
            }
        } finally {
            lock.unlock();
        }
        assertThat(waits.now()).isBetween(due, due.plusSeconds(59));
    }

    @Test
    void aVirtualClockDecides() throws InterruptedException {
        TestClock clock = new TestClock();
        Waits waits = new Waits(clock);
        Instant due = waits.now().plus(Duration.ofHours(3));
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            waits.await(lock, lock.newCondition(), due);
        } finally {
            lock.unlock();
        }
        assertThat(waits.now()).isEqualTo(due).isEqualTo(clock.instant());
    }

    /** A clock that shows what it was set to. */
    private final class SetClock extends Clock {
        @Override
        public Instant instant() {
            return shown;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
