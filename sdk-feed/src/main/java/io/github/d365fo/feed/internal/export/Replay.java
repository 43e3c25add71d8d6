package io.github.d365fo.feed.internal.export;

import io.github.d365fo.feed.FeedException;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.feed.internal.files.DirectoryLock;
import io.github.d365fo.feed.internal.run.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Puts a package from quarantine through the handler again. */
final class Replay {
    private final Settings settings;

    Replay(Settings settings) {
        this.settings = settings;
    }

    FeedReport run(Path place) {
        Book book = new Book(settings, Runnable::run);
        try {
            StoredPackage stored = Quarantine.read(place);
            try (DirectoryLock alone = DirectoryLock.take(place)) {
                return run(place, stored, book);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the quarantine can't be read or emptied: " + e.getMessage(), e);
        }
    }

    private FeedReport run(Path place, StoredPackage stored, Book book) throws IOException {
        if (!Digests.sha256Of(place.resolve(Quarantine.PACKAGE)).equals(stored.sha256())) {
            throw new FileSystemException(
                    place.resolve(Quarantine.PACKAGE).toString(), null, "it is not the package that was put here");
        }
        Waits waits = new Waits(settings.clock());
        Instant begun = waits.now();
        handle(place, stored, book, waits);
        Quarantine.remove(place);
        Duration elapsed = Duration.between(begun, waits.now());
        book.handled(stored.names().correlationId(), 1, elapsed);
        return book.report(0);
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // what a handler throws is told, whatever it is
    private void handle(Path place, StoredPackage stored, Book book, Waits waits) {
        FetchedExport export = new FetchedExport(
                stored.message(),
                place.resolve(Quarantine.PACKAGE),
                stored.size(),
                stored.sha256(),
                1,
                settings.clock());
        try {
            book.handling(export, waits, () -> {
                settings.handler().replay(export);
                return true;
            });
        } catch (Throwable e) {
            throw new FeedException("the replay of " + place + " failed: " + e.getMessage(), e, book.report(0));
        }
    }
}
