package io.github.d365fo.testkit.internal.content;

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
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a server keeps what must survive it: {@code state.json}, and each content as a file of its own. A file appears
 * under its name when it is whole and on disk, and {@code state.json} names only contents that are there, so that a
 * process may be killed at any time. One server at a time. Thread-safe.
 */
public final class StateDirectory implements AutoCloseable {
    private static final Pattern CONTENT = Pattern.compile("(\\d{1,18})(\\.part)?");

    private final Path state;
    private final Path contents;
    private final FileChannel lock;
    /** The contents that have a name, by identity: what is the same object is kept once. */
    private final IdentityHashMap<Content, String> names = new IdentityHashMap<>();

    /** The contents that are on disk. */
    private final Map<String, Content> written = new HashMap<>();

    private long named;
    private String saved = "";
    private boolean closed;

    private StateDirectory(Path directory, FileChannel lock) throws IOException {
        this.state = directory.resolve("state.json");
        this.contents = Files.createDirectories(directory.resolve("contents"));
        this.lock = lock;
    }

    /** Takes the contents of a state that is being put together. */
    public interface Keeper {
        /** Returns the name by which {@link StateDirectory#content} will give back {@code content}. */
        String keep(Content content);
    }

    /**
     * Takes a directory, which is made if it is missing.
     *
     * @throws IllegalStateException if another server has it
     */
    public static StateDirectory open(Path directory) {
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
     * Hands what was saved last to {@code server}, if anything was, and deletes the contents that it does not ask for.
     *
     * @throws IllegalStateException if it can't be understood
     */
    public synchronized void load(Consumer<JsonObject> server) {
        if (!Files.exists(state)) {
            return;
        }
        try {
            saved = Files.readString(state);
            server.accept(JsonObject.parse(saved));
            deleteOthers();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "state: " + state + " was not written by this program: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + state + " can't be read", e);
        }
    }

    /** Returns a content that was saved, for each name the same object. */
    public synchronized Content content(String name) {
        return written.computeIfAbsent(name, this::open);
    }

    private Content open(String name) {
        if (!CONTENT.matcher(name).matches()) {
            throw new IllegalArgumentException("content: expected a number, but got " + name.length() + " characters");
        }
        try {
            Content content = Content.of(contents.resolve(name));
            names.put(content, name);
            named = Math.max(named, Long.parseLong(name));
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("state: the content " + name + " is not there", e);
        }
    }

    /** What a process left that was killed between a content and the state that names it. */
    private void deleteOthers() throws IOException {
        try (Stream<Path> found = Files.list(contents)) {
            for (Path file : found.toList()) {
                String name = file.getFileName().toString();
                if (!written.containsKey(name) && CONTENT.matcher(name).matches()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Saves what has changed, and forgets the contents that are not named any more. */
    public synchronized void save(Function<Keeper, JsonObject> server) {
        // A request that outlives its server must not write into what may be another server's by now.
        if (closed) {
            return;
        }
        IdentityHashMap<Content, String> used = new IdentityHashMap<>();
        String text = server.apply(content -> name(content, used)).toString();
        if (text.equals(saved)) {
            return;
        }
        try {
            for (Map.Entry<Content, String> content : used.entrySet()) {
                write(content.getKey(), content.getValue());
            }
            write(state, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            saved = text;
            forgetOthers(used);
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + state + " can't be written", e);
        }
    }

    private String name(Content content, IdentityHashMap<Content, String> used) {
        String name = names.computeIfAbsent(content, key -> String.valueOf(++named));
        used.put(content, name);
        return name;
    }

    private void write(Content content, String name) throws IOException {
        if (written.containsKey(name)) {
            return;
        }
        try (InputStream in = content.open()) {
            write(contents.resolve(name), in::transferTo);
        }
        written.put(name, content);
    }

    private void forgetOthers(IdentityHashMap<Content, String> used) throws IOException {
        names.keySet().retainAll(used.keySet());
        Set<String> old = new HashSet<>(written.keySet());
        old.removeAll(used.values());
        for (String name : old) {
            Files.deleteIfExists(contents.resolve(name));
            written.remove(name);
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
