package io.github.d365fo.connector.status;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The state of a message. The service spells states in several ways; {@link #of(String)} knows them all ("Recurring
 * integrations, API for message status"; the status contract of the recurring jobs).
 */
public enum MessageState {
    /** It waits in the queue; for an import, until the job's next recurrence. */
    ENQUEUED,
    /** It was taken from the queue. */
    DEQUEUED,
    /** Its package was downloaded. */
    DOWNLOADED,
    /** Its delivery was acknowledged. */
    ACKED,
    /** Its file is being prepared. */
    PREPROCESSING,
    /** It is being imported. */
    PROCESSING,
    /** It was imported without errors. */
    PROCESSED,
    /** It was imported in part; the errors are in its execution. */
    PROCESSED_WITH_ERRORS,
    /** Its file could not be prepared, so nothing was imported. */
    PREPROCESSING_ERROR,
    /** A step after the import failed. */
    POSTPROCESSING_FAILED,
    /** A state this SDK does not know; {@link MessageStatus#rawState()} keeps the service's spelling. */
    UNKNOWN;

    private static final Map<String, MessageState> SPELLINGS = Map.ofEntries(
            Map.entry("enqueued", ENQUEUED),
            Map.entry("dequeued", DEQUEUED),
            Map.entry("downloaded", DOWNLOADED),
            Map.entry("acked", ACKED),
            Map.entry("preprocessing", PREPROCESSING),
            Map.entry("processing", PROCESSING),
            Map.entry("inprocess", PROCESSING),
            Map.entry("processed", PROCESSED),
            Map.entry("processedwitherrors", PROCESSED_WITH_ERRORS),
            Map.entry("preprocessingerror", PREPROCESSING_ERROR),
            Map.entry("preprocesserror", PREPROCESSING_ERROR),
            Map.entry("postprocessingfailed", POSTPROCESSING_FAILED),
            Map.entry("postprocessingerror", POSTPROCESSING_FAILED),
            Map.entry("postprocesserror", POSTPROCESSING_FAILED),
            // The numbers of jobstatus, from the public contract assembly's DataJobState.
            Map.entry("0", ENQUEUED),
            Map.entry("1", DEQUEUED),
            Map.entry("2", DOWNLOADED),
            Map.entry("3", ACKED),
            Map.entry("4", PROCESSING),
            Map.entry("5", PROCESSED),
            Map.entry("6", PROCESSED_WITH_ERRORS),
            Map.entry("7", POSTPROCESSING_FAILED),
            Map.entry("8", PREPROCESSING_ERROR));

    /** Returns the state that {@code raw} names, as text in any case or as number; {@link #UNKNOWN} if it names none. */
    public static MessageState of(String raw) {
        Objects.requireNonNull(raw, "raw");
        String plain = raw.strip().toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "");
        return SPELLINGS.getOrDefault(plain, UNKNOWN);
    }

    /** Returns whether an import in this state is over: it succeeded or failed. */
    public boolean isTerminal() {
        return switch (this) {
            case PROCESSED, PROCESSED_WITH_ERRORS, PREPROCESSING_ERROR, POSTPROCESSING_FAILED -> true;
            default -> false;
        };
    }
}
