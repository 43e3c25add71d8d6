package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.CallInfo;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.CallEnded;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one call. They hear one beginning, one end, and all else in between, of which whatever begins ends
 * too; nobody waits for a listener of another thread. Thread-safe.
 */
final class Audience {
    private final Observer observer;
    private final Supplier<CallInfo> call;
    private final Stopwatch since = new Stopwatch();
    private final Rundown rundown = new Rundown(this::last);
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private volatile List<ConnectorListener> targets = List.of();

    /** Why and when the call ended. */
    private record End(Optional<ConnectorException> failure, Optional<ErrorType> type, Duration elapsed) {}

    /** Creates the audience of {@code call}. */
    Audience(Observer observer, Supplier<CallInfo> call) {
        this.observer = observer;
        this.call = call;
    }

    /** The call begins, unless it has. */
    void begin() {
        if (!begun.getAndSet(true)) {
            inside(() -> targets = observer.begun(call.get()));
        }
    }

    /** The call ends, unless it has. */
    void end(Optional<ConnectorException> failure, Optional<ErrorType> type) {
        begin();
        if (end.compareAndSet(null, new End(failure, type, since.elapsed()))) {
            rundown.end();
        }
    }

    private void last() {
        End now = end.get();
        if (now == null) {
            return;
        }
        for (Open each : open) {
            observer.tell(targets, each.endOfCall(now.type().orElse(ErrorType.UNFINISHED)));
        }
        CallEnded event = new CallEnded(call.get(), attempts.get(), now.failure(), now.type(), now.elapsed());
        observer.tell(targets, listener -> listener.onCallEnded(event));
    }

    /** Counts an attempt. */
    void attempt() {
        attempts.incrementAndGet();
    }

    /** Something of the call begins. */
    void begin(Open thing, Consumer<ConnectorListener> event) {
        begin();
        inside(() -> {
            open.add(thing);
            observer.tell(targets, event);
        });
    }

    /** Something of the call has ended, unless the audience knows; the event is made only then. */
    void end(Open thing, Supplier<Consumer<ConnectorListener>> event) {
        inside(() -> {
            if (open.remove(thing)) {
                observer.tell(targets, event.get());
            }
        });
    }

    /** Something happens. */
    void tell(Consumer<ConnectorListener> event) {
        inside(() -> observer.tell(targets, event));
    }

    private void inside(Runnable telling) {
        if (rundown.enter()) {
            try {
                telling.run();
            } finally {
                rundown.leave();
            }
        }
    }
}
