package io.github.d365fo.connector.internal.wire;

import java.util.Locale;
import java.util.Optional;

/** Advice for known messages with which the service rejects an import, which never say what to do. */
public final class ImportRefusal {
    private ImportRefusal() {}

    /** Returns the advice for {@code words}, or empty if they are unknown. */
    public static Optional<String> advice(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (text.contains("exists and overwrite has not been specified")) {
            return Optional.of("The data project exists: set overwrite(true), which lets the package replace its"
                    + " definition. For composite entities overwrite must stay false, so use a new data project for"
                    + " each import, and only one composite entity per package.");
        }
        if (text.contains("does not exist in the target environment")) {
            return Optional.of("The manifest must name entities by their labels, as the environment shows them, not by"
                    + " their OData or table name.");
        }
        return Optional.empty();
    }

    /** Returns whether {@code words} mean that the service does not know an execution, or not yet. */
    public static boolean isUnknownExecution(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        return text.contains("execution details were not found");
    }
}
