package io.github.d365fo.connector.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * An unfinished file: it grows next to its target, under an unpredictable name, and becomes the target when it is
 * complete and on disk. There is one at a time per target, across processes. Several threads may write and read it; one
 * thread opens it, and one at a time ends it.
 */
public final class PartFile implements Closeable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.dequeue");

    /** The real path: a link to it may change later. */
    private final Path directory;

    private final Path file;
    private final Path part;
    private final Claim claim;
    private final FileChannel channel;

    private PartFile(Path directory, Path file, Path part, Claim claim, FileChannel channel) {
        this.directory = directory;
        this.file = file;
        this.part = part;
        this.claim = claim;
        this.channel = channel;
    }

    /**
     * Starts the part of {@code target}, and deletes what a killed process left of an earlier one.
     *
     * @throws IOException if there is another one, or the directory can't be written
     */
    public static PartFile open(Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        Path name = target.getFileName();
        if (parent == null || name == null) {
            throw new FileSystemException(target.toString(), null, "it does not name a file");
        }
        return open(parent.toRealPath(), name);
    }

    private static PartFile open(Path directory, Path name) throws IOException {
        Leftovers.clearOnce(directory);
        Claim claim = Claim.ofFile(directory, name, notes -> Leftovers.deleteParts(directory, notes));
        boolean open = false;
        try {
            String partName = Names.newPart();
            claim.note(partName);
            Path part = directory.resolve(partName);
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            open = true;
            return new PartFile(directory, directory.resolve(name), part, claim, channel);
        } finally {
            if (!open) {
                claim.close();
            }
        }
    }

    /** Discards everything written so far. */
    public void clear() throws IOException {
        channel.truncate(0);
    }

    /** Writes all of {@code bytes} at {@code position}. */
    public void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Fills {@code bytes} from {@code position}; fails if there are too few. */
    public void read(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                throw new IOException(part.getFileName() + " has become shorter");
            }
            at += count;
        }
    }

    /** Returns a stream that writes from the beginning. Closing it closes the part. */
    public OutputStream output() {
        return Channels.newOutputStream(channel);
    }

    /**
     * Makes the part the target if there is none; an empty file counts as missing.
     *
     * @throws FileAlreadyExistsException if there is one; it is not touched
     */
    public void appear() throws IOException {
        finish();
        if (Present.at(file).filter(Present::isEmptyFile).isPresent()) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
            link();
        }
        forceDirectory();
    }

    /** Makes the part the target, in place of what is there; a link itself is replaced, not what it leads to. */
    public void replace() throws IOException {
        finish();
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory();
    }

    /** Forces the target's name to disk. */
    public void forceDirectory() {
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        } catch (IOException e) {
            // Windows can't open directories; there the file system's journal makes the move durable.
            LOG.log(System.Logger.Level.TRACE, "can't force a directory to disk", e);
        }
    }

    /** Closes the part and deletes it unless it became the target. */
    @Override
    public void close() {
        try (claim;
                channel) {
            delete();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "could not close an unfinished file: " + part, e);
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            claim.leave();
            LOG.log(System.Logger.Level.WARNING, "could not delete an unfinished file yet: " + part, e);
        }
    }

    private void finish() throws IOException {
        channel.force(true);
        channel.close();
        claim.require();
    }

    /** A hard link fails if the name is taken; a move would overwrite. */
    private void link() throws IOException {
        try {
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // No hard links here: a file that appears between the check and the move may be overwritten.
            LOG.log(System.Logger.Level.TRACE, "this file system has no hard links", e);
            Files.move(part, file);
        }
    }
}
