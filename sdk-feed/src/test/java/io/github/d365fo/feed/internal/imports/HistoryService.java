package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Where the files of a history go. */
interface HistoryService {
    Destination destination();

    void planFault(Random random);

    void forgetFaults();

    /** Returns how many files came while an earlier one was not processed, if that is known. */
    default int overlaps() {
        return 0;
    }

    /** Returns the contents that arrived, in their order. */
    List<String> arrived();

    Optional<MessageId> messageOf(String externalId);

    /** Returns whether the answer to a file may be lost for good. */
    default boolean canBeInDoubt() {
        return true;
    }

    /** Returns how many answers were lost, if that is known. */
    default int lost() {
        return 0;
    }

    /** Returns whether the service has processed a message. */
    default boolean isProcessed(MessageId message) {
        return true;
    }

    Clock clock();
}
