package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.internal.files.PartFile;
import java.util.Optional;

/**
 * The beginning of a file, or all of it, in its part file.
 *
 * @param part where it is
 * @param checksums those of what is there
 * @param total the length of the whole file
 * @param tag the strong entity tag of this version of the file, if it has one
 * @param md5 what the server says the MD5 of the whole file is, if it says so
 * @param delimited whether an end that came too soon was noticed
 */
record Fetched(
        PartFile part, Checksums checksums, long total, Optional<String> tag, Optional<String> md5, boolean delimited) {
    boolean isWhole() {
        return checksums.size() == total;
    }
}
