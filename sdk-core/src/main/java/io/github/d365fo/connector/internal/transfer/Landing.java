package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.files.PartFile;
import io.github.d365fo.connector.internal.files.Present;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * The target of a download.
 *
 * @param target the path
 * @param existing how to treat an existing file
 */
public record Landing(Path target, ExistingTarget existing) {
    private static final int BUFFER = 256 << 10;
    private static final String OR_REPLACE = ", or with ExistingTarget.REPLACE";

    /** Names a null argument, since users pass both. */
    public Landing {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(existing, "existing");
    }

    /** Starts the part file, unless it is already certain that it can't become the target. */
    PartFile begin() throws IOException, LocalTrouble {
        if (isRefused()) {
            throw refused(Outcome.NOT_SENT);
        }
        return PartFile.open(target);
    }

    private boolean isRefused() throws IOException {
        Optional<BasicFileAttributes> there = Present.at(target);
        return switch (existing) {
            case REFUSE -> there.filter(file -> !Present.isEmptyFile(file)).isPresent();
            case REPLACE -> there.filter(BasicFileAttributes::isDirectory).isPresent();
            case KEEP_IF_SAME ->
                there.filter(file -> !file.isRegularFile() && !Files.isRegularFile(target))
                        .isPresent();
        };
    }

    /** Makes {@code part}, with this size and checksum, the target, or finds that the target is the same file. */
    DownloadedFile end(PartFile part, long size, String sha256) throws IOException, LocalTrouble {
        try {
            if (existing == ExistingTarget.REPLACE) {
                part.replace();
            } else {
                part.appear();
            }
        } catch (FileAlreadyExistsException e) {
            keep(size, sha256);
            part.forceDirectory();
        }
        return DownloadedFile.of(target, size, sha256);
    }

    private void keep(long size, String sha256) throws IOException, LocalTrouble {
        if (existing != ExistingTarget.KEEP_IF_SAME || !Files.isRegularFile(target)) {
            throw refused(Outcome.REJECTED);
        }
        long there = Files.size(target);
        if (there != size) {
            throw another("has " + there + " bytes, but the download has " + size);
        }
        if (!sha256().equals(sha256)) {
            throw another("has a different SHA-256 than the download; both have " + size + " bytes");
        }
    }

    /** Reads the target and forces it to disk, since its writer may not have done so. */
    private String sha256() throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ)) {
            Checksums checksums = new Checksums(false);
            ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
            while (channel.read(bytes.clear()) >= 0) {
                checksums.add(bytes.flip());
            }
            channel.force(true);
            return checksums.sha256();
        }
    }

    private LocalTrouble refused(Outcome outcome) {
        return Files.isDirectory(target)
                ? trouble("is a directory", "", outcome)
                : trouble("exists and must not be replaced", OR_REPLACE, outcome);
    }

    private LocalTrouble another(String how) {
        return trouble("exists and is another file: it " + how, OR_REPLACE, Outcome.REJECTED);
    }

    private LocalTrouble trouble(String what, String advice, Outcome outcome) {
        return new LocalTrouble(
                "the target " + target.getFileName() + " " + what + ". It was not touched: download to another name"
                        + advice,
                null,
                outcome);
    }
}
