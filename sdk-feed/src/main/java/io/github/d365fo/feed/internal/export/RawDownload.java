package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.feed.internal.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The download of what is no whole package, for the quarantine: as it comes, unchecked. */
final class RawDownload {
    private RawDownload() {}

    static DownloadedFile of(RecurringJob job, DequeueResult message, Path target) throws IOException {
        MessageDigest digest = Digests.sha256();
        Durable.orDiscard(target, () -> {
            try (DownloadStream stream = job.open(message);
                    DigestInputStream counted = new DigestInputStream(stream, digest)) {
                Files.copy(counted, target, StandardCopyOption.REPLACE_EXISTING);
            }
            Durable.force(target);
        });
        return DownloadedFile.of(target, Files.size(target), HexFormat.of().formatHex(digest.digest()));
    }
}
