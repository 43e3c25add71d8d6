package io.github.d365fo.benchmarks.startup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** The answers as records, read by databind. */
final class Answers {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Answers() {}

    /** The answer of the identity provider. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Token(@JsonProperty("access_token") String token) {}

    /** The answer of <em>dequeue</em>. */
    record Message(
            @JsonProperty("CorrelationId") String correlationId,
            @JsonProperty("PopReceipt") String popReceipt,
            @JsonProperty("DownloadLocation") String downloadLocation,
            @JsonProperty("IsDownLoadFileExist") boolean fileExists,

            @JsonProperty("FileDownLoadErrorMessage") @Nullable
            String error,

            @JsonProperty("LastDequeueDateTime") @Nullable String lastDequeued) {}
}
