package io.github.d365fo.connector.internal.call;

import io.github.d365fo.connector.error.KnownSecrets;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The two kinds of calls, here of no client and not begun. */
public enum CallKind {
    BLOCKING {
        @Override
        Call call(Duration limit, RunningCalls running) {
            return new BlockingCall(Subject.NOTHING, limit, running, new KnownSecrets());
        }
    },
    ASYNC {
        @Override
        Call call(Duration limit, RunningCalls running) {
            return new AsyncCall(Subject.NOTHING, limit, running, new KnownSecrets());
        }
    };

    /** Returns a call, one of {@code running} once it begins, that may take {@code limit}. */
    abstract Call call(Duration limit, RunningCalls running);

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
