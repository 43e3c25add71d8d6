package io.github.d365fo.testkit.internal.threads;

import java.util.concurrent.ThreadFactory;

/**
 * Creates the threads of the fake: never those of the common pool, which the program under test may have occupied, on
 * purpose or by mistake.
 */
public final class Threads {
    public static final String NAME = "fake-connector-server";

    private Threads() {}

    /** Returns what creates the threads that serve connections: virtual ones on JDK 21 and later, else daemons. */
    public static ThreadFactory create() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object named = builder.getMethod("name", String.class)
                    .invoke(Thread.class.getMethod("ofVirtual").invoke(null), NAME);
            return (ThreadFactory) builder.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            // Before JDK 21 they are missing, or a preview that is switched off.
            return Threads::daemon;
        }
    }

    /** Returns a platform thread that does not keep a program from ending. */
    public static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, NAME);
        thread.setDaemon(true);
        return thread;
    }
}
