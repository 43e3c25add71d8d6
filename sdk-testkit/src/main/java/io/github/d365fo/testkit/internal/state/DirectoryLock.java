package io.github.d365fo.testkit.internal.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks a directory against other servers, of this process and of others. Thread-safe.
 *
 * <p>A process that opens and closes a locked file again may lose its lock (POSIX), so a second server of the same
 * process must not even open it.
 */
final class DirectoryLock implements AutoCloseable {
    private static final Set<Path> TAKEN = new HashSet<>();
    /** Files that the same classes of another class loader have locked: closing them would unlock them. */
    private static final Set<FileChannel> LEFT_OPEN = new HashSet<>();

    private final Path directory;
    private final FileChannel file;

    private DirectoryLock(Path directory, FileChannel file) {
        this.directory = directory;
        this.file = file;
    }

    /** Locks an existing directory with a file in it; returns null if another server has it. */
    static @Nullable DirectoryLock take(Path directory, Path lockFile) throws IOException {
        Path real = directory.toRealPath();
        synchronized (TAKEN) {
            if (!TAKEN.add(real)) {
                return null;
            }
            FileChannel channel = null;
            try {
                channel = lock(lockFile);
            } finally {
                if (channel == null) {
                    TAKEN.remove(real);
                }
            }
            return channel == null ? null : new DirectoryLock(real, channel);
        }
    }

    private static @Nullable FileChannel lock(Path lockFile) throws IOException {
        FileChannel channel = FileChannel.open(
                lockFile,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                OwnerOnly.file(lockFile));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
            channel.close();
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return null;
    }

    /** Releases the directory. May be called again. */
    @Override
    public void close() throws IOException {
        synchronized (TAKEN) {
            if (file.isOpen()) {
                TAKEN.remove(directory);
            }
            file.close();
        }
    }
}
