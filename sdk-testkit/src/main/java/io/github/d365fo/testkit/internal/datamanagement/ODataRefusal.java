package io.github.d365fo.testkit.internal.datamanagement;

/** Ends an action with status 400; the message becomes the inner error. Immutable and thread-safe. */
final class ODataRefusal extends Exception {
    private static final long serialVersionUID = 1;

    public ODataRefusal(String cause) {
        super(cause);
    }

    String cause() {
        return String.valueOf(getMessage());
    }
}
