package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.internal.files.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the folders of a feed are.
 *
 * @param inbox where files come in
 * @param done where they go that were imported
 * @param failed where they go that were not, or not wholly
 * @param inDoubt where they go of which that is not known
 * @param journal where the journal is
 */
public record FolderPaths(Path inbox, Path done, Path failed, Path inDoubt, Path journal) {
    /** Makes all paths absolute, so that they mean the same in every thread and message. */
    public FolderPaths {
        inbox = inbox.toAbsolutePath().normalize();
        done = done.toAbsolutePath().normalize();
        failed = failed.toAbsolutePath().normalize();
        inDoubt = inDoubt.toAbsolutePath().normalize();
        journal = journal.toAbsolutePath().normalize();
    }

    /** Returns where the files are kept that the feed has taken and that have not ended. */
    Path taken() {
        return inbox.resolve(FolderMarks.TAKEN);
    }

    /**
     * Returns the folder of the inbox that a file came in, the first if it lies in several, or empty if it came in none. A
     * file that no feed has taken counts as if the folder above its own were the inbox.
     */
    public static Optional<Path> firstFolder(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        for (int i = whole.getNameCount() - 3; i >= 0; i--) {
            if (whole.getName(i).toString().equals(FolderMarks.TAKEN)) {
                // Next comes the file's id.
                int first = i + 2;
                return first < whole.getNameCount() - 1 ? Optional.of(whole.getName(first)) : Optional.empty();
            }
        }
        return Optional.ofNullable(file.getParent()).map(Path::getFileName);
    }

    Path of(ImportPlace place) {
        return switch (place) {
            case DONE -> done;
            case FAILED -> failed;
            case IN_DOUBT -> inDoubt;
        };
    }

    /** Returns whether {@code path} is the place of one of the feed's own folders, and none of a sub-folder or file. */
    boolean isOwn(Path path) {
        return others().anyMatch(path::equals);
    }

    /**
     * Returns the feed's own folders as the file system knows them, whatever links lead there; those that are away are left
     * out.
     */
    Set<Path> realOthers() throws IOException {
        Set<Path> real = new HashSet<>();
        for (Path folder : others().filter(Files::exists).toList()) {
            real.add(folder.toRealPath());
        }
        return real;
    }

    /** Returns the folder of the feed's own that {@code file} lies in, whatever links lead there, or empty if in none. */
    Optional<Path> ownFolder(Path file) throws IOException {
        Set<Path> own = realOthers();
        if (Files.exists(taken())) {
            own.add(taken().toRealPath());
        }
        Path real = file.toRealPath();
        return own.stream().filter(real::startsWith).findFirst();
    }

    private Stream<Path> others() {
        return Stream.of(done, failed, inDoubt, journal);
    }

    /**
     * Makes the folders that are missing: the inbox for whom the process says, since others put files there, and the feed's
     * own for their owner alone.
     *
     * @throws IllegalArgumentException if two are the same, or one lies in another where it must not, or has another part in
     *     a feed already
     * @throws IOException if one can't be made or written
     */
    public void check() throws IOException {
        List<Path> all = Stream.concat(Stream.of(inbox), others()).toList();
        for (Path folder : all) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder + " is a file, and the feed needs a folder of that name");
            }
        }
        FolderMarks.refuseInbox(inbox);
        for (Path folder : others().toList()) {
            FolderMarks.refuseOwn(folder);
        }
        Durable.createDirectories(inbox);
        for (Path folder : others().toList()) {
            Durable.createPrivateDirectories(folder);
        }
        List<Path> real = new ArrayList<>();
        for (Path folder : all) {
            real.add(folder.toRealPath());
        }
        for (int i = 0; i < real.size(); i++) {
            for (int j = 1; j < real.size(); j++) {
                refuseWithin(all, real, i, j);
            }
        }
        for (Path folder : all) {
            Files.delete(Files.createTempFile(folder, ".check-", ".tmp"));
        }
        for (Path folder : others().toList()) {
            FolderMarks.put(folder);
        }
        // By this, other feeds know the inbox, before anything is taken from it.
        Durable.createPrivateDirectories(taken());
    }

    /** Makes the folder of {@code place} anew if it is gone. */
    void make(ImportPlace place) throws IOException {
        Path folder = of(place);
        if (!Files.isDirectory(folder)) {
            Durable.createPrivateDirectories(folder);
            FolderMarks.put(folder);
        }
    }

    private static void refuseWithin(List<Path> all, List<Path> real, int outer, int inner) {
        boolean nested = real.get(inner).startsWith(real.get(outer));
        boolean backwards = real.get(outer).startsWith(real.get(inner));
        if (outer == 0 ? backwards : outer != inner && nested) {
            throw new IllegalArgumentException(Printable.line("folders: expected each by itself, or in the inbox, but "
                    + all.get(inner) + " and " + all.get(outer) + " are the same or lie in one another"));
        }
    }
}
