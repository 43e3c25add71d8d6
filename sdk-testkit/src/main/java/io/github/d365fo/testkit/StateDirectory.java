package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where a server keeps what must survive it: {@code state.json}, and each content as a file of its own. A file appears
 * under its name when it is whole and on disk, and {@code state.json} names only contents that are there, so that a
 * process may be killed at any time. One server at a time. Thread-safe.
 */
final class StateDirectory implements AutoCloseable {
    private final Path state;
    private final Path contents;
    private final FileChannel lock;
    private final Set<String> kept = new HashSet<>();
    private String saved = "";
    private boolean closed;

    private StateDirectory(Path directory, FileChannel lock) throws IOException {
        this.state = directory.resolve("state.json");
        this.contents = Files.createDirectories(directory.resolve("contents"));
        this.lock = lock;
    }

    /** Opens the bytes of a content. */
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * What a server is at one moment.
     *
     * @param state all but the contents
     * @param contents what {@code state} names
     */
    record Snapshot(JsonObject state, Map<String, Source> contents) {}

    /**
     * Takes a directory, which is made if it is missing.
     *
     * @throws IllegalStateException if another server has it
     */
    static StateDirectory open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new IllegalStateException("state: another server uses " + directory);
            }
            return new StateDirectory(directory, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("state: expected a directory that can be written, but got " + directory, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another server of this process has it.
            return false;
        }
    }

    /**
     * Returns what was saved last, or empty if nothing was.
     *
     * @throws IllegalStateException if it can't be understood
     */
    synchronized Optional<JsonObject> load() {
        if (!Files.exists(state)) {
            return Optional.empty();
        }
        try {
            saved = Files.readString(state);
            return Optional.of(JsonObject.parse(saved));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "state: " + state + " was not written by this program: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + state + " can't be read", e);
        }
    }

    /** Returns a content that was saved. */
    synchronized Content content(String name) {
        try {
            Content content = Content.of(contents.resolve(name));
            kept.add(name);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("state: the content " + name + " is not there", e);
        }
    }

    /** Saves what has changed, and forgets the contents that are not named any more. */
    synchronized void save(Supplier<Snapshot> server) {
        // A request that outlives its server must not write into what may be another server's by now.
        if (closed) {
            return;
        }
        Snapshot snapshot = server.get();
        String text = snapshot.state().toString();
        if (text.equals(saved)) {
            return;
        }
        try {
            for (Map.Entry<String, Source> content : snapshot.contents().entrySet()) {
                keep(content.getKey(), content.getValue());
            }
            write(state, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            saved = text;
            forget(snapshot.contents().keySet());
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + state + " can't be written", e);
        }
    }

    private void keep(String name, Source source) throws IOException {
        if (kept.contains(name)) {
            return;
        }
        try (InputStream in = source.open()) {
            write(contents.resolve(name), in::transferTo);
        }
        kept.add(name);
    }

    private void forget(Set<String> named) throws IOException {
        Set<String> old = new HashSet<>(kept);
        old.removeAll(named);
        for (String name : old) {
            Files.deleteIfExists(contents.resolve(name));
            kept.remove(name);
        }
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static void write(Path file, Writing writing) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
                OutputStream out = Channels.newOutputStream(channel)) {
            writing.to(out);
            channel.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Gives the directory back to whoever comes next; nothing is saved any more. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("state: the lock can't be given back", e);
        }
    }
}
