package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.feed.internal.files.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells which folders feeds have, also of feeds that were built elsewhere or ran earlier: their own are marked by a file, an
 * inbox by what lies in it.
 */
final class FolderMarks {
    /** Where a feed keeps what it works on, in its inbox. */
    static final String TAKEN = ".taken";

    private static final String MARK = ".d365fo-import-feed";

    private FolderMarks() {}

    /** Once a folder was a feed's own, it stays none of an inbox's, also when the settings name another. */
    static void put(Path folder) throws IOException {
        Path mark = folder.resolve(MARK);
        if (Files.notExists(mark)) {
            Files.writeString(
                    mark, "An import feed keeps files here. None of this folder is sent, whatever inbox it is in.\n");
        }
    }

    /** Returns whether {@code folder} is or was one of a feed's own. */
    static boolean isMarked(Path folder) throws IOException {
        return Presence.isThere(folder.resolve(MARK));
    }

    /**
     * Refuses an inbox that is or lies in a folder where a feed keeps its files: what is there was sent, or is about to be.
     *
     * @throws IllegalArgumentException if it is
     */
    static void refuseInbox(Path inbox) throws IOException {
        for (Path each = real(inbox); each != null; each = each.getParent()) {
            if (isTaken(each) || isMarked(each)) {
                throw new IllegalArgumentException(
                        Printable.line("folders: expected an inbox outside of what import feeds"
                                + " keep, but " + inbox + " is or lies in " + each
                                + ", where a feed keeps files that it has taken, ended or written down"
                                + (isMarked(each) ? ". If none does any more, delete its file " + MARK : "")));
            }
        }
    }

    /**
     * Refuses a folder of a feed's own that is a feed's inbox, or lies where a feed keeps what it works on: what ended here
     * would be sent there.
     *
     * @throws IllegalArgumentException if it is
     */
    static void refuseOwn(Path folder) throws IOException {
        Path real = real(folder);
        if (Presence.isThere(real.resolve(TAKEN))) {
            throw new IllegalArgumentException(Printable.line("folders: expected one for what has ended, but " + folder
                    + " is the inbox of an import feed, since it has " + real.resolve(TAKEN)
                    + ". If it is none any more, delete that"));
        }
        for (Path each = real; each != null; each = each.getParent()) {
            if (isTaken(each)) {
                throw new IllegalArgumentException(Printable.line("folders: expected one for what has ended, but "
                        + folder + " is or lies in " + each + ", where an import feed keeps what it works on"));
            }
        }
    }

    private static boolean isTaken(Path folder) {
        Path name = folder.getFileName();
        return name != null && name.toString().equals(TAKEN);
    }

    /** Returns {@code folder} as the file system knows it, as far as it is there. */
    private static Path real(Path folder) throws IOException {
        Path there = folder;
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there.toRealPath().resolve(there.relativize(folder)).normalize();
    }
}
