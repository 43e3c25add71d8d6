package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.Operation;
import java.util.Locale;

/** The names of operations in log lines and exceptions. */
public final class OperationNames {
    private OperationNames() {}

    /** Returns the name of {@code operation} in words, such as {@code message status}. */
    public static String of(Operation operation) {
        return operation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
