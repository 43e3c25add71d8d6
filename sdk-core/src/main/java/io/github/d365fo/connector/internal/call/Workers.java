package io.github.d365fo.connector.internal.call;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates the threads of a client. */
public final class Workers {
    private Workers() {}

    /** Returns threads for asynchronous calls: virtual ones on JDK 21 and later, else {@link #daemons()}. */
    public static ExecutorService create() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return daemons();
        } catch (IllegalAccessException | InvocationTargetException e) {
            // On JDK 19 or 20 they are a preview that is switched off.
            return daemons();
        }
    }

    /**
     * Returns any number of platform threads, kept for a minute. They run even if a program blocks all carriers of
     * virtual threads, as code in a synchronized block does before JDK 24.
     */
    public static ExecutorService daemons() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "d365fo-connector-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
