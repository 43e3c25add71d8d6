package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.status.MessageState;

/**
 * How an import stands, in the same words whether it came as a message of a recurring job or as a package. What the
 * service itself says, in words or numbers, is {@link ImportOutcome#rawState()}.
 */
public enum ImportState {
    /** The batch has not begun it. */
    WAITING,
    /** It is being imported. */
    RUNNING,
    /** It is over and nothing failed. */
    SUCCEEDED,
    /** It is over; a part of it was imported and a part failed. */
    PARTIALLY_SUCCEEDED,
    /** It is over and failed. */
    FAILED,
    /** Somebody ended it. */
    CANCELED,
    /** The service has not told yet, or in words that this SDK does not know. */
    UNKNOWN;

    static ImportState of(MessageState state) {
        return switch (state) {
            case ENQUEUED, DEQUEUED, DOWNLOADED, ACKED -> WAITING;
            case PREPROCESSING, PROCESSING -> RUNNING;
            case PROCESSED -> SUCCEEDED;
            case PROCESSED_WITH_ERRORS -> PARTIALLY_SUCCEEDED;
            case PREPROCESSING_ERROR, POSTPROCESSING_FAILED -> FAILED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    static ImportState of(ExecutionState state) {
        return switch (state) {
            case NOT_RUN -> WAITING;
            case EXECUTING -> RUNNING;
            case SUCCEEDED -> SUCCEEDED;
            case PARTIALLY_SUCCEEDED -> PARTIALLY_SUCCEEDED;
            case FAILED -> FAILED;
            case CANCELED -> CANCELED;
            case UNKNOWN -> UNKNOWN;
        };
    }
}
