package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.files.DirectoryLock;
import io.github.d365fo.feed.internal.files.ForcedLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that a feed has taken, in their order, each change forced to the disk before it counts. What is over is kept
 * for two weeks, longer than the service keeps its own history, and then left out when the journal is written anew.
 * Thread-safe.
 */
final class ImportJournal implements Closeable {
    /** How long an entry is kept after its file has ended. */
    static final Duration KEPT = Duration.ofDays(14);

    private static final Duration BETWEEN_CLEANUPS = Duration.ofDays(1);

    private final List<DirectoryLock> locks;
    private final ForcedLog log;
    private final StepWatcher watcher;
    private final Map<String, FileEntry> entries;
    private Instant lastCleanup = Instant.MIN;

    private ImportJournal(
            List<DirectoryLock> locks, ForcedLog log, StepWatcher watcher, Map<String, FileEntry> entries) {
        this.locks = locks;
        this.log = log;
        this.watcher = watcher;
        this.entries = entries;
    }

    /**
     * Opens the journal and takes its directory and the inbox.
     *
     * @throws IOException if it can't be read or written, is damaged, or another feed has it or the inbox
     */
    static ImportJournal open(FolderPaths paths, StepWatcher watcher) throws IOException {
        List<DirectoryLock> locks = new ArrayList<>();
        boolean opened = false;
        try {
            locks.add(DirectoryLock.take(paths.journal()));
            locks.add(DirectoryLock.take(paths.taken()));
            ImportJournal journal = open(paths.journal().resolve("imports.log"), locks, watcher);
            opened = true;
            return journal;
        } finally {
            if (!opened) {
                close(locks);
            }
        }
    }

    private static ImportJournal open(Path file, List<DirectoryLock> locks, StepWatcher watcher) throws IOException {
        Map<String, FileEntry> entries = new LinkedHashMap<>();
        try {
            ForcedLog log = ForcedLog.open(file, fields -> keep(entries, EntryCodec.read(fields)));
            return new ImportJournal(locks, log, watcher, entries);
        } catch (IllegalArgumentException e) {
            FileSystemException refused = new FileSystemException(file.toString(), null, e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    private static void close(List<DirectoryLock> locks) throws IOException {
        for (DirectoryLock lock : locks) {
            lock.close();
        }
    }

    private static void keep(Map<String, FileEntry> entries, FileEntry entry) {
        if (entry.stage() == Stage.DROPPED) {
            entries.remove(entry.id());
        } else {
            entries.put(entry.id(), entry);
        }
    }

    /** Returns what is known of each file, in the order in which they were taken. */
    synchronized List<FileEntry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * Writes down a change.
     *
     * @throws IOException if that fails; then it did not happen
     */
    synchronized void record(FileEntry entry) throws IOException {
        watcher.at("before " + entry.stage());
        log.append(EntryCodec.write(entry));
        keep(entries, entry);
        watcher.at("after " + entry.stage());
    }

    /**
     * Writes the journal anew without what is long over and without the stages that files have left, once a day.
     *
     * @throws IOException if that fails; then nothing has changed
     */
    synchronized void cleanUp(Instant now) throws IOException {
        // A clock that was set back must not put this off.
        if (!now.isBefore(lastCleanup) && now.isBefore(lastCleanup.plus(BETWEEN_CLEANUPS))) {
            return;
        }
        watcher.at("before cleaning up");
        Map<String, FileEntry> needed = new LinkedHashMap<>(entries);
        needed.values()
                .removeIf(
                        entry -> entry.isOver() && entry.changedAt().plus(KEPT).isBefore(now));
        log.rewrite(needed.values().stream().map(EntryCodec::write).toList());
        entries.keySet().retainAll(needed.keySet());
        lastCleanup = now;
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            log.close();
        } finally {
            close(locks);
        }
    }
}
