package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Makes files the feed's own, and finds those that were when the process began. Thread-safe. */
final class Intake {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);

    private static final int RANDOM_DIGITS = 8;

    private final ImportJournal journal;
    private final Folders folders;
    private final FolderPaths paths;
    private final Clock clock;
    private final Waits waits;
    private final Events events;

    Intake(ImportJournal journal, Folders folders, FolderPaths paths, Clock clock, Waits waits, Events events) {
        this.journal = journal;
        this.folders = folders;
        this.paths = paths;
        this.clock = clock;
        this.waits = waits;
        this.events = events;
    }

    /**
     * Writes down that {@code file} is about to be taken.
     *
     * @throws IOException if that fails
     */
    Work begin(Path file) throws IOException {
        Work work = new Work(FileEntry.taken(newId(), source(file), clock.instant()), waits.now());
        work.arriving();
        journal.record(work.entry);
        return work;
    }

    /**
     * Moves {@code file}, which is written down.
     *
     * @throws IOException if that fails; the file is where it was, unless {@code work} is unforced
     */
    void finish(Work work, Path file) throws IOException {
        try {
            folders.take(file, work.entry);
        } catch (IOException | RuntimeException | Error e) {
            work.unforced = folders.isTaken(file, work.entry);
            throw e;
        }
    }

    private String source(Path file) {
        String name = file.startsWith(paths.inbox())
                ? FileNames.within(paths.inbox(), file)
                : file.getFileName().toString();
        return FileNames.spellable(paths.taken(), name);
    }

    private String newId() {
        String random = UUID.randomUUID().toString().substring(0, RANDOM_DIGITS);
        return "file-" + STAMP.format(clock.instant()) + "-" + random;
    }

    /** An entry of a file that was not moved says nothing; if it stays, the next start leaves it out. */
    void drop(FileEntry entry) {
        try {
            folders.tidy(entry);
            journal.record(entry.dropped(clock.instant()));
        } catch (IOException e) {
            events.trouble("leaving " + entry.source() + " where it was", e);
        }
    }

    /**
     * Returns the files that have not ended, in their order.
     *
     * @throws IOException if the folders can't be read or the journal not written
     */
    List<Work> recover() throws IOException {
        List<Work> works = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (FileEntry entry : journal.entries()) {
            if (entry.stage() == Stage.TAKEN && folders.find(entry).isEmpty()) {
                folders.tidy(entry);
                journal.record(entry.dropped(clock.instant()));
                continue;
            }
            known.add(entry.id());
            if (!entry.isOver()) {
                works.add(recovered(entry));
            }
        }
        works.addAll(unknown(known));
        return works;
    }

    private Work recovered(FileEntry entry) throws IOException {
        if (entry.stage() == Stage.TAKEN) {
            folders.finishTaking(entry);
        }
        folders.reserve(entry);
        Work work = new Work(entry, waits.now());
        work.told = entry.stage() == Stage.PLACED;
        Duration age = Duration.between(entry.changedAt(), clock.instant());
        work.since = age.isNegative() ? work.since : work.since.minus(age);
        return work;
    }

    /** Finds files that the journal does not know: it was deleted, and nobody can tell whether they were sent. */
    private List<Work> unknown(Set<String> known) throws IOException {
        List<Work> works = new ArrayList<>();
        for (Path directory : directories(paths.taken())) {
            String id = directory.getFileName().toString();
            Optional<Path> file = known.contains(id) ? Optional.empty() : firstFile(directory);
            if (file.isPresent()) {
                FileEntry entry = FileEntry.unknown(id, FileNames.within(directory, file.get()), clock.instant());
                journal.record(entry);
                works.add(new Work(entry, waits.now()));
            }
        }
        return works;
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static Optional<Path> firstFile(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).findFirst();
        }
    }
}
