package io.github.d365fo.connector.internal.call;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Why a call ends that would have gone on. Types of our own, since a user's code may throw those of the JDK. */
public sealed interface EarlyEnd {
    /** The client was closed. */
    final class Closed extends Exception implements EarlyEnd {
        private static final long serialVersionUID = 1;

        Closed() {
            super("the client was closed");
        }
    }

    /** The user does not want the call any more. */
    final class Cancelled extends CancellationException implements EarlyEnd {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("the call was cancelled");
        }
    }

    /** The call has had its time. */
    final class OutOfTime extends TimeoutException implements EarlyEnd {
        private static final long serialVersionUID = 1;

        OutOfTime() {
            super("the call took longer than the operation timeout");
        }
    }

    /** Returns whether {@code cause} is the reason of an early end: one of these, or an interrupt. */
    static boolean is(Throwable cause) {
        return cause instanceof EarlyEnd || cause instanceof InterruptedException;
    }
}
