package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;

/**
 * Advice on the likely cause of a 500 of the recurring integrations, since the service says only that an error
 * occurred.
 */
final class Hints {
    private static final int INTERNAL_ERROR = 500;
    private static final String UNKNOWN_JOB =
            ". The service also answers this if it does not know the job: check that the activity id belongs to an"
                    + " enabled recurring data job of this environment";

    private Hints() {}

    /** Returns what to check after {@code refused}, or nothing. */
    static String on(Operation operation, Refused refused) {
        if (refused.status() != INTERNAL_ERROR) {
            return "";
        }
        return switch (operation) {
            case ENQUEUE -> UNKNOWN_JOB + ", and that it is an import job; an export job accepts no files";
            case DEQUEUE -> UNKNOWN_JOB + ", and that it is an export job; an import job has nothing to dequeue";
            case ACKNOWLEDGE ->
                UNKNOWN_JOB
                        + ", and that the message came from it; a pop receipt that is not the latest of its message"
                        + " is also rejected like this";
            case JOB_STATUS -> UNKNOWN_JOB + ", and that the message was enqueued to it";
            default -> "";
        };
    }
}
