package io.github.d365fo.feed.internal.run;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of feeds. */
public final class Threads {
    private Threads() {}

    /** Returns threads for work: virtual where the JDK has them (21 and later), daemons elsewhere. */
    public static ThreadFactory workers(String name) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object named = type.getMethod("name", String.class, long.class).invoke(builder, name + "-", 1L);
            return (ThreadFactory) type.getMethod("factory").invoke(named);
        } catch (NoSuchMethodException | ClassNotFoundException e) {
            return daemons(name);
        } catch (IllegalAccessException | InvocationTargetException e) {
            // A preview of JDK 19 or 20 that was not switched on.
            return daemons(name);
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
