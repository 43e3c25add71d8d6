package io.github.d365fo.connector.internal.http;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A request body that the caller's thread pushes, so that a user's stream never runs on the HTTP client's threads. */
final class PushBodyPublisher implements HttpRequest.BodyPublisher, Flow.Subscription {
    /** The result of a push. */
    enum Push {
        TAKEN,
        /** The exchange is over: an early response, or a failure. */
        OVER,
        STALLED
    }

    private final OptionalLong length;
    private final Departure departure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private long demand;
    private boolean over;
    private boolean complete;

    PushBodyPublisher(OptionalLong length, Departure departure) {
        this.length = length;
        this.departure = departure;
    }

    /** Called when the head is created. */
    @Override
    public long contentLength() {
        departure.head();
        return length.orElse(-1);
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> newSubscriber) {
        newSubscriber.onSubscribe(this);
        boolean empty;
        lock.lock();
        try {
            subscriber = newSubscriber;
            empty = complete;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (empty) {
            newSubscriber.onComplete();
        }
    }

    @Override
    public void request(long count) {
        change(() -> demand = demand + count < 0 ? Long.MAX_VALUE : demand + count);
    }

    @Override
    public void cancel() {
        end();
    }

    /** Ends the pushing: nobody takes bytes any more. */
    void end() {
        change(() -> over = true);
    }

    /** Waits until bytes are requested. */
    Push awaitDemand(Duration stallTimeout) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(stallTimeout);
            while (!over && (subscriber == null || demand == 0)) {
                if (left <= 0) {
                    return Push.STALLED;
                }
                left = changed.awaitNanos(left);
            }
            return over ? Push.OVER : Push.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Delivers {@code bytes} as soon as they are requested. */
    Push push(ByteBuffer bytes, Duration stallTimeout) throws InterruptedException {
        Flow.Subscriber<? super ByteBuffer> target;
        lock.lock();
        try {
            Push ready = awaitDemand(stallTimeout);
            if (ready != Push.TAKEN) {
                return ready;
            }
            demand--;
            target = subscriber;
        } finally {
            lock.unlock();
        }
        if (target != null) {
            target.onNext(bytes);
        }
        return Push.TAKEN;
    }

    /** Says that all bytes were pushed. */
    void complete() {
        Flow.Subscriber<? super ByteBuffer> target;
        lock.lock();
        try {
            complete = true;
            target = over ? null : subscriber;
        } finally {
            lock.unlock();
        }
        if (target != null) {
            target.onComplete();
        }
    }

    private void change(Runnable update) {
        lock.lock();
        try {
            update.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
