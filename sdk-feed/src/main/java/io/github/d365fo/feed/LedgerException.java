package io.github.d365fo.feed;

/** A {@link DeliveryLedger} can't be reached, read or written. The message says which one and why. */
public class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception without a cause. */
    public LedgerException(String message) {
        super(message);
    }

    /** Creates an exception with its cause. */
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
