package io.github.d365fo.connector.packages;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A data package is invalid. The message names the entry or element and what is wrong with it, but shows no data. It is
 * an {@link IOException} because a package can turn out invalid while its streams are being read.
 */
@SuppressWarnings("exports") // JSpecify's annotations are for tools; nobody needs their module to compile against this.
public class DataPackageException extends IOException {
    private static final long serialVersionUID = 1;

    private final PackageProblem problem;

    /** Creates an exception with this message about {@code problem}. */
    public DataPackageException(PackageProblem problem, String message) {
        this(problem, message, null);
    }

    /** Creates an exception with this message about {@code problem}, caused by {@code cause}. */
    public DataPackageException(PackageProblem problem, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    /** Returns what is wrong. */
    public PackageProblem problem() {
        return problem;
    }
}
