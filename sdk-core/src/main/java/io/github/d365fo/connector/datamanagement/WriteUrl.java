package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.internal.wire.JsonObject;
import io.github.d365fo.connector.internal.wire.ODataAnswer;
import java.util.List;
import java.util.Objects;

/** Where to upload a package, as {@code GetAzureWriteUrl} returns it. Immutable and thread-safe. */
public final class WriteUrl {
    private final String blobId;
    private final SignedUrl url;

    private WriteUrl(String blobId, SignedUrl url) {
        this.blobId = blobId;
        this.url = url;
    }

    /**
     * Parses a response of {@code GetAzureWriteUrl}, whose value is a string that contains JSON.
     *
     * @throws IllegalArgumentException if it has no {@code BlobUrl}, or one that {@link SignedUrl#of} rejects
     */
    public static WriteUrl fromJson(String json) {
        Objects.requireNonNull(json, "json");
        try {
            List<JsonObject> answers = ODataAnswer.of(json).objects("BlobUrl");
            if (answers.size() != 1) {
                throw new JsonException("expected one address, but got " + answers.size());
            }
            JsonObject answer = answers.get(0);
            return new WriteUrl(answer.text("BlobId").orElse(""), SignedUrl.of(answer.requiredText("BlobUrl")));
        } catch (JsonException e) {
            throw new IllegalArgumentException("write address: " + e.getMessage(), e);
        }
    }

    /** Returns the service's id of the blob, or a blank text if it gave none. */
    public String blobId() {
        return blobId;
    }

    /** Returns the address. Upload with a single {@code PUT} and the header {@code x-ms-blob-type: BlockBlob}. */
    public SignedUrl url() {
        return url;
    }

    /** Returns whether {@code other} is the same blob at the same address. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WriteUrl that && blobId.equals(that.blobId) && url.equals(that.url);
    }

    @Override
    public int hashCode() {
        return url.hashCode();
    }

    /** Returns the id and the address without its signature. */
    @Override
    public String toString() {
        return "WriteUrl[" + blobId + ", " + url + "]";
    }
}
