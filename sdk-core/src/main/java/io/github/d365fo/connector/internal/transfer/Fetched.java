package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.internal.files.PartFile;
import java.util.Optional;

/**
 * A part file with the beginning of a file, or all of it.
 *
 * @param part the part file
 * @param checksums the checksums of its bytes
 * @param total the length of the whole file
 * @param tag the strong entity tag of this version of the file, if it has one
 * @param md5 the MD5 of the whole file, if the server announced it
 * @param delimited whether a truncation would have been noticed
 */
record Fetched(
        PartFile part, Checksums checksums, long total, Optional<String> tag, Optional<String> md5, boolean delimited) {
    boolean isWhole() {
        return checksums.size() == total;
    }
}
