package io.github.d365fo.connector.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An open, locked lock file. POSIX releases the lock of a process that closes <em>any</em> channel of the file, so only
 * a thread that has no competitor in this process may open one. Not thread-safe.
 */
final class LockFile implements Closeable {
    /**
     * Channels of files that another class loader's copy of this class has locked. Closing one would release the
     * other's lock, so it is kept for the next time.
     */
    private static final Map<Place, FileChannel> UNCLOSED = new ConcurrentHashMap<>();

    /** How often a file may vanish while it is being locked before that counts as an error. */
    private static final int LOOKS = 100;

    private static final Set<OpenOption> EXISTING =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final FileChannel channel;
    private final Journal journal;

    private LockFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        this.journal = new Journal(channel);
    }

    /** Where a lock file is, independent of the spelling of its directory. */
    record Place(FileSystem system, Object directory, String name) {
        static Place of(Path directory, String name) throws IOException {
            Object key =
                    Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
            return new Place(directory.getFileSystem(), key == null ? directory : key, name);
        }
    }

    /**
     * Opens and locks {@code path}, which is created if missing, to write {@code target}.
     *
     * @throws IOException if another process holds it, or the file is not ours
     */
    static LockFile take(Place place, Path path, Path target) throws IOException {
        Set<OpenOption> options = new HashSet<>(EXISTING);
        options.add(StandardOpenOption.CREATE);
        for (int look = 0; look < LOOKS; look++) {
            Optional<LockFile> locked = lock(place, path, target, options);
            if (locked.isPresent()) {
                return locked.get();
            }
        }
        throw notOurs(path);
    }

    /** Opens and locks {@code path} as {@link #take} does, but only if it exists. */
    static Optional<LockFile> find(Place place, Path path, Path target) throws IOException {
        try {
            return lock(place, path, target, EXISTING);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Returns the locked file, or empty if its last holder deleted it after it was opened here. */
    private static Optional<LockFile> lock(Place place, Path path, Path target, Set<OpenOption> options)
            throws IOException {
        if (Present.at(path).filter(there -> !there.isRegularFile()).isPresent()) {
            throw notOurs(path);
        }
        FileChannel unclosed = UNCLOSED.remove(place);
        FileChannel channel = unclosed == null ? FileChannel.open(path, options) : unclosed;
        boolean closing = true;
        try {
            if (channel.tryLock() == null) {
                throw beingWritten(target, "process");
            }
            LockFile file = new LockFile(path, channel);
            closing = !file.isThere();
            return closing ? Optional.empty() : Optional.of(file);
        } catch (OverlappingFileLockException e) {
            UNCLOSED.put(place, channel);
            closing = false;
            throw beingWritten(target, "process");
        } finally {
            if (closing) {
                channel.close();
            }
        }
    }

    private boolean isThere() throws IOException {
        Journal.Kind kind = journal.kind();
        if (kind == Journal.Kind.FOREIGN) {
            throw notOurs(path);
        }
        return kind == Journal.Kind.OURS && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    static FileSystemException beingWritten(Path target, String by) {
        return new FileSystemException(target.toString(), null, "it is being written by another " + by);
    }

    private static FileSystemException notOurs(Path path) {
        return new FileSystemException(
                path.toString(), null, "it is in the way and was not made by this SDK: move it elsewhere");
    }

    Path path() {
        return path;
    }

    Journal journal() {
        return journal;
    }

    /** Returns whether the lock is still held: an interrupt closes the channel. */
    boolean isOpen() {
        return channel.isOpen();
    }

    /** Deletes the file: first its name, then, for others who have it open, its content. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
        journal.gone();
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
