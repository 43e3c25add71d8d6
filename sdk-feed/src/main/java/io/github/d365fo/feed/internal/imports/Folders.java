package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.internal.files.Durable;
import io.github.d365fo.feed.internal.files.Presence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes files out of the inbox and puts them where they end. Each file has a directory of its own while it is worked on,
 * so that it keeps its name and its sub-folder. Thread-safe.
 */
final class Folders {
    private final FolderPaths paths;
    private final StepWatcher watcher;
    private final Moves moves;
    private final Set<Path> promised = new HashSet<>();

    Folders(FolderPaths paths, StepWatcher watcher) {
        this.paths = paths;
        this.watcher = watcher;
        this.moves = new Moves(watcher);
    }

    /** Returns where the file is while it is worked on. */
    Path working(FileEntry entry) {
        return paths.taken().resolve(entry.id()).resolve(entry.source());
    }

    /** Returns the file if it is where it is worked on, or in the folder of files in doubt; else it is gone. */
    Optional<Path> find(FileEntry entry) throws IOException {
        Path working = working(entry);
        return Presence.isThere(working) ? Optional.of(working) : Presence.ifThere(inDoubt(entry));
    }

    /** Returns whether the file is in the folder of files in doubt. */
    boolean isInDoubt(FileEntry entry) throws IOException {
        return Presence.ifThere(inDoubt(entry)).isPresent();
    }

    private Optional<Path> inDoubt(FileEntry entry) {
        return entry.doubtName().map(paths.inDoubt()::resolve);
    }

    /** A file that can't be seen in the folder of files in doubt is not gone if the folder itself is away. */
    private void refuseIfAway(FileEntry entry) throws IOException {
        if (entry.doubtName().isPresent() && !FolderMarks.isMarked(paths.inDoubt())) {
            throw new NoSuchFileException(
                    paths.inDoubt().toString(), null, "the folder is away, or not the one that the feed made");
        }
    }

    /** Returns where the file ends. */
    Path target(Ending ending) {
        return paths.of(ending.place()).resolve(ending.name());
    }

    /** Moves {@code file} to where it is worked on. */
    void take(Path file, FileEntry entry) throws IOException {
        Path working = working(entry);
        makeWorkingDirectory(working);
        moves.take(file, working);
    }

    /** Returns whether {@code file} has moved to where it is worked on. A disk that fails may not tell: then it may have. */
    boolean isTaken(Path file, FileEntry entry) {
        try {
            return !Presence.isThere(file) && Presence.isThere(working(entry));
        } catch (IOException e) {
            return true;
        }
    }

    /** Forces to the disk that a file was taken. */
    void forceTaken(FileEntry entry) throws IOException {
        Durable.forceDirectory(Moves.parent(working(entry)));
    }

    private void makeWorkingDirectory(Path working) throws IOException {
        Durable.createPrivateDirectories(paths.taken());
        Durable.createDirectories(Moves.parent(working));
    }

    /** Deletes what a move from another file system left in the inbox when it was cut short. */
    void finishTaking(FileEntry entry) throws IOException {
        Path file = paths.inbox().resolve(entry.source());
        if (Moves.isCopy(file, working(entry))) {
            Files.delete(file);
        }
    }

    /** Returns the ending with a name that is free, and stays so until {@link #release}. */
    synchronized Ending promise(Ending ending) {
        String spelled = FileNames.spellable(paths.of(ending.place()), ending.name());
        String name = FileNames.free(spelled, each -> isUsed(ending.named(each)));
        Ending promise = ending.named(name);
        promised.add(target(promise));
        return promise;
    }

    /** Keeps the names that an entry of an earlier process has, for {@link #promise} of others. */
    synchronized void reserve(FileEntry entry) {
        entry.ending().ifPresent(ending -> promised.add(target(ending)));
        inDoubt(entry).ifPresent(promised::add);
    }

    /**
     * Gives up the names that an entry had, once the journal says so: until then, a restart would look for its file there.
     */
    synchronized void release(FileEntry before) {
        before.ending().ifPresent(ending -> promised.remove(target(ending)));
        inDoubt(before).ifPresent(promised::remove);
    }

    /** Gives up the name that a file in the folder of files in doubt was to get, if it now ends otherwise. */
    synchronized void release(FileEntry before, FileEntry next) {
        before.ending()
                .filter(ending -> !before.isInDoubt() && !next.ending().equals(before.ending()))
                .ifPresent(ending -> promised.remove(target(ending)));
    }

    /** Returns whether a person may say what became of it: it is or was in doubt, and has not been moved to its end. */
    boolean isResolvable(FileEntry entry) throws IOException {
        return entry.wasInDoubt()
                && (entry.isInDoubt()
                        || Presence.ifThere(entry.ending().map(this::target)).isEmpty());
    }

    private boolean isUsed(Ending ending) {
        Path target = target(ending);
        return promised.contains(target)
                || Presence.seems(target)
                || note(ending).filter(Presence::seems).isPresent();
    }

