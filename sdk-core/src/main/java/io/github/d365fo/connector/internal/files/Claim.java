package io.github.d365fo.connector.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to write something in a directory, across threads and processes. Its lock file also lists what
 * its holder creates, so that the next holder can delete what a killed one left. Not thread-safe.
 */
public final class Claim implements Closeable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.dequeue");

    private static final Set<LockFile.Place> HELD = ConcurrentHashMap.newKeySet();

    private final LockFile.Place place;
    private final Path target;
    private final String token = Names.unguessable();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Null inside a zip, which no other process writes to. */
    private @Nullable LockFile file;

    private boolean leaving;

    private Claim(LockFile.Place place, Path lock, Path target, Clearing clearing) throws IOException {
        this.place = place;
        this.target = target;
        this.file = lock.getFileSystem().provider().getScheme().equals("jar")
                ? null
                : uninterrupted(() -> begin(LockFile.take(place, lock, target), clearing));
    }

    /** Deletes what a killed holder has created. */
    public interface Clearing {
        /** Deletes the files named in {@code notes}, in the order of their creation. */
        void clear(List<String> notes) throws IOException;
    }

    /**
     * Claims the file {@code name} in {@code directory}, a real path.
     *
     * @throws IOException if somebody else holds it, or the directory can't be written
     */
    static Claim ofFile(Path directory, Path name, Clearing clearing) throws IOException {
        Path file = directory.resolve(name);
        Claim claim = take(directory, Names.lock(name.toString()), file, clearing);
        String folded = Names.folded(name.toString());
        if (folded.equals(name.toString()) || !claim.foldsNames()) {
            return claim;
        }
        claim.close();
        return take(directory, Names.lock(folded), file, clearing);
    }

    /**
     * Claims {@code directory}, a real path, as a whole; others may claim files in it.
     *
     * @throws IOException if somebody else holds it, or it can't be written
     */
    public static Claim ofDirectory(Path directory, Clearing clearing) throws IOException {
        return take(directory, Names.DIRECTORY_LOCK, directory, clearing);
    }

    /** Claims {@code target} by the lock file {@code lock} in {@code directory}. */
    static Claim take(Path directory, String lock, Path target, Clearing clearing) throws IOException {
        LockFile.Place place = LockFile.Place.of(directory, lock);
        if (!HELD.add(place)) {
            throw LockFile.beingWritten(target, "call in this process");
        }
        boolean claimed = false;
        try {
            Claim claim = new Claim(place, directory.resolve(lock), target, clearing);
            claimed = true;
            return claim;
        } finally {
            if (!claimed) {
                HELD.remove(place);
            }
        }
    }

    private LockFile begin(LockFile taken, Clearing clearing) throws IOException {
        boolean begun = false;
        try {
            clearing.clear(taken.journal().notes());
            taken.journal().begin(token);
            begun = true;
            return taken;
        } finally {
            if (!begun) {
                giveUp(taken);
            }
        }
    }

    /** Leaves the file only if it names files that could not be deleted. */
    private static void giveUp(LockFile taken) throws IOException {
        try (taken) {
            if (taken.isOpen() && taken.journal().isBlank()) {
                taken.delete();
            }
        }
    }

    /** Notes that {@code name} is created next. */
    public void note(String name) throws IOException {
        if (file != null) {
            file.journal().note(name);
        }
    }

    /** Fails unless the claim is still valid: a file system that ignores locks may have let in another process. */
    public void require() throws IOException {
        if (file != null && !file.journal().isOf(token)) {
            throw new FileSystemException(
                    target.toString(), null, "another process has taken it over: this file system keeps no locks");
        }
    }

    /** Returns whether {@code path} is the lock file. */
    public boolean isAt(Path path) {
        return file != null && path.equals(file.path());
    }

    /**
     * Makes {@link #close()} leave the lock file to the next holder, since something that it names could not be
     * deleted.
     */
    public void leave() {
        leaving = true;
    }

    /** Gives up the claim and removes its files. */
    @Override
    public void close() {
        // The second time it may belong to another, whose lock even opening the file would release.
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            uninterrupted(this::delete);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "could not delete the lock file of " + target, e);
        } finally {
            HELD.remove(place);
        }
    }

    private boolean delete() throws IOException {
        if (file != null && !file.isOpen()) {
            // An interrupt that closed the channel has released the lock, so another may hold it by now.
            file = LockFile.find(place, file.path(), target).orElse(null);
        }
        if (file != null) {
            try (LockFile held = file) {
                if (!leaving && held.journal().isOf(token)) {
                    held.delete();
                }
            }
        }
        return true;
    }

    private boolean foldsNames() {
        if (file == null) {
            return false;
        }
        String upper = file.path().getFileName().toString().toUpperCase(Locale.ROOT);
        return Files.exists(file.path().resolveSibling(upper), LinkOption.NOFOLLOW_LINKS);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** Runs {@code work}, which opens new channels each time, even if the thread is interrupted. */
    private static <T> T uninterrupted(Work<T> work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return work.run();
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
