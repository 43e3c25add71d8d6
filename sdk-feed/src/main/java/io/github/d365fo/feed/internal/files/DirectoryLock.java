package io.github.d365fo.feed.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to write to a directory, held by one object at a time among all processes. Thread-safe. */
public final class DirectoryLock implements Closeable {
    private static final String NAME = ".lock";
    private static final Set<Object> HELD = ConcurrentHashMap.newKeySet();

    /**
     * Channels of files that another copy of this class has locked, that of another class loader. Closing one would take
     * the other's lock away: POSIX ends it with any channel of the file.
     */
    private static final Map<Object, FileChannel> UNCLOSED = new ConcurrentHashMap<>();

    private final Object directory;
    private final FileChannel channel;

    private DirectoryLock(Object directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Makes {@code directory} if it is missing, and takes it.
     *
     * @throws FileSystemException if another process or another object of this process has it
     * @throws IOException if the directory can't be made or written, or its file system has no locks
     */
    public static DirectoryLock take(Path directory) throws IOException {
        return take(directory, DirectoryLock::openChannel);
    }

    /** Opens the file that is locked. */
    interface Opener {
        FileChannel open(Path file) throws IOException;
    }

    static DirectoryLock take(Path directory, Opener opener) throws IOException {
        Durable.createDirectories(directory);
        Object key = directory.toRealPath();
        if (!HELD.add(key)) {
            throw taken(directory, "another feed in this process");
        }
        boolean held = false;
        try {
            DirectoryLock lock = new DirectoryLock(key, lock(directory, key, opener));
            held = true;
            return lock;
        } finally {
            if (!held) {
                HELD.remove(key);
            }
        }
    }

    private static FileChannel openChannel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static FileChannel lock(Path directory, Object key, Opener opener) throws IOException {
        FileChannel unclosed = UNCLOSED.remove(key);
        FileChannel channel = unclosed == null ? opener.open(directory.resolve(NAME)) : unclosed;
        boolean closing = true;
        try {
            if (channel.tryLock() == null) {
                throw taken(directory, "another process");
            }
            closing = false;
            return channel;
        } catch (OverlappingFileLockException e) {
            UNCLOSED.put(key, channel);
            closing = false;
            throw taken(directory, "another feed in this process");
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(
                    directory.toString(),
                    null,
                    "its file system can't lock files, as some network file systems can't; use a local disk ("
                            + e.getMessage() + ")");
        } finally {
            if (closing) {
                channel.close();
            }
        }
    }

    private static FileSystemException taken(Path directory, String by) {
        return new FileSystemException(directory.toString(), null, "it is in use by " + by);
    }

    /** Gives the directory back. Closing it again does nothing. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(directory);
        }
    }
}
