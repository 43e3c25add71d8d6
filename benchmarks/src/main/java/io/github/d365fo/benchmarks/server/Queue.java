package io.github.d365fo.benchmarks.server;

import java.util.concurrent.atomic.AtomicLong;

/** What the server's export job has ready, and how long each of its answers takes. Thread-safe. */
final class Queue {
    private volatile State state = new State(0, 0, Long.MAX_VALUE);

    private static final class State {
        private final long delay;
        private final long size;
        private final long messages;
        private final AtomicLong given = new AtomicLong();

        State(long delay, long size, long messages) {
            this.delay = delay;
            this.size = size;
            this.messages = messages;
        }
    }

    /** Starts again with so many messages of so many bytes, and answers that take so many milliseconds. */
    void reset(long delay, long size, long messages) {
        state = new State(delay, size, messages);
    }

    long delay() {
        return state.delay;
    }

    long size() {
        return state.size;
    }

    /** Returns the next message, or an empty text if there is none. */
    String next(String address) {
        State now = state;
        long number = now.given.getAndIncrement();
        if (number >= now.messages) {
            return "";
        }
        return "{\"CorrelationId\":\"5f0c1d4c-2b0c-4a4e-9d4e-" + String.format("%012d", number)
                + "\",\"PopReceipt\":\"AgAAAAMAAAAAAAAAq83xYt9r2gE=\",\"DownloadLocation\":\"" + address
                + "/api/connector/download/" + number + "?size=" + now.size
                + "\",\"IsDownLoadFileExist\":true,\"FileDownLoadErrorMessage\":null,\"LastDequeueDateTime\":null}";
    }
}
