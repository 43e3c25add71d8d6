package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.content.JoinedContent;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A blob that can be read. Immutable and thread-safe.
 *
 * @param content its bytes
 * @param headers what readers are told about it
 * @param contentMd5 the checksum of all of it, or empty if it was assembled from blocks and the client sent none
 * @param etag its version, in quotes
 * @param createdAt when its name was first used
 * @param lastModified when this version was written
 * @param blocks the blocks it was assembled from; none if it was sent in one request
 */
public record Blob(
        Content content,
        BlobHeaders headers,
        Optional<String> contentMd5,
        String etag,
        Instant createdAt,
        Instant lastModified,
        List<Block> blocks) {

    /**
     * A block of a blob.
     *
     * @param id its id, in base64
     * @param content its bytes
     */
    record Block(String id, Content content) {
        JsonObject save(StateDirectory.Keeper keeper) {
            return new JsonObject().put("id", id).put("content", keeper.keep(content));
        }

        static Block restore(JsonObject saved, StateDirectory directory) {
            return new Block(saved.requireText("id"), directory.content(saved.requireText("content")));
        }
    }

    /**
     * A blob to be written.
     *
     * @param content its bytes
     * @param headers what readers are told about it
     * @param contentMd5 the checksum to keep with it
     * @param blocks the blocks it was assembled from
     */
    record Draft(Content content, BlobHeaders headers, Optional<String> contentMd5, List<Block> blocks) {}

    public String contentType() {
        return headers.contentType();
    }

    /** Returns a draft of the same bytes. */
    Draft draft(BlobHeaders newHeaders, Optional<String> newMd5) {
        return new Draft(content, newHeaders, newMd5, blocks);
    }

    /** A blob of blocks is stored only as its blocks. */
    JsonObject save(StateDirectory.Keeper keeper) {
        return new JsonObject()
                .put("content", blocks.isEmpty() ? Optional.of(keeper.keep(content)) : Optional.empty())
                .put("headers", headers.save())
                .put("contentMd5", contentMd5)
                .put("etag", etag)
                .put("createdAt", createdAt)
                .put("lastModified", lastModified)
                .put("blocks", blocks.stream().map(block -> block.save(keeper)).toList());
    }

    public static Blob restore(JsonObject saved, StateDirectory directory) {
        List<Block> blocks = saved.objects("blocks").stream()
                .map(block -> Block.restore(block, directory))
                .toList();
        Content content = saved.text("content")
                .map(directory::content)
                .orElseGet(() ->
                        new JoinedContent(blocks.stream().map(Block::content).toList()));
        return new Blob(
                content,
                // Earlier servers kept nothing but the media type.
                saved.object("headers")
                        .map(BlobHeaders::restore)
                        .orElseGet(() -> BlobHeaders.ofType(saved.requireText("contentType"))),
                saved.text("contentMd5"),
                saved.requireText("etag"),
                saved.requireInstant("createdAt"),
                saved.requireInstant("lastModified"),
                blocks);
    }
}
