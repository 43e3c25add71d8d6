package io.github.d365fo.feed.internal.imports;

/** The user's function made no request for a file. Its cause is what that threw, and can be told. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1;

    private final Throwable thrown;
    private final boolean passing;

    /** Creates an exception; {@code passing} if the next call may do better, whatever the file. */
    RequestException(Throwable cause, boolean passing) {
        super(passing ? Printable.text(cause) : Printable.words(cause), cause);
        this.thrown = cause;
        this.passing = passing;
    }

    Throwable thrown() {
        return thrown;
    }

    boolean isPassing() {
        return passing;
    }
}
