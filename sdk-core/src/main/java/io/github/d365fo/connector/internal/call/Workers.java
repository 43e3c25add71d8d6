package io.github.d365fo.connector.internal.call;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the async face: virtual where the JDK has them (21 and later), daemons kept for a minute elsewhere. */
public final class Workers {
    private Workers() {}

    /** Returns an executor that always has a thread. */
    public static ExecutorService create() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return daemons();
        } catch (IllegalAccessException | InvocationTargetException e) {
            // A preview of JDK 19 or 20 that was not switched on.
            return daemons();
        }
    }

    private static ExecutorService daemons() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "d365fo-connector-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
