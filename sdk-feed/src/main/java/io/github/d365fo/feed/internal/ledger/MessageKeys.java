package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.MessageNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What messages and their entries are called in a ledger. */
final class MessageKeys {
    private MessageKeys() {}

    /** Returns the names that lead to a message's entry, the one that counts most first. */
    static List<String> of(MessageNames message) {
        return Stream.concat(
                        Stream.of("correlation " + message.correlationId()),
                        message.blob().map("blob "::concat).stream())
                .toList();
    }

    /**
     * Returns the id of the entry that is made for a message: the same on each machine, so that two machines that see it
     * for the first time don't make two.
     */
    static String entryId(ActivityId activity, MessageNames message) {
        List<String> keys = of(message);
        return digest(activity, keys.get(keys.size() - 1));
    }

    /** Returns 64 letters and digits that stand for a name of one export job. */
    static String digest(ActivityId activity, String name) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(sha256.digest((activity.value() + " " + name).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
