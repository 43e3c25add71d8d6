package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.FeedHealth;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.InDoubtFile;
import io.github.d365fo.feed.Resolution;
import io.github.d365fo.feed.internal.run.Breather;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The feed as users see it: its life, and what they say to it. */
final class DefaultImportFeed implements ImportFeed {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final ImportSettings settings;
    private final Destination destination;
    private final ImportEngine engine;
    private final AtomicBoolean started = new AtomicBoolean();

    DefaultImportFeed(ImportSettings settings, Destination destination, ImportEngine engine) {
        this.settings = settings;
        this.destination = destination;
        this.engine = engine;
    }

    @Override
    public void start() {
        open();
        try {
            Thread loop = new Thread(this::loop, "d365fo-import-feed-" + NUMBERS.incrementAndGet());
            loop.setDaemon(false);
            loop.start();
        } catch (Throwable e) {
            engine.fail("starting the feed's thread", e);
            throw e;
        }
    }

    private void loop() {
        boolean over = false;
        while (!over) {
            over = loopOnce();
        }
    }

    private boolean loopOnce() {
        try {
            engine.loop(false);
            return true;
        } catch (InterruptedException e) {
            // Nobody who may end the feed interrupts its thread.
            return false;
        } catch (Throwable e) {
            // A heap so full that not even the end of a loop was possible.
            Breather.once();
            return false;
        }
    }

    private void open() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the feed was started before");
        }
        unchecked(() -> {
            engine.open();
            return true;
        });
    }

    @Override
    public ImportReport runUntilEmpty() {
        open();
        boolean interrupted = false;
        try {
            engine.loop(true);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            engine.drain(settings.drainTimeout());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        ImportReport report = engine.report();
        Optional<Throwable> failure = engine.failure();
        if (failure.isPresent()) {
            throw new ImportFeedException(
                    "the import feed " + destination.name() + " ended before its inbox was empty: "
                            + Printable.words(failure.get()),
                    failure.get(),
                    report);
        }
        return report;
    }

    @Override
    public CompletableFuture<ImportResult> submit(Path file) {
        if (!Files.isRegularFile(Objects.requireNonNull(file, "file"))) {
            throw new IllegalArgumentException(
                    "file: expected a regular file, but " + Printable.line(file.toString()) + " is none");
        }
        unchecked(() -> settings.paths().ownFolder(file)).ifPresent(folder -> {
            throw new IllegalArgumentException(Printable.line("file: expected none of the feed's own, but " + file
                    + " lies in " + folder + ", where the feed keeps what it has taken, ended or written down"));
        });
        return unchecked(
                () -> engine.use(open -> engine.take(open, file.toAbsolutePath().normalize()).result));
    }

    @Override
    public List<InDoubtFile> inDoubt() {
        if (!engine.wasOpened()) {
            unchecked(() -> engine.use(open -> true));
        }
        List<InDoubtFile> files = new ArrayList<>();
        for (FileEntry entry : engine.entries()) {
            entry.ending().filter(ending -> entry.isInDoubt()).ifPresent(ending -> files.add(doubt(entry, ending)));
        }
        files.sort(Comparator.comparing(InDoubtFile::since));
        return List.copyOf(files);
    }

    private InDoubtFile doubt(FileEntry entry, Ending ending) {
        Optional<Shipment> shipment = entry.shipment();
        Path place = settings.paths().inDoubt().resolve(ending.name());
        Path working = settings.paths().taken().resolve(entry.id()).resolve(entry.source());
        return new InDoubtFile(
                entry.id(),
                Files.exists(working) ? working : place,
                shipment.map(Shipment::externalId),
                shipment.map(Shipment::at).orElse(entry.takenAt()),
                shipment.flatMap(Shipment::entity),
                shipment.flatMap(Shipment::company),
                ending.reason().orElse(""));
    }

    @Override
    public void resolve(String id, Resolution resolution) {
        Objects.requireNonNull(resolution, "resolution");
        change(id, (folders, entry, now) -> switch (resolution) {
            case ARRIVED -> entry.placing(arrived(folders, entry), now);
            case NOT_ARRIVED -> entry.returning(now);
        });
    }

    private static Ending arrived(Folders folders, FileEntry entry) {
        // Its name is promised if somebody said so before.
        return entry.ending()
                .filter(ending -> ending.place() == ImportPlace.DONE)
                .orElseGet(() -> folders.promise(new Ending(
                        ImportPlace.DONE,
                        entry.source(),
                        ImportState.UNKNOWN,
                        Optional.of("A person said that it arrived."))));
    }

    @Override
    public void resolve(String id, MessageId message) {
        Objects.requireNonNull(message, "message");
        if (destination.canAsk()) {
            throw new IllegalStateException("a package has no message");
        }
        change(id, (folders, entry, now) -> entry.sent(message, now));
    }

    private interface Decision {
        FileEntry of(Folders folders, FileEntry entry, Instant now);
    }

    private void change(String id, Decision decision) {
        Objects.requireNonNull(id, "id");
        unchecked(() -> engine.use(open -> {
            engine.resolve(id, open, (entry, now) -> decision.of(open.folders(), entry, now));
            return true;
        }));
    }

    private interface Disk<T> {
        T run() throws IOException;
    }

    private <T> T unchecked(Disk<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(Printable.words(e), Printable.failure(e));
        }
    }

    @Override
    public FeedHealth health() {
        return engine.health();
    }

    @Override
    public ImportReport report() {
        return engine.report();
    }

    @Override
    public ImportReport drain(Duration atMost) {
        Objects.requireNonNull(atMost, "atMost");
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("atMost: expected zero or more, but got " + atMost);
        }
        engine.drain(atMost);
        return engine.report();
    }

    @Override
    public void close() {
        engine.drain(settings.drainTimeout());
    }
}
