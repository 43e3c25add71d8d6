package io.github.d365fo.testkit.internal.connector;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.time.Instant;
import java.util.Optional;

/**
 * A file that was enqueued. Immutable and thread-safe.
 *
 * @param messageId the message id that the client received
 * @param content its bytes
 * @param entity the parameter {@code entity}
 * @param company the parameter {@code company}
 * @param externalId the external id
 * @param legalEntity the legal entity it is imported into
 * @param enqueuedAt when it was enqueued
 */
public record ReceivedFile(
        MessageId messageId,
        Content content,
        Optional<String> entity,
        Optional<String> company,
        Optional<String> externalId,
        String legalEntity,
        Instant enqueuedAt) {
    JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("messageId", messageId)
                .put("content", keeper.keep(content))
                .put("entity", entity)
                .put("company", company)
                .put("externalId", externalId)
                .put("legalEntity", legalEntity)
                .put("enqueuedAt", enqueuedAt);
    }

    static ReceivedFile restore(JsonObject saved, StateDirectory directory) {
        return new ReceivedFile(
                MessageId.verbatim(saved.requireText("messageId")),
                directory.content(saved.requireText("content")),
                saved.text("entity"),
                saved.text("company"),
                saved.text("externalId"),
                saved.requireText("legalEntity"),
                saved.requireInstant("enqueuedAt"));
    }
}
