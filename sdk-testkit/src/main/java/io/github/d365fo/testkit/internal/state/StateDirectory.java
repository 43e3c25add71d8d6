package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The directory with the state of a server: {@code state.json}, the changes since it was written, and a file for each
 * content. A content gets its name when it is complete and on disk, and only existing contents are listed, so that the
 * process can be killed at any time. Everything has checksums, so that damage is detected. Other files in the directory
 * are not touched. Only one server can use it at a time. Thread-safe.
 */
public final class StateDirectory implements AutoCloseable {
    private static final String KEY = "key";
    private static final String GENERATION = "generation";
    private static final String CONTENTS = "contents";
    private static final String SERVER = "server";
    private static final String CHANGES = "changes";
    private static final String ADDED = "added";
    private static final String DELETED = "deleted";

    /** Changes of this size are no reason to write {@code state.json} again. */
    private static final long FEW_CHANGES = 1 << 20;

    private final StateFiles files;
    private final DirectoryLock lock;
    private final Contents contents;
    private final ChangeLog log;
    /** The last texts of values that nobody watches. */
    private final Map<List<String>, String> settings = new HashMap<>();

    private long generation;
    private Checksum saved = new Checksum(0, "");
    /** Whether the next save must write everything, since what is on disk is unknown or can't be appended to. */
    private boolean whole = true;

    private boolean closed;

    private StateDirectory(StateFiles files, DirectoryLock lock) {
        this.files = files;
        this.lock = lock;
        this.contents = new Contents(files);
        this.log = new ChangeLog(files);
    }

    /** Collects the contents of a value that is being saved. */
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
            } else if (files.hasContents() || log.hasLines()) {
                throw files.damaged(files.state(), "it is missing, but files that belong to it are there");
            } else {
                files.key(UUID.randomUUID().toString());
            }
            OwnerOnly.makeDirectory(files.contents());
            OwnerOnly.closeDirectory(files.contents());
            files.deleteLeftovers(contents.onDisk());
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + files.state() + " can't be read", e);
        }
    }

    private void restore(Consumer<JsonObject> server) throws IOException {
        byte[] bytes = Files.readAllBytes(files.state());
        try {
            JsonObject state = Seal.check(bytes);
            files.key(state.requireText(KEY));
            Map<String, Checksum> listed = new LinkedHashMap<>();
            list(state.requireObject(CONTENTS), listed);
            JsonObject last = state.requireObject(SERVER);
            boolean complete = readChanges(state, last, listed);
            for (Map.Entry<String, Checksum> content : listed.entrySet()) {
                contents.readBack(content.getKey(), content.getValue());
            }
            server.accept(last);
            if (complete) {
                saved = Checksum.of(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw files.damaged(files.state(), String.valueOf(e.getMessage()));
        }
    }

    /** Applies the changes to what {@code state.json} has; returns whether there are none. */
    private boolean readChanges(JsonObject state, JsonObject last, Map<String, Checksum> listed) throws IOException {
        // Before there were changes, state.json was always complete.
        if (state.number(GENERATION).isEmpty()) {
            return false;
        }
        generation = state.requireNumber(GENERATION);
        return log.read(generation, line -> {
            line.objects(CHANGES).forEach(change -> Change.restore(change).applyTo(last));
            list(line.requireObject(ADDED), listed);
            line.texts(DELETED).forEach(listed::remove);
        });
    }

    private static void list(JsonObject added, Map<String, Checksum> listed) {
        added.names().forEach(name -> listed.put(name, Checksum.restore(added.requireObject(name))));
    }

    /**
     * Returns a saved content, the same object for each name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public synchronized Content content(String name) {
        return contents.get(name);
    }

    /**
     * Saves what has changed, and deletes contents that no value refers to any more. Once the changes are as large as
     * the state, all of it is written instead, which therefore adds little to each change.
     */
    public synchronized void save(Consumer<StatePart> server) {
        // A request that outlives its server must not write to a directory that another server may have taken.
        if (closed) {
            return;
        }
        save(server, whole);
        if (log.size() > Math.max(FEW_CHANGES, saved.size())) {
            save(server, true);
        }
    }

    /** Saves what has changed, and leaves no file with changes that could lose its end unnoticed. */
    public synchronized void finish(Consumer<StatePart> server) {
        save(server);
        if (!closed && log.size() > 0) {
            save(server, true);
        }
    }

    private void save(Consumer<StatePart> server, boolean all) {
        // Until this succeeds, it is unknown which changes have been saved.
        whole = true;
        if (all) {
            settings.clear();
            contents.releaseAll();
        }
        Saving saving = new Saving(all, settings, contents);
        server.accept(saving.root());
        try {
            if (all) {
                contents.write();
                writeAll(saving.changes());
            } else if (!saving.changes().isEmpty()) {
                append(saving.changes());
            }
            contents.deleteUnused();
        } catch (IOException e) {
            throw new UncheckedIOException("state: " + files.state() + " can't be written: " + e.getMessage(), e);
        }
        whole = false;
    }

    private void append(List<Change> changes) throws IOException {
        JsonObject added = contents.write();
        log.append(new JsonObject()
                .put(CHANGES, changes.stream().map(Change::save).toList())
                .put(ADDED, added)
                .put(DELETED, contents.unused()));
    }

    private void writeAll(List<Change> changes) throws IOException {
        JsonObject server = new JsonObject();
        changes.forEach(change -> change.applyTo(server));
        if (!Checksum.of(bytes(server)).equals(saved)) {
            generation++;
            byte[] bytes = bytes(server);
            saved = files.write(files.state(), out -> {
                out.write(bytes);
                return Checksum.of(bytes);
            });
        }
        log.start(generation);
    }

    private byte[] bytes(JsonObject server) {
        return Seal.put(new JsonObject()
                .put(KEY, files.key())
                .put(GENERATION, generation)
                .put(CONTENTS, contents.used())
                .put(SERVER, server));
    }

    /** Releases the directory; nothing is saved any more. */
    @Override
    public synchronized void close() {
        closed = true;
        try (lock) {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException("state: the lock can't be released", e);
        }
    }
}
