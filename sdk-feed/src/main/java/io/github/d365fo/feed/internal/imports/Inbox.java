package io.github.d365fo.feed.internal.imports;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists the inbox and tells which files are whole: those whose size and time of change stayed the same over the settle
 * time, by the feed's waits. Clocks of file servers differ, so the time of change itself says nothing. Used by one thread
 * at a time.
 */
final class Inbox {
    /** After as many settle times, a file that still changes is not waited for by a run that is to end. */
    private static final int PATIENCE = 10;

    private final FolderPaths paths;
    private final Duration settleTime;
    private Map<Path, Sight> sights = new HashMap<>();

    Inbox(FolderPaths paths, Duration settleTime) {
        this.paths = paths;
        this.settleTime = settleTime;
    }

    private record Sight(long size, FileTime modified, Instant firstSeen, Instant since) {
        Sight again(BasicFileAttributes now, Instant time) {
            boolean same = size == now.size() && modified.equals(now.lastModifiedTime());
            return same ? this : new Sight(now.size(), now.lastModifiedTime(), firstSeen, time);
        }

        static Sight first(BasicFileAttributes now, Instant time) {
            return new Sight(now.size(), now.lastModifiedTime(), time, time);
        }
    }

    /**
     * What a look into the inbox found.
     *
     * @param whole the files that are whole, by name
     * @param unsettled how many others there are
     * @param worthWaiting how many of them have not been changing for so long that a run would never end
     * @param unreadable the folders and files that could not be looked at
     */
    record Listing(List<Path> whole, int unsettled, int worthWaiting, Map<Path, IOException> unreadable) {}

    /**
     * Lists the inbox.
     *
     * @throws IOException if it can't be read
     */
    Listing list(Instant now) throws IOException {
        Map<Path, Sight> seen = new HashMap<>();
        // The inbox itself may be a link; what its dot stands for never is.
        Lister lister = new Lister(seen, now, paths.realOthers());
        Files.walkFileTree(paths.inbox().resolve("."), lister);
        sights = seen;
        List<Path> whole = new ArrayList<>();
        int worthWaiting = 0;
        for (Map.Entry<Path, Sight> each : seen.entrySet()) {
            if (!each.getValue().since().plus(settleTime).isAfter(now)) {
                whole.add(each.getKey());
            } else if (each.getValue()
                    .firstSeen()
                    .plus(settleTime.multipliedBy(PATIENCE))
                    .isAfter(now)) {
                worthWaiting++;
            }
        }
        whole.sort(Comparator.comparing(file -> FileNames.within(paths.inbox(), file)));
        return new Listing(List.copyOf(whole), seen.size() - whole.size(), worthWaiting, Map.copyOf(lister.unreadable));
    }

    private final class Lister extends SimpleFileVisitor<Path> {
        private final Map<Path, Sight> seen;
        private final Instant now;
        private final Set<Path> others;
        private final Map<Path, IOException> unreadable = new HashMap<>();

        Lister(Map<Path, Sight> seen, Instant now, Set<Path> others) {
            this.seen = seen;
            this.now = now;
            this.others = others;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
            Path directory = visited.normalize();
            boolean skipped = FileNames.isIgnored(directory)
                    || others.contains(directory.toRealPath())
                    || FolderMarks.isMarked(directory);
            return isInbox(directory) || !skipped ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        private boolean isInbox(Path directory) {
            return directory.normalize().equals(paths.inbox());
        }

        @Override
        public FileVisitResult visitFile(Path visited, BasicFileAttributes attributes) {
            Path file = visited.normalize();
            if (attributes.isRegularFile() && !FileNames.isIgnored(file) && !paths.isOwn(file)) {
                Sight before = sights.get(file);
                seen.put(file, before == null ? Sight.first(attributes, now) : before.again(attributes, now));
            }
            return FileVisitResult.CONTINUE;
        }

        /** Files vanish while a directory is listed; only the inbox itself must be readable. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (isInbox(file)) {
                throw failure;
            }
            if (!(failure instanceof NoSuchFileException)) {
                unreadable.put(file.normalize(), failure);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, failure);
        }
    }
}
