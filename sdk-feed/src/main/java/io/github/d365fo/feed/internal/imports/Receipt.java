package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import java.util.Optional;

/**
 * What sending a file gave.
 *
 * @param message the message to follow, if it is one
 * @param outcome what became of it, if that is known already
 */
record Receipt(Optional<MessageId> message, Optional<ImportOutcome> outcome) {}
