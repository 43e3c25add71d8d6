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
 * The sole right to write something in a directory, among the threads of this process and among processes. Its lock file
 * there also says what its holder makes, so that the next one can clear what a killed one left. Not thread-safe.
 */
public final class Claim implements Closeable {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.dequeue");

    private static final Set<LockFile.Place> HELD = ConcurrentHashMap.newKeySet();

    private final LockFile.Place place;
    private final Path target;
    private final String token = Names.unguessable();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Missing inside of a zip, where no other process is. */
    private @Nullable LockFile file;

    private boolean leaving;

    private Claim(LockFile.Place place, Path lock, Path target, Clearing clearing) throws IOException {
        this.place = place;
        this.target = target;
        this.file = lock.getFileSystem().provider().getScheme().equals("jar")
                ? null
                : uninterrupted(() -> begin(LockFile.take(place, lock, target), clearing));
    }

    /** Deletes what a killed holder has made. */
    public interface Clearing {
        /** Deletes what is named in {@code notes}, in the order of its making. */
        void clear(List<String> notes) throws IOException;
    }

    /**
     * Claims the file {@code name} in {@code directory}, a real path.
     *
     * @throws IOException if somebody else has it, or the directory can't be written
     */
    static Claim ofFile(Path directory, Path name, Clearing clearing) throws IOException {
        Path file = directory.resolve(name);
        Claim claim = take(directory, Names.lock(name.toString()), file, clearing);
        String folded = Names.folded(name.toString());
        if (folded.equals(name.toString()) || !claim.isWhereNamesAreFolded()) {
            return claim;
        }
        claim.close();
        return take(directory, Names.lock(folded), file, clearing);
    }

    /**
     * Claims {@code directory}, a real path, as a whole; files in it may be claimed by others.
     *
     * @throws IOException if somebody else has it, or it can't be written
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

    /** Leaves the file only if it names what could not be cleared. */
    private static void giveUp(LockFile taken) throws IOException {
        try (taken) {
            if (taken.isOpen() && taken.journal().isBlank()) {
                taken.delete();
            }
        }
    }

    /** Says that {@code name} is made next. */
    public void note(String name) throws IOException {
        if (file != null) {
            file.journal().note(name);
        }
    }

    /** Fails unless the claim still stands: a file system that ignores locks may have let in somebody else. */
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

    /** Lets {@link #close()} leave the lock file to the next holder, since something that it names could not be deleted. */
    public void leave() {
        leaving = true;
    }

    /** Gives the right back; nothing of the claim is left. */
    @Override
    public void close() {
        // A second time it may be another's, whose lock even a look at the file would end.
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            uninterrupted(this::delete);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "a lock file could not be deleted, that of " + target, e);
        } finally {
            HELD.remove(place);
        }
    }

    private boolean delete() throws IOException {
        if (file != null && !file.isOpen()) {
            // An interrupt that closed the channel has let go of the lock, so another may have it by now.
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

    private boolean isWhereNamesAreFolded() {
        if (file == null) {
            return false;
        }
        String upper = file.path().getFileName().toString().toUpperCase(Locale.ROOT);
        return Files.exists(file.path().resolveSibling(upper), LinkOption.NOFOLLOW_LINKS);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** Does {@code work}, which opens its channels anew each time, although the thread is interrupted. */
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
