package io.github.d365fo.connector.internal.wire;

import java.util.Locale;
import java.util.Optional;

/** What the service's words mean when it refuses an import; it is known to say these and never what to do. */
public final class ImportRefusal {
    private ImportRefusal() {}

    /** Returns what to do about {@code words}, or empty if they are not known. */
    public static Optional<String> advice(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (text.contains("exists and overwrite has not been specified")) {
            return Optional.of("The data project exists: set overwrite(true), which lets the package replace its"
                    + " definition. For composite entities overwrite must stay false, so give each import of one a data"
                    + " project of its own, and a package no more than one composite entity.");
        }
        if (text.contains("does not exist in the target environment")) {
            return Optional.of("The manifest must name entities by their label, as the environment shows it, not by"
                    + " their OData or table name.");
        }
        return Optional.empty();
    }

    /** Returns whether {@code words} say that the service does not know an execution, or does not know it yet. */
    public static boolean isUnknownExecution(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        return text.contains("execution details were not found");
    }
}
