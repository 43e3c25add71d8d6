package io.github.d365fo.testkit.internal.storage;

/** Ends a request to the blob storage with an error. Immutable and thread-safe. */
public final class BlobRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final BlobError error;
    private final String detail;

    BlobRefusal(BlobError error, String detail) {
        super(error.text);
        this.error = error;
        this.detail = detail;
    }

    BlobError error() {
        return error;
    }

    /** Returns the elements in addition to code and message. */
    String detail() {
        return detail;
    }
}
