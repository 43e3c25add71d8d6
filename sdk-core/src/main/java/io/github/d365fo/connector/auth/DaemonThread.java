package io.github.d365fo.connector.auth;

/** Threads that don't keep a program from ending. */
final class DaemonThread {
    private DaemonThread() {}

    static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
