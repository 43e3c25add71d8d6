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
    /** The named contents by identity, so that the same object is stored once. */
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

    /** Collects the contents of a state that is being saved. */
    public interface Keeper {
        /** Returns the name under which {@link StateDirectory#content} will return {@code content}. */
        String keep(Content content);
    }

    /**
     * Locks a directory, which is created, for its owner only, if it is missing.
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
     * Passes the last saved state to {@code server}, if there is one, and deletes what a killed process left.
     *
     * @throws IllegalStateException if it is damaged or belongs to another program; then no file is changed
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
     * Returns a saved content, the same object for each name.
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

    /** Saves what has changed, and deletes contents that are no longer listed. */
    public synchronized void save(Function<Keeper, JsonObject> server) {
        // A request that outlives its server must not write to a directory that another server may have taken.
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

    /** Releases the directory; nothing is saved any more. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("state: the lock can't be released", e);
        }
    }
}
