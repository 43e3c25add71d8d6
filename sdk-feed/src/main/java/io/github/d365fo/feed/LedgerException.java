package io.github.d365fo.feed;

import java.util.Objects;

/** A {@link DeliveryLedger} can't be reached, read or written. The message says which one and why. */
public class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception without a cause. */
    public LedgerException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }

    /** Creates an exception with its cause. */
    public LedgerException(String message, Throwable cause) {
        super(Objects.requireNonNull(message, "message"), Objects.requireNonNull(cause, "cause"));
    }
}
