package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The directory with the state of a server: {@code state.json}, and a file for each content. A file gets its name when
 * it is complete and on disk, and {@code state.json} only lists existing contents, so that the process can be killed at
 * any time. Both have checksums, so that damage is detected. Other files in the directory are not touched. Only one
 * server can use it at a time. Thread-safe.
 */
public final class StateDirectory implements AutoCloseable {
    private static final String KEY = "key";
    private static final String CONTENTS = "contents";
    private static final String SERVER = "server";

    private final StateFiles files;
    private final DirectoryLock lock;
    /** The contents that have a name, by identity: what is the same object is kept once. */
    private final IdentityHashMap<Content, String> names = new IdentityHashMap<>();

    /** The contents that are on disk. */
    private final SortedMap<String, Kept> written = new TreeMap<>();

    private long named;
    private byte[] saved = {};
    private boolean closed;

    private record Kept(Content content, Checksum checksum) {}

    private StateDirectory(StateFiles files, DirectoryLock lock) {
        this.files = files;
        this.lock = lock;
    }

    /** Takes the contents of a state that is being put together. */
    public interface Keeper {
        /** Returns the name by which {@link StateDirectory#content} will give back {@code content}. */
        String keep(Content content);
    }

    /**
     * Takes a directory, which is made if it is missing, for its owner alone.
     *
     * @throws IllegalStateException if another server has it
     */
    public static StateDirectory open(Path directory) {
        StateFiles files = new StateFiles(directory);
        try {
            OwnerOnly.makeDirectory(directory);
            files.checkKinds();
            DirectoryLock lock = DirectoryLock.take(directory, files.lock());
            if (lock == null) {
                throw new IllegalStateException("state: another server uses " + directory);
            }
            return new StateDirectory(files, lock);
        } catch (IOException e) {
            throw new UncheckedIOException("state: expected a directory that can be written, but got " + directory, e);
        }
    }

    /**
     * Hands what was saved last to {@code server}, if anything was, and deletes what a killed process left.
     *
     * @throws IllegalStateException if it is damaged or of another program; then no file is changed
     */
    public synchronized void load(Consumer<JsonObject> server) {
        try {
            if (Files.exists(files.state())) {
                restore(server);
            } else if (files.hasContents()) {
                throw files.damaged(files.state(), "it is missing, but files that it would list are there");
            } else {
                files.key(UUID.randomUUID().toString());
            }
            OwnerOnly.makeDirectory(files.contents());
            OwnerOnly.closeDirectory(files.contents());
            files.deleteLeftovers(written.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + files.state() + " can't be read", e);
        }
    }

    private void restore(Consumer<JsonObject> server) throws IOException {
        byte[] bytes = Files.readAllBytes(files.state());
        try {
            JsonObject state = Seal.check(bytes);
            files.key(state.requireText(KEY));
            JsonObject contents = state.requireObject(CONTENTS);
            for (String name : contents.names()) {
                readBack(name, Checksum.restore(contents.requireObject(name)));
            }
            server.accept(state.requireObject(SERVER));
        } catch (IllegalArgumentException e) {
            throw files.damaged(files.state(), String.valueOf(e.getMessage()));
        }
        saved = bytes;
    }

    private void readBack(String name, Checksum checksum) throws IOException {
        Path file = files.content(name);
        if (files.number(name) < 0 || !Files.exists(file)) {
            throw files.damaged(file, "it is missing");
        }
        files.checkKind(file);
        if (Files.size(file) != checksum.size() || !Checksum.of(file).equals(checksum)) {
            throw files.damaged(file, "its checksum is wrong");
        }
        Content content = Content.of(file);
        written.put(name, new Kept(content, checksum));
        names.put(content, name);
        named = Math.max(named, files.number(name));
    }

    /**
     * Returns a content that was saved, for each name the same object.
     *
     * @throws IllegalArgumentException if there is none
     */
    public synchronized Content content(String name) {
        Kept kept = written.get(name);
        if (kept == null) {
            throw new IllegalArgumentException("content: there is no such file in the state");
        }
        return kept.content();
    }

    /** Saves what has changed, and forgets the contents that are not named any more. */
    public synchronized void save(Function<Keeper, JsonObject> server) {
        // A request that outlives its server must not write into what may be another server's by now.
        if (closed) {
            return;
        }
        IdentityHashMap<Content, String> used = new IdentityHashMap<>();
        JsonObject state = server.apply(content -> name(content, used));
        try {
            for (Map.Entry<Content, String> content : used.entrySet()) {
                write(content.getKey(), content.getValue());
            }
            save(state, new HashSet<>(used.values()));
            forgetOthers(used);
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + files.state() + " can't be written: " + e.getMessage(), e);
        }
    }

    private void save(JsonObject state, Set<String> used) throws IOException {
        JsonObject contents = new JsonObject();
        written.forEach((name, kept) -> {
            if (used.contains(name)) {
                contents.put(name, kept.checksum().save());
            }
        });
        byte[] bytes = Seal.put(
                new JsonObject().put(KEY, files.key()).put(CONTENTS, contents).put(SERVER, state));
        if (!Arrays.equals(bytes, saved)) {
            files.write(files.state(), out -> {
                out.write(bytes);
                return Checksum.of(bytes);
            });
            saved = bytes;
        }
    }

    private String name(Content content, IdentityHashMap<Content, String> used) {
        String name = names.computeIfAbsent(content, key -> files.name(++named));
        used.put(content, name);
        return name;
    }

    private void write(Content content, String name) throws IOException {
        if (written.containsKey(name)) {
            return;
        }
        try (InputStream in = content.open()) {
            Checksum checksum = files.write(files.content(name), out -> Checksum.ofCopy(in, out));
            written.put(name, new Kept(content, checksum));
        }
    }

    private void forgetOthers(IdentityHashMap<Content, String> used) throws IOException {
        names.keySet().retainAll(used.keySet());
        Set<String> old = new HashSet<>(written.keySet());
        old.removeAll(used.values());
        for (String name : old) {
            Files.deleteIfExists(files.content(name));
            written.remove(name);
        }
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
