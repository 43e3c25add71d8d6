package io.github.d365fo.testkit.internal.packages;

/** The reason why a package can't be imported. Immutable and thread-safe. */
public final class PackageRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean manifestRead;

    /** {@code manifestRead} is true if the manifest could be read. */
    PackageRefusal(boolean manifestRead, String cause) {
        super(cause);
        this.manifestRead = manifestRead;
    }

    /** Returns whether there was a manifest, so that it is meant to be a package. */
    public boolean isOfPackage() {
        return manifestRead;
    }

    /** Returns the text of the service. */
    public String cause() {
        return String.valueOf(getMessage());
    }
}
