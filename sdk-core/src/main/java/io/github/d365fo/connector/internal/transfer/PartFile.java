package io.github.d365fo.connector.internal.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A download on its way: a file beside its target, locked against a second download, that becomes the target when it is
 * whole and on the disk. Several threads may write to it and read from it.
 */
final class PartFile {
    private static final System.Logger LOG = System.getLogger(PartFile.class.getName());

    private final Path target;
    private final Path part;
    private final FileChannel channel;

    private PartFile(Path target, Path part, FileChannel channel) {
        this.target = target;
        this.part = part;
        this.channel = channel;
    }

    /** Opens the part file of {@code target}, which must not exist or be empty. */
    static PartFile open(Path target) throws IOException {
        refuseContent(target);
        Path part = target.resolveSibling(target.getFileName() + ".part");
        FileChannel channel =
                FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(channel, part);
            channel.truncate(0);
            return new PartFile(target, part, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    void clear() throws IOException {
        channel.truncate(0);
    }

    /** Writes all of {@code bytes} at {@code position}. */
    void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Fills {@code bytes} from {@code position}, where so many must be. */
    void read(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new IOException(part.getFileName() + " has become shorter");
            }
            at += count;
        }
    }

    /** Makes the part the target. */
    Path commit() throws IOException {
        channel.force(true);
        channel.close();
        refuseContent(target);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
        return target;
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
}
