package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.http.HttpCall;
import io.github.d365fo.testkit.internal.http.HttpDate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** The conditional headers of a request to the blob storage ("Specifying conditional headers"). */
final class Preconditions {
    private Preconditions() {}

    /** Rejects a write unless the current version, or its absence, is what the request expects. */
    static void checkWrite(HttpCall call, Optional<Blob> present) throws BlobRefusal {
        Optional<String> unless = call.header("If-None-Match");
        if (present.isPresent() && unless.filter("*"::equals).isPresent()) {
            throw BlobError.ALREADY_EXISTS.refusal();
        }
        boolean expected = call.header("If-Match").isEmpty() || present.isPresent();
        if (!expected
                || present.filter(blob -> isOther(call, blob) || isSame(call, blob))
                        .isPresent()) {
            throw BlobError.CONDITION_NOT_MET.refusal();
        }
    }

    /** Rejects a read of a version other than the expected one. */
    static void checkRead(HttpCall call, Blob blob) throws BlobRefusal {
        if (isOther(call, blob)) {
            throw BlobError.CONDITION_NOT_MET.refusal();
        }
    }

    /** Returns whether the reader already has this version of the blob. */
    static boolean isSame(HttpCall call, Blob blob) {
        Optional<String> unless = call.header("If-None-Match");
        return unless.isPresent()
                ? matches(unless.get(), blob)
                : time(call, "If-Modified-Since")
                        .filter(since -> !blob.lastModified().isAfter(since))
                        .isPresent();
    }

    /** Returns whether a range may come from this blob: it must be the version of the earlier ranges. */
    static boolean allowsRange(HttpCall call, Blob blob) {
        return call.header("If-Range").filter(tag -> !matches(tag, blob)).isEmpty();
    }

    private static boolean isOther(HttpCall call, Blob blob) {
        boolean other =
                call.header("If-Match").filter(tag -> !matches(tag, blob)).isPresent();
        return other
                || time(call, "If-Unmodified-Since")
                        .filter(since -> blob.lastModified().isAfter(since))
                        .isPresent();
    }

    /** Microsoft's own client sends versions without quotes, and the storage accepts that. */
    private static boolean matches(String tags, Blob blob) {
        return Arrays.stream(tags.split(",", -1))
                .map(tag -> tag.strip().replace("\"", ""))
                .anyMatch(tag -> tag.equals("*") || tag.equals(blob.etag().replace("\"", "")));
    }

    private static Optional<Instant> time(HttpCall call, String header) {
        // An invalid date is ignored (RFC 9110, 13.1.3).
        return call.header(header).flatMap(HttpDate::parse);
    }
}
