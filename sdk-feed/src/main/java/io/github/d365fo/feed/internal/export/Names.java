package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.feed.MessageNames;
import java.net.URI;
import java.util.Optional;

/** The names by which a ledger knows a message. */
final class Names {
    private static final String BLOB = "blob=";

    private Names() {}

    /** The blob is a parameter of the download address. */
    static MessageNames of(DequeueResult message) {
        return new MessageNames(
                message.correlationId(), message.downloadLocation().flatMap(Names::blob));
    }

    private static Optional<String> blob(URI address) {
        String query = address.getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        for (String parameter : query.split("&", -1)) {
            if (parameter.length() > BLOB.length() && parameter.regionMatches(true, 0, BLOB, 0, BLOB.length())) {
                return Optional.of(parameter.substring(BLOB.length()));
            }
        }
        return Optional.empty();
    }
}
