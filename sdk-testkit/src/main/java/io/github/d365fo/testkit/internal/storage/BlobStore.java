package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The blobs of a server by name, and uncommitted blocks. Thread-safe. */
public final class BlobStore {
    /** A larger published file gets no checksum, like a blob that was uploaded in blocks. */
    private static final long CHECKED_AT_MOST = 256L << 20;

    private final InstantSource clock;
    private final Path directory;
    private final Map<String, Blob> blobs = new TreeMap<>();
    private final Map<String, Map<String, Blob.Block>> uncommitted = new HashMap<>();
    private long versions;

    public BlobStore(InstantSource clock, Path directory) {
        this.clock = clock;
        this.directory = directory;
    }

    /** A condition on the current version of a blob. */
    interface Condition {
        void check(Optional<Blob> present) throws BlobRefusal;
    }

    /** Assembles a blob from the uncommitted blocks, by their ids, and those of the current version. */
    interface Assembly {
        Blob.Draft of(Map<String, Blob.Block> uncommitted, List<Blob.Block> committed) throws BlobRefusal;
    }

    /** Returns the directory for new bytes. */
    Path directory() {
        return directory;
    }

    public synchronized Optional<Blob> find(String name) {
        return Optional.ofNullable(blobs.get(name));
    }

    /** Returns all blobs, sorted by name. */
    public synchronized SortedMap<String, Blob> list() {
        return new TreeMap<>(blobs);
    }

    public synchronized Blob put(String name, Blob.Draft draft, Condition condition) throws BlobRefusal {
        condition.check(find(name));
        return write(name, draft);
    }

    /** Writes a blob that does not come from a client, such as an export. */
    public void put(String name, Content content, String contentType) throws IOException {
        Optional<String> md5 = content.size() <= CHECKED_AT_MOST ? Optional.of(Upload.md5(content)) : Optional.empty();
        synchronized (this) {
            write(name, new Blob.Draft(content, contentType, md5, List.of()));
        }
    }

    synchronized void stage(String name, Blob.Block block) throws BlobRefusal {
        Map<String, Blob.Block> blocks = uncommitted.computeIfAbsent(name, key -> new LinkedHashMap<>());
        // The others have the length of the first.
        boolean sameLength = blocks.keySet().stream()
                .limit(1)
                .allMatch(id -> id.length() == block.id().length());
        if (!sameLength) {
            throw BlobError.INVALID_BLOCK.refusal();
        }
        blocks.put(block.id(), block);
    }

    synchronized Blob commit(String name, Assembly assembly, Condition condition) throws BlobRefusal {
        Optional<Blob> present = find(name);
        condition.check(present);
        Blob.Draft draft = assembly.of(
                uncommitted.getOrDefault(name, Map.of()),
                present.map(Blob::blocks).orElse(List.of()));
        return write(name, draft);
    }

    synchronized List<Blob.Block> uncommitted(String name) {
        return List.copyOf(uncommitted.getOrDefault(name, Map.of()).values());
    }

    public synchronized boolean delete(String name) {
        uncommitted.remove(name);
        return blobs.remove(name) != null;
    }

    public synchronized void clear() {
        blobs.clear();
        uncommitted.clear();
    }

    public synchronized JsonObject save(StateDirectory.Keeper keeper) {
        JsonObject whole = new JsonObject();
        blobs.forEach((name, blob) -> whole.put(name, blob.save(keeper)));
        JsonObject waiting = new JsonObject();
        uncommitted.forEach((name, blocks) -> waiting.put(
                name, blocks.values().stream().map(block -> block.save(keeper)).toList()));
        return new JsonObject().put("blobs", whole).put("uncommitted", waiting).put("versions", versions);
    }

    public synchronized void restore(JsonObject saved, StateDirectory directory) {
        JsonObject whole = saved.requireObject("blobs");
        whole.names().forEach(name -> blobs.put(name, Blob.restore(whole.requireObject(name), directory)));
        JsonObject waiting = saved.requireObject("uncommitted");
        for (String name : waiting.names()) {
            Map<String, Blob.Block> blocks = uncommitted.computeIfAbsent(name, key -> new LinkedHashMap<>());
            waiting.objects(name).stream()
                    .map(block -> Blob.Block.restore(block, directory))
                    .forEach(block -> blocks.put(block.id(), block));
        }
        versions = saved.requireNumber("versions");
    }

    /** Also drops the uncommitted blocks, which a write discards. */
    private Blob write(String name, Blob.Draft draft) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        versions++;
        Blob blob = new Blob(
                draft.content(),
                draft.contentType(),
                draft.contentMd5(),
                String.format(Locale.ROOT, "\"0x8DE%012X\"", versions),
                find(name).map(Blob::createdAt).orElse(now),
                now,
                draft.blocks());
        blobs.put(name, blob);
        uncommitted.remove(name);
        return blob;
    }
}