    /** Writes the note that {@link #place} puts beside the file. */
    void prepareNote(FileEntry entry, String text) throws IOException {
        watcher.at("before note");
        Durable.createPrivateDirectories(paths.taken());
        Durable.write(preparedNote(entry), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Deletes a note that was prepared for an ending that is none. */
    void forgetNote(FileEntry entry) throws IOException {
        Durable.delete(preparedNote(entry));
    }

    private Path preparedNote(FileEntry entry) {
        return paths.taken().resolve(entry.id() + ".txt");
    }

    private Optional<Path> note(Ending ending) {
        Path target = target(ending);
        return switch (ending.place()) {
            case DONE -> Optional.empty();
            case FAILED -> Optional.of(beside(target, ".report.txt"));
            case IN_DOUBT -> Optional.of(doubtNote(target));
        };
    }

    private static Path doubtNote(Path file) {
        return beside(file, ".in-doubt.txt");
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(FileNames.fitting("", file.getFileName().toString(), suffix));
    }

    /** Returns whether the note of {@code ending} is neither where it goes nor prepared. */
    boolean lacksNote(FileEntry entry, Ending ending) throws IOException {
        Optional<Path> note = note(ending);
        return note.isPresent() && !Presence.isFile(preparedNote(entry)) && !Presence.isThere(note.get());
    }

    /** Returns whether the file can't get its name where it ends, whoever removes whatever is in its way. */
    boolean isRefused(Ending ending) {
        return RefusedNames.isRefused(target(ending));
    }

    /**
     * Moves the file and its note to where they end; does what is left of it if it was cut short.
     *
     * @throws NameTakenException if another file has the name by now
     */
    void place(FileEntry entry, Ending ending) throws IOException {
        watcher.at("before placing");
        Path target = target(ending);
        paths.make(ending.place());
        if (ending.place() != ImportPlace.IN_DOUBT) {
            refuseIfAway(entry);
        }
        Optional<Path> file = find(entry).filter(found -> !found.equals(target));
        if (file.isPresent()) {
            moves.move(file.get(), target);
        }
        Optional<Path> second = Presence.ifThere(inDoubt(entry)).filter(found -> !found.equals(target));
        if (second.isPresent()) {
            // Its move into doubt was cut short between its two names, and the doubt is over.
            moves.move(second.get(), target);
        }
        Path prepared = preparedNote(entry);
        Optional<Path> note = note(ending);
        if (note.isPresent() && Presence.isFile(prepared)) {
            if (file.isEmpty() && ending.place() == ImportPlace.IN_DOUBT && Files.isRegularFile(note.get())) {
                // It is in doubt again, for another reason.
                Files.delete(note.get());
            }
            placeNote(prepared, note.get());
        }
        if (ending.place() != ImportPlace.IN_DOUBT) {
            forgetDoubt(entry);
        }
        tidy(entry);
    }

    private void placeNote(Path prepared, Path note) throws IOException {
        try {
            moves.move(prepared, note);
        } catch (NameTakenException e) {
            String free = FileNames.free(note.toString(), name -> Presence.seems(note.resolveSibling(name)));
            moves.move(prepared, note.resolveSibling(free));
        }
    }

    /** Moves a file from the folder of files in doubt back to where it is worked on, as far as that is left to do. */
    void bringBack(FileEntry entry) throws IOException {
        refuseIfAway(entry);
        Path working = working(entry);
        Optional<Path> inDoubt = Presence.ifThere(inDoubt(entry));
        if (inDoubt.isPresent()) {
            makeWorkingDirectory(working);
            moves.move(inDoubt.get(), working);
        }
        forgetDoubt(entry);
    }

    /** Deletes the note of a doubt that is over. */
    private void forgetDoubt(FileEntry entry) throws IOException {
        watcher.at("before forgetting");
        Optional<Path> note = inDoubt(entry).map(Folders::doubtNote);
        if (note.isPresent() && Presence.isFile(note.get())) {
            Files.delete(note.get());
        }
        forgetNote(entry);
    }

    /** Deletes the directories in which the file was worked on, unless somebody has put something there. */
    void tidy(FileEntry entry) throws IOException {
        Path directory = working(entry).getParent();
        while (directory != null && !directory.equals(paths.taken())) {
            try {
                Files.deleteIfExists(directory);
            } catch (DirectoryNotEmptyException e) {
                return;
            }
            directory = directory.getParent();
        }
    }

    /**
     * Returns the stamp of the file if somebody has written to it since it was sent, as far as that can be seen: a move to
     * another file system may change the time.
     */
    Optional<FileStamp> changed(FileEntry entry) throws IOException {
        Optional<FileStamp> sent = entry.shipment().flatMap(Shipment::file);
        Optional<Path> file = find(entry);
        if (sent.isEmpty() || file.isEmpty()) {
            return Optional.empty();
        }
        boolean isMoved = !file.get().equals(working(entry));
        return FileStamp.of(file.get())
                .filter(now -> isMoved ? now.size() != sent.get().size() : !now.equals(sent.get()));
    }
}
