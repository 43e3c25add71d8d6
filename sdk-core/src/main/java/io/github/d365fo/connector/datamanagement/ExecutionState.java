package io.github.d365fo.connector.datamanagement;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The state of an execution ("Data management package REST API, GetExecutionSummaryStatus"). */
public enum ExecutionState {
    /**
     * A state this SDK does not know, or the service's own {@code Unknown}; {@link ExecutionStatus#rawState()} keeps
     * its spelling.
     */
    UNKNOWN,
    /** It waits for the batch. */
    NOT_RUN,
    /** It runs. */
    EXECUTING,
    /** It ended without errors. */
    SUCCEEDED,
    /** It ended, and part of it failed. */
    PARTIALLY_SUCCEEDED,
    /** It ended and failed. */
    FAILED,
    /** It was cancelled. */
    CANCELED;

    private static final Map<String, ExecutionState> SPELLINGS = Map.ofEntries(
            Map.entry("notrun", NOT_RUN),
            Map.entry("executing", EXECUTING),
            Map.entry("succeeded", SUCCEEDED),
            Map.entry("partiallysucceeded", PARTIALLY_SUCCEEDED),
            Map.entry("failed", FAILED),
            Map.entry("canceled", CANCELED),
            Map.entry("cancelled", CANCELED));

    /** Returns the state that {@code raw} names, in any case; {@link #UNKNOWN} if it names none. */
    public static ExecutionState of(String raw) {
        Objects.requireNonNull(raw, "raw");
        String plain = raw.strip().toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "");
        return SPELLINGS.getOrDefault(plain, UNKNOWN);
    }

    /** Returns whether an execution in this state is over. */
    public boolean isTerminal() {
        return switch (this) {
            case SUCCEEDED, PARTIALLY_SUCCEEDED, FAILED, CANCELED -> true;
            case UNKNOWN, NOT_RUN, EXECUTING -> false;
        };
    }
}
