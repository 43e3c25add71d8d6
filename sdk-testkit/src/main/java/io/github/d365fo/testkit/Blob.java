package io.github.d365fo.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A blob that can be read. Immutable and thread-safe.
 *
 * @param content its bytes
 * @param contentType its media type
 * @param contentMd5 the checksum of all of it, or empty if it was put together from blocks and nobody named one
 * @param etag its version, in quotes
 * @param createdAt when its name was first used
 * @param lastModified when this version was written
 * @param blocks the blocks it was put together from; none if it was sent as one
 */
record Blob(
        Content content,
        String contentType,
        Optional<String> contentMd5,
        String etag,
        Instant createdAt,
        Instant lastModified,
        List<Block> blocks) {

    /**
     * A part of a blob.
     *
     * @param id its id, in base64
     * @param content its bytes
     */
    record Block(String id, Content content) {}

    /**
     * What is to be a blob.
     *
     * @param content its bytes
     * @param contentType its media type
     * @param contentMd5 the checksum to keep with it
     * @param blocks the blocks it was put together from
     */
    record Draft(Content content, String contentType, Optional<String> contentMd5, List<Block> blocks) {}
}
