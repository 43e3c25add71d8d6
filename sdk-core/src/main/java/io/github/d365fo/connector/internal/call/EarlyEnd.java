package io.github.d365fo.connector.internal.call;

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Why a call was ended early. These are our own types, since a user's code may throw those of the JDK. */
public sealed interface EarlyEnd {
    /** The client was closed. */
    final class Closed extends Exception implements EarlyEnd {
        private static final long serialVersionUID = 1;

        Closed() {
            super("the client was closed");
        }
    }

    /** The user cancelled the call. */
    final class Cancelled extends CancellationException implements EarlyEnd {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("the call was cancelled");
        }
    }

    /** The call exceeded its time limit. */
    final class OutOfTime extends TimeoutException implements EarlyEnd {
        private static final long serialVersionUID = 1;

        OutOfTime() {
            super("the call took longer than the operation timeout");
        }
    }

    /** Returns whether {@code cause} is a reason for an early end: one of these, or an interrupt. */
    static boolean is(Throwable cause) {
        return cause instanceof EarlyEnd || cause instanceof InterruptedException;
    }
}
