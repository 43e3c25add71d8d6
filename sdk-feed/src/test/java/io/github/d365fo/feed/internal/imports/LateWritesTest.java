package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.InDoubtFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A producer that still writes to a file that was taken and sent: nobody is told that all of it was imported. */
@ExtendWith(CapturedLog.class)
class LateWritesTest {
    private static final String ROWS = "CUSTOMERGROUPID\n10\n";

    @TempDir
    Path directory;

    private final List<ImportResult> results = new ArrayList<>();

    @BeforeEach
    void putFile() throws IOException {
        Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(directory.resolve("inbox/a.csv"), ROWS);
    }

    /** What the producer does. */
    enum Write {
        APPEND,
        TRUNCATE,
        OVERWRITE,
        REPLACE;

        void to(Path file) {
            try {
                FileTime before = Files.getLastModifiedTime(file);
                switch (this) {
                    case APPEND -> Files.writeString(file, "20\n", StandardOpenOption.APPEND);
                    case TRUNCATE -> Files.writeString(file, "CUSTOMERGROUPID\n");
                    case OVERWRITE -> Files.writeString(file, ROWS.replace('1', '2'));
                    case REPLACE -> {
                        Path other = Files.writeString(file.resolveSibling("other"), ROWS + "30\n");
                        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                // As it is on any file system whose clock is not too coarse.
                Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusMillis(1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** When it does so. */
    enum Moment {
        AFTER_SENDING,
        AT_THE_LAST_QUESTION,
        BETWEEN_TWO_TRIES_TO_MOVE
    }

    /** Writes to the file once, at a moment. */
    private final class Producer extends PassingDestination implements StepWatcher {
        private final Runnable write;
        private final Moment moment;
        private boolean done;

        Producer(Destination inner, Runnable write, Moment moment) {
            super(inner);
            this.write = write;
            this.moment = moment;
        }

        private boolean reach(Moment now) {
            boolean reached = now == moment && !done;
            if (reached) {
                done = true;
                write.run();
            }
            return reached;
        }

        @Override
        public Receipt send(Parcel parcel, boolean perhapsSent) {
            try {
                return super.send(parcel, perhapsSent);
            } finally {
                reach(Moment.AFTER_SENDING);
            }
        }

        @Override
        public Optional<ImportOutcome> outcome(MessageId message) {
            Optional<ImportOutcome> outcome = super.outcome(message);
            outcome.ifPresent(known -> reach(Moment.AT_THE_LAST_QUESTION));
            return outcome;
        }

        @Override
        public void at(String step) {
            if (step.equals("before placing") && reach(Moment.BETWEEN_TWO_TRIES_TO_MOVE)) {
                throw new UncheckedIOException(new IOException("the disk is away"));
            }
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(Write.values())
                .flatMap(write -> Stream.of(Moment.values())
                        .flatMap(moment -> Stream.of(true, false)
                                .filter(isJob -> isJob || moment != Moment.AT_THE_LAST_QUESTION)
                                .map(isJob -> Arguments.of(write, moment, isJob))));
    }

    private ImportFeed feed(HistoryService service, Destination destination, StepWatcher watcher) {
        return new FeedRig(FeedRig.within(directory.resolve("inbox")), service.clock())
                .watcher(watcher)
                .onResult(results::add)
                .feed(destination);
    }

    private ImportFeed feed(HistoryService service) {
        return feed(service, service.destination(), StepWatcher.NONE);
    }

    private ImportFeed feed(HistoryService service, Write write, Moment moment) {
        Producer producer = new Producer(service.destination(), () -> write.to(taken()), moment);
        return feed(service, producer, producer);
    }

    private Path taken() {
        try (Stream<Path> all = Files.walk(directory.resolve("inbox/.taken"))) {
            return all.filter(file -> file.endsWith("a.csv")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertToldAsLate(HistoryService service) throws IOException {
        assertThat(service.arrived()).containsExactly(ROWS);
        assertThat(results).hasSize(1);
        ImportResult result = results.get(0);
        assertThat(result.place()).isEqualTo(ImportPlace.FAILED);
        assertThat(result.state()).isEqualTo(ImportState.PARTIALLY_SUCCEEDED);
        assertThat(result.isSuccess()).isFalse();
        String reason = result.reason().orElseThrow();
        assertThat(reason)
                .contains(
                        "written to it since", ROWS.length() + " bytes", Files.size(result.file()) + "", "settleTime");
        Path report = result.file().resolveSibling("a.csv.report.txt");
        assertThat(report).content().contains(reason);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatCameLateIsTold(Write write, Moment moment, boolean isJob) throws IOException {
        HistoryService service = isJob ? new QuickService() : new QuickPackages(() -> {});
        feed(service, write, moment).runUntilEmpty();
        assertToldAsLate(service);
    }

    /** A person who looks for a file in doubt hears of it, and so does who follows its message. */
    @ParameterizedTest
    @EnumSource(value = Write.class, mode = EnumSource.Mode.EXCLUDE, names = "OVERWRITE")
    void whatCameLateIsToldOfFilesInDoubt(Write write) throws IOException {
        QuickJob job = new QuickJob();
        QuickService service = new QuickService(job);
        job.failNext(1);
        ImportFeed feed = feed(service, write, Moment.AFTER_SENDING);
        feed.runUntilEmpty();
        InDoubtFile file = feed.inDoubt().get(0);
        assertThat(file.reason()).contains("written to it since");
        assertThat(file.file().resolveSibling("a.csv.in-doubt.txt")).content().contains(file.reason());
        results.clear();

        ImportFeed next = feed(service);
        next.resolve(
                file.id(), service.messageOf(file.externalId().orElseThrow()).orElseThrow());
        next.runUntilEmpty();
        assertToldAsLate(service);
    }

    /** A file that did not arrive is sent as it is by then. */
    @ParameterizedTest
    @EnumSource(Write.class)
    void whatCameBeforeItIsSentAgainIsSent(Write write) throws IOException {
        QuickJob job = new QuickJob();
        QuickService service = new QuickService(job);
        job.failNext(2);
        feed(service, write, Moment.AFTER_SENDING).runUntilEmpty();
        assertThat(results).hasSize(1);
        assertThat(results.get(0).place()).isEqualTo(ImportPlace.DONE);
        assertThat(service.arrived())
                .containsExactly(Files.readString(results.get(0).file()));
    }

    @Test
    void aFileThatNobodyTouchesIsDone() {
        QuickService service = new QuickService();
        assertThat(feed(service).runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
    }
}
