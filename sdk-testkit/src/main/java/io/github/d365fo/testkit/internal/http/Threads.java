package io.github.d365fo.testkit.internal.http;

import java.util.concurrent.ThreadFactory;

/** Creates the threads that serve connections: virtual ones on JDK 21 and later, else daemons. */
final class Threads {
    static final String NAME = "fake-connector-server";

    private Threads() {}

    static ThreadFactory create() {
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

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, NAME);
        thread.setDaemon(true);
        return thread;
    }
}
