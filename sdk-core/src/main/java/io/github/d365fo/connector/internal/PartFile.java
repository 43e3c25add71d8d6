package io.github.d365fo.connector.internal;

import io.github.d365fo.connector.dequeue.DownloadedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A download on its way: a file beside its target, locked against a second download, that becomes the target when it is
 * whole and on the disk. Not thread-safe.
 */
final class PartFile {
    private static final System.Logger LOG = System.getLogger(PartFile.class.getName());
    private static final int GATHERED = 256 << 10;

    private final Path target;
    private final Path part;
    private final FileChannel channel;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED);
    private MessageDigest sha256 = digest("SHA-256");
    private MessageDigest md5 = digest("MD5");
    private boolean withMd5;
    private long size;

    private PartFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    /** Opens the part file of {@code target}, which must not exist or be empty. */
    static PartFile open(Path target) throws IOException {
        refuseContent(target);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(channel, part);
            channel.truncate(0);
            return new PartFile(target, part, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    long size() {
        return size;
    }

    /** Begins at the first byte again; {@code computeMd5} if there is one to compare with. */
    void restart(boolean computeMd5) throws IOException {
        gathered.clear();
        channel.truncate(0);
        channel.position(0);
        sha256 = digest("SHA-256");
        md5 = digest("MD5");
        withMd5 = computeMd5;
        size = 0;
    }

    void write(ByteBuffer bytes) throws IOException {
        size += bytes.remaining();
        sha256.update(bytes.duplicate());
        if (withMd5) {
            md5.update(bytes.duplicate());
        }
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), gathered.remaining());
            gathered.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            if (!gathered.hasRemaining()) {
                flush();
            }
        }
    }

    /** Returns the MD5 as the header {@code Content-MD5} spells it. */
    String md5() throws IOException {
        try {
            return Base64.getEncoder().encodeToString(((MessageDigest) md5.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IOException("the JDK's MD5 can't be read twice", e);
        }
    }

    /** Makes the part the target. */
    DownloadedFile commit() throws IOException {
        flush();
        channel.force(true);
        channel.close();
        refuseContent(target);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
        return DownloadedFile.of(target, size, HexFormat.of().formatHex(sha256.digest()));
    }

    /** Leaves nothing behind. */
    void discard() {
        try {
            channel.close();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the part of a failed download could not be deleted: " + part, e);
        }
    }

    private void flush() throws IOException {
        gathered.flip();
        while (gathered.hasRemaining()) {
            channel.write(gathered);
        }
        gathered.clear();
    }

    private void forceDirectory() {
        Path directory = target.toAbsolutePath().getParent();
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        } catch (IOException e) {
            // Windows opens no directories; there the move is on the disk with the file system's own journal.
            LOG.log(System.Logger.Level.TRACE, "a directory can't be forced to disk", e);
        }
    }

    private static void refuseContent(Path target) throws IOException {
        if (Files.exists(target) && (!Files.isRegularFile(target) || Files.size(target) > 0)) {
            throw new FileAlreadyExistsException(target.toString(), null, "it exists and is not an empty file");
        }
    }

    private static void lock(FileChannel channel, Path part) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw new IOException(part + " is being written by another process");
            }
        } catch (OverlappingFileLockException e) {
            throw new IOException(part + " is being written by another download", e);
        }
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
