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
 * A file on its way: it grows beside its target, under a name that nobody knows, and becomes the target when it is whole
 * and on the disk. One at a time for a target, in this process and beyond. Several threads may write to it and read from
 * it; one opens it, and one at a time ends it.
 */
public final class PartFile implements Closeable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.dequeue");

    /** The real one: a link to it may lead elsewhere later. */
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
     * Begins the part of {@code target}. What a killed process left of an earlier one is cleared.
     *
     * @throws IOException if another is on its way, or the directory can't be written
     */
    public static PartFile open(Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        Path name = target.getFileName();
        if (parent == null || name == null) {
            throw new FileSystemException(target.toString(), null, "it names no file");
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

    /** Takes back all that was written. */
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

    /** Fills {@code bytes} from {@code position}, where so many must be. */
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

    /** Returns a stream that writes from the beginning on. Closing it closes the part. */
    public OutputStream output() {
        return Channels.newOutputStream(channel);
    }

    /**
     * Makes the part the target if there is none; an empty file counts as none.
     *
     * @throws FileAlreadyExistsException if there is one, which is not touched
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

    /** Brings the target's name to the disk. */
    public void forceDirectory() {
        try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
            entry.force(true);
        } catch (IOException e) {
            // Windows opens no directories; there the move is on the disk with the file system's own journal.
            LOG.log(System.Logger.Level.TRACE, "a directory can't be forced to disk", e);
        }
    }

    /** Ends it, however far it came: nothing is left but the target if it became that. */
    @Override
    public void close() {
        try (claim;
                channel) {
            delete();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "an unfinished file could not be closed: " + part, e);
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            claim.leave();
            LOG.log(System.Logger.Level.WARNING, "an unfinished file could not be deleted yet: " + part, e);
        }
    }

    private void finish() throws IOException {
        channel.force(true);
        channel.close();
        claim.require();
    }

    /** A second name fails if the first is taken, where a move would overwrite. */
    private void link() throws IOException {
        try {
            Files.createLink(file, part);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // No second names here: what appears between a look and the move is overwritten, if the system lets it.
            LOG.log(System.Logger.Level.TRACE, "a file can't have two names here", e);
            Files.move(part, file);
        }
    }
}
