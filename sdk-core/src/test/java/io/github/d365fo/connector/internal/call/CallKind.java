package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.observe.CallEvents;
import io.github.d365fo.connector.internal.observe.Observer;
import io.github.d365fo.connector.internal.observe.Subject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** The two kinds of calls, here of no client and not begun. */
public enum CallKind {
    BLOCKING {
        @Override
        Call call(CallEvents events, Duration limit, RunningCalls running) {
            return new BlockingCall(events, limit, running, new KnownSecrets());
        }
    },
    ASYNC {
        @Override
        Call call(CallEvents events, Duration limit, RunningCalls running) {
            return new AsyncCall(events, limit, running, new KnownSecrets());
        }
    };

    /** The environment of the calls. */
    public static final String ENVIRONMENT = "https://nowhere.invalid";

    abstract Call call(CallEvents events, Duration limit, RunningCalls running);

    /** Returns a call, one of {@code running} once it begins, that may take {@code limit}. */
    Call call(Duration limit, RunningCalls running) {
        return call(events(List.of()), limit, running);
    }

    /** Returns a call that may take an hour and tells {@code listener}; its client's threads are {@code workers}. */
    public Call call(Executor workers, ConnectorListener listener) {
        return call(events(List.of(listener)), Duration.ofHours(1), new RunningCalls(workers, () -> {}));
    }

    private static CallEvents events(List<ConnectorListener> listeners) {
        return new Observer(listeners, new KnownSecrets()).call(Operation.DEQUEUE, Subject.of(ENVIRONMENT));
    }

    /** Returns a call that may take an hour and whose client has no threads but the present one. */
    public Call call() {
        return call(Runnable::run);
    }

    /** Returns a call that may take an hour and whose client's threads are {@code workers}. */
    public Call call(Executor workers) {
        return call(Duration.ofHours(1), new RunningCalls(workers, () -> {}));
    }

    Call call(Duration limit) {
        return call(limit, new RunningCalls(Runnable::run, () -> {}));
    }

    /** Returns whether {@code thread} is in the middle of {@code call}. */
    public static boolean isInside(Call call, Thread thread) {
        return call.isInside(thread);
    }
}
