package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.status.MessageState;

/**
 * The order of the states of a message, which can skip some. That it never goes back is a guess from the order in which
 * the documentation lists them.
 */
final class StateOrder {
    private static final int END = 6;

    private StateOrder() {}

    /** Returns whether a message in state {@code from} can be in state {@code to} later. */
    public static boolean allows(MessageState from, MessageState to) {
        if (from == to || from == MessageState.UNKNOWN || to == MessageState.UNKNOWN) {
            return true;
        }
        boolean pastPreparation = rank(from) > rank(MessageState.PREPROCESSING);
        return rank(from) < rank(to) && !(to == MessageState.PREPROCESSING_ERROR && pastPreparation);
    }

    private static int rank(MessageState state) {
        return switch (state) {
            case ENQUEUED -> 0;
            case DEQUEUED -> 1;
            case DOWNLOADED -> 2;
            case ACKED -> 3;
            case PREPROCESSING -> 4;
            case PROCESSING -> 5;
            case PROCESSED, PROCESSED_WITH_ERRORS, PREPROCESSING_ERROR, POSTPROCESSING_FAILED, UNKNOWN -> END;
        };
    }
}
