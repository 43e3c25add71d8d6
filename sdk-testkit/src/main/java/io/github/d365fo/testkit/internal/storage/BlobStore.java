package io.github.d365fo.testkit.internal.storage;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.json.JsonObject;
import io.github.d365fo.testkit.internal.state.KeptMap;
import io.github.d365fo.testkit.internal.state.StateDirectory;
import io.github.d365fo.testkit.internal.state.StatePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The blobs of a server by name, and uncommitted blocks. Thread-safe. */
public final class BlobStore {
    /** A larger published file gets no checksum, like a blob that was uploaded in blocks. */
    private static final long CHECKED_AT_MOST = 256L << 20;

    private final InstantSource clock;
    private final Path directory;
    private final KeptMap<String, Blob> blobs = new KeptMap<>();
    private final KeptMap<String, KeptMap<String, Blob.Block>> uncommitted = new KeptMap<>();
    private long versions;

    public BlobStore(InstantSource clock, Path directory) {
        this.clock = clock;
        this.directory = directory;
    }

    /** A condition on the current version of a blob. */
    interface Condition {
        void check(Optional<Blob> present) throws BlobRefusal;
    }

    /** Assembles a blob from the uncommitted blocks, found by their ids, and those of the current version. */
    interface Assembly {
        Blob.Draft of(Function<String, Optional<Blob.Block>> uncommitted, List<Blob.Block> committed)
                throws BlobRefusal;
    }

    /** Makes the next version of a blob from the current one. */
    interface Change {
        Blob.Draft of(Blob present) throws BlobRefusal;
    }

    /** Returns the directory for new bytes. */
    Path directory() {
        return directory;
    }

    public synchronized Optional<Blob> find(String name) {
        return blobs.get(name);
    }

    /** Returns all blobs, sorted by name. */
    public synchronized SortedMap<String, Blob> list() {
        SortedMap<String, Blob> sorted = new TreeMap<>();
        blobs.entries().forEach(blob -> sorted.put(blob.getKey(), blob.getValue()));
        return sorted;
    }

    public synchronized Blob put(String name, Blob.Draft draft, Condition condition) throws BlobRefusal {
        condition.check(find(name));
        return write(name, draft);
    }

    /** Writes a blob that does not come from a client, such as an export. */
    public void put(String name, Content content, String contentType) throws IOException {
        Optional<String> md5 = content.size() <= CHECKED_AT_MOST ? Optional.of(Upload.md5(content)) : Optional.empty();
        synchronized (this) {
            write(name, new Blob.Draft(content, BlobHeaders.ofType(contentType), md5, List.of()));
        }
    }

    synchronized void stage(String name, Blob.Block block) throws BlobRefusal {
        KeptMap<String, Blob.Block> blocks = uncommitted.get(name).orElseGet(KeptMap::new);
        // The others have the length of the first.
        boolean sameLength = blocks.values().stream()
                .limit(1)
                .allMatch(first -> first.id().length() == block.id().length());
        if (!sameLength) {
            throw BlobError.INVALID_BLOCK.refusal();
        }
        blocks.put(block.id(), block);
        uncommitted.put(name, blocks);
    }

    synchronized Blob commit(String name, Assembly assembly, Condition condition) throws BlobRefusal {
        Optional<Blob> present = find(name);
        condition.check(present);
        Blob.Draft draft = assembly.of(
                id -> uncommitted.get(name).flatMap(blocks -> blocks.get(id)),
                present.map(Blob::blocks).orElse(List.of()));
        return write(name, draft);
    }

    synchronized List<Blob.Block> uncommitted(String name) {
        return uncommitted.get(name).map(blocks -> List.copyOf(blocks.values())).orElse(List.of());
    }

    /** Changes what is kept with a blob that {@code condition} accepts; uncommitted blocks stay. */
    synchronized Blob change(String name, Change change, Condition condition) throws BlobRefusal {
        Optional<Blob> present = find(name);
        condition.check(present);
        return replace(name, change.of(present.orElseThrow()));
    }

    /** Deletes a blob on a condition. */
    synchronized void delete(String name, Condition condition) throws BlobRefusal {
        condition.check(find(name));
        delete(name);
    }

    public synchronized boolean delete(String name) {
        uncommitted.remove(name);
        return blobs.remove(name).isPresent();
    }

    public synchronized void clear() {
        blobs.clear();
        uncommitted.clear();
    }

    public synchronized void save(StatePart part) {
        blobs.save(part.part("blobs"), (all, name, blob) -> all.entry(name, blob::save));
        uncommitted.save(
                part.part("uncommitted"),
                (all, name, blocks) ->
                        blocks.save(all.part(name), (waiting, id, block) -> waiting.entry(id, block::save)));
        part.setting("versions", keeper -> versions);
    }

    public synchronized void restore(JsonObject saved, StateDirectory directory) {
        JsonObject complete = saved.object("blobs").orElseGet(JsonObject::new);
        complete.names().forEach(name -> blobs.put(name, Blob.restore(complete.requireObject(name), directory)));
        JsonObject waiting = saved.object("uncommitted").orElseGet(JsonObject::new);
        for (String name : waiting.names()) {
            KeptMap<String, Blob.Block> blocks = new KeptMap<>();
            waiting.objectsOf(name).stream()
                    .map(block -> Blob.Block.restore(block, directory))
                    .forEach(block -> blocks.put(block.id(), block));
            uncommitted.put(name, blocks);
        }
        versions = saved.requireNumber("versions");
    }

    /** Also drops the uncommitted blocks, which a write discards. */
    private Blob write(String name, Blob.Draft draft) {
        Blob blob = replace(name, draft);
        uncommitted.remove(name);
        return blob;
    }

    private Blob replace(String name, Blob.Draft draft) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        versions++;
        Blob blob = new Blob(
                draft.content(),
                draft.headers(),
                draft.contentMd5(),
                String.format(Locale.ROOT, "\"0x8DE%012X\"", versions),
                find(name).map(Blob::createdAt).orElse(now),
                now,
                draft.blocks());
        blobs.put(name, blob);
        return blob;
    }
}
