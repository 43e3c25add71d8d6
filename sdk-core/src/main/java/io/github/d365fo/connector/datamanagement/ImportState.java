package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.status.MessageState;

/**
 * The state of an import, the same for messages of recurring jobs and for packages. {@link ImportOutcome#rawState()} is
 * what the service itself says, in words or numbers.
 */
public enum ImportState {
    /** The batch has not started it. */
    WAITING,
    /** It is being imported. */
    RUNNING,
    /** It is over and nothing failed. */
    SUCCEEDED,
    /** It is over; part of it was imported and part of it failed. */
    PARTIALLY_SUCCEEDED,
    /** It is over and failed. */
    FAILED,
    /** Somebody cancelled it. */
    CANCELED,
    /** The service has not reported it yet, or in words that this SDK does not know. */
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
