package io.github.d365fo.testkit.internal.packages;

/** Says why a package can't be imported. Immutable and thread-safe. */
public final class PackageRefusal extends Exception {
    private static final long serialVersionUID = 1;

    PackageRefusal(String cause) {
        super(cause);
    }

    /** Returns the words that the service says it in. */
    public String cause() {
        return String.valueOf(getMessage());
    }
}
