package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;

/** What a 500 of the recurring integrations most likely means: the service says no more than that an error occurred. */
final class Hints {
    private static final int INTERNAL_ERROR = 500;
    private static final String UNKNOWN_JOB =
            ". That is also how the service answers when it does not know the job: check that the activity id is that of a"
                    + " recurring data job of this environment, which is enabled";

    private Hints() {}

    /** Returns what to check after {@code refused}, or nothing. */
    static String on(Operation operation, Refused refused) {
        if (refused.status() != INTERNAL_ERROR) {
            return "";
        }
        return switch (operation) {
            case ENQUEUE -> UNKNOWN_JOB + ", and that it is an import job; an export job takes no files";
            case DEQUEUE -> UNKNOWN_JOB + ", and that it is an export job; an import job has nothing to give";
            case ACKNOWLEDGE ->
                UNKNOWN_JOB
                        + ", and the one that the message came from; a receipt that is not the latest of its message"
                        + " is refused so, too";
            case JOB_STATUS -> UNKNOWN_JOB + ", and the one that the message was enqueued to";
            default -> "";
        };
    }
}
