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
 * A lock file that is open and locked. POSIX takes a lock away from a process that closes <em>any</em> channel of the
 * locked file, so only a thread that no other can compete with may open one. Not thread-safe.
 */
final class LockFile implements Closeable {
    /**
     * Channels of files that another copy of this class has locked, that of another class loader. Closing one would take
     * the lock away from the other, so it is kept for the next time.
     */
    private static final Map<Place, FileChannel> UNCLOSED = new ConcurrentHashMap<>();

    /** More than this many holders that come and go while a thread looks are no coincidence. */
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

    /** Where a lock file is, however its directory is spelled. */
    record Place(FileSystem system, Object directory, String name) {
        static Place of(Path directory, String name) throws IOException {
            Object key =
                    Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
            return new Place(directory.getFileSystem(), key == null ? directory : key, name);
        }
    }

    /**
     * Opens and locks {@code path}, which is made if it is missing, to write {@code target}.
     *
     * @throws IOException if another process has it, or there is something that is not ours
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
        throw inTheWay(path);
    }

    /** Opens and locks {@code path} as {@link #take} does, but only if it is there. */
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
            throw inTheWay(path);
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
            throw inTheWay(path);
        }
        return kind == Journal.Kind.OURS && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    static FileSystemException beingWritten(Path target, String by) {
        return new FileSystemException(target.toString(), null, "it is being written by another " + by);
    }

    private static FileSystemException inTheWay(Path path) {
        return new FileSystemException(
                path.toString(), null, "it is in the way and was not made by this SDK: move it elsewhere");
    }

    Path path() {
        return path;
    }

    Journal journal() {
        return journal;
    }

    /** Returns whether the lock stands: an interrupt closes the channel of whoever uses it. */
    boolean isOpen() {
        return channel.isOpen();
    }

    /** Deletes the file: first its name, then, for who has it open already, what it says. */
    void delete() throws IOException {
        Files.deleteIfExists(path);
        journal.gone();
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
