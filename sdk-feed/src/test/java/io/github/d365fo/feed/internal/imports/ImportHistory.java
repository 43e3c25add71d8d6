package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.VirtualClock;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.InDoubtFile;
import io.github.d365fo.feed.Resolution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The history of a feed, its machine, its service and the person who resolves doubts, all of which follows from a seed. */
final class ImportHistory implements AutoCloseable {
    private static final int MOST_PROCESSES = 4;
    private static final int MOST_STEPS = 90;
    private static final int MOST_LOOKS = 100_000;
    private static final Duration MOST_SET = Duration.ofDays(2);

    final Map<String, Integer> seen = new TreeMap<>();
    private final Random random;
    private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());
    private final SimulatedDisk disk;
    private final FolderPaths paths;
    private final HistoryService service;
    private final boolean ordered;
    private final int concurrency;
    private final List<String> contents = new ArrayList<>();
    private final Map<String, ImportResult> results = new LinkedHashMap<>();
    private final Set<String> doubts = new HashSet<>();
    private Lanes lanes;
    private int excuses;
    private int looks;
    private Optional<Path> obstacle = Optional.empty();

    ImportHistory(long seed) {
        random = new Random(seed);
        disk = new SimulatedDisk(random);
        Path root = new HookedFiles(memory, disk).path("/work");
        paths = random.nextBoolean() ? FeedRig.within(root.resolve("inbox")) : FeedRig.beside(root);
        ordered = random.nextBoolean();
        boolean packages = random.nextInt(3) == 0;
        concurrency = packages ? 1 : 1 + random.nextInt(3);
        service = packages ? new QuickPackages(this::callStep) : new QuickService(new QuickJob());
        lanes = new Lanes(concurrency, random);
        count(packages ? "packages" : "messages");
    }

    /** A moment of a call at which the process may end, or other lanes go on. */
    private void callStep() {
        disk.step();
        lanes.meanwhile();
    }

    private void look() {
        assertThat(++looks).as("looks at the clock: it never comes to an end").isLessThan(MOST_LOOKS);
        lanes.look();
    }

    private void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    void run() throws IOException {
        paths.check();
        int processes = 1 + random.nextInt(MOST_PROCESSES);
        for (int i = 0; i < processes; i++) {
            putFiles(random.nextInt(4));
            process();
        }
        finish();
        check();
    }

    /** Names grow, so that the order of files is that of their names; some come again where there is no order. */
    private void putFiles(int number) throws IOException {
        for (int i = 0; i < number; i++) {
            boolean again = !ordered && random.nextInt(3) == 0;
            String name = again ? "again" : String.format("%04d", contents.size());
            String folder = random.nextInt(3) == 0 ? "/usmf" : "";
            Path file = plain(paths.inbox()).resolve(name + folder + ".csv");
            if (Files.notExists(file)) {
                String content = random.nextInt(8) == 0 ? "" : "rows " + String.format("%04d", contents.size());
                Files.createDirectories(file.getParent());
                Files.writeString(file, content);
                contents.add(content);
            }
        }
    }

    private static Path plain(Path hooked) {
        return HookedFiles.unwrap(hooked);
    }

    private void process() throws IOException {
        boolean troubled = planTrouble();
        lanes = new Lanes(concurrency, random);
        ImportFeed feed = feed();
        try {
            feed.runUntilEmpty();
            if (random.nextBoolean()) {
                resolve(feed());
            }
        } catch (ImportFeedException | UncheckedIOException e) {
            assertThat(troubled).as("a reason for %s", e.toString()).isTrue();
        } catch (SimulatedDisk.End e) {
            assertThat(disk.hasEnded()).isTrue();
        } finally {
            feed.close();
        }
        if (disk.hasEnded()) {
            count("ends");
        }
        disk.restart(paths.journal().resolve("imports.log"));
        service.forgetFaults();
        removeObstacle();
    }

    /** Returns whether there will be any that may stop a run. */
    private boolean planTrouble() throws IOException {
        boolean fault = random.nextBoolean();
        if (fault) {
            service.planFault(random);
        }
        int kind = random.nextInt(4);
        if (kind < 2) {
            disk.endAfter(random.nextInt(MOST_STEPS));
            excuses += concurrency;
        } else if (kind == 2) {
            disk.fillAfter(random.nextInt(MOST_STEPS), 1 + random.nextInt(30));
            excuses += concurrency;
            count("full disks");
        }
        if (random.nextInt(4) == 0) {
            putObstacle(paths.of(ImportPlace.values()[random.nextInt(ImportPlace.values().length)]));
        }
        return kind < 3 || obstacle.isPresent();
    }

    private void putObstacle(Path folder) throws IOException {
        Path there = plain(folder);
        if (Files.isDirectory(there)) {
            Files.move(there, plain(paths.inbox()).resolveSibling("away"));
            Files.writeString(there, "in the way");
            obstacle = Optional.of(there);
            count("obstacles");
        }
    }

    private void removeObstacle() throws IOException {
        if (obstacle.isPresent()) {
            Files.delete(obstacle.get());
            Files.move(plain(paths.inbox()).resolveSibling("away"), obstacle.get());
            obstacle = Optional.empty();
        }
    }

    private ImportFeed feed() {
        Duration ahead = MOST_SET.multipliedBy(random.nextInt(3) - 1);
        return new FeedRig(paths, new SetClock((VirtualClock) service.clock(), ahead, this::look))
                .ordered(ordered)
                .concurrency(concurrency)
                .executor(lanes)
                .random(random)
                .onResult(this::note)
                .feed(new Watched(service.destination()));
    }

    /** A destination whose process can end right before it is asked or right after. */
    private final class Watched extends PassingDestination {
        Watched(Destination inner) {
            super(inner);
        }

        @Override
        public Receipt send(Parcel parcel, boolean perhapsSent) {
            callStep();
            Receipt receipt = super.send(parcel, perhapsSent);
            callStep();
            return receipt;
        }

        @Override
        public Judgement judge(Parcel parcel, Throwable failure) {
            callStep();
            return super.judge(parcel, failure);
        }

        @Override
        public Optional<ImportOutcome> outcome(MessageId message) {
            callStep();
            return super.outcome(message);
        }
    }

    private void note(ImportResult result) {
        results.put(result.id(), result);
        if (result.state() == ImportState.SUCCEEDED) {
            assertThat(result.messageId().filter(id -> !service.isProcessed(id)))
                    .as("done before it was processed: %s", result)
                    .isEmpty();
        }
    }

    /** A person looks into the environment and tells the truth. */
    private void resolve(ImportFeed feed) {
        try (feed) {
            for (InDoubtFile file : feed.inDoubt()) {
                doubts.add(file.id() + " " + file.since());
                Optional<MessageId> arrived = file.externalId().flatMap(service::messageOf);
                if (arrived.isEmpty()) {
                    feed.resolve(file.id(), Resolution.NOT_ARRIVED);
                } else if (!ordered && random.nextBoolean()) {
                    // Whether it is processed is not known then, so the next would not wait for that.
                    feed.resolve(file.id(), Resolution.ARRIVED);
                } else {
                    feed.resolve(file.id(), arrived.get());
                }
            }
        }
    }

    private void finish() {
        boolean left = true;
        for (int i = 0; i < 20 && left; i++) {
            lanes = new Lanes(concurrency, random);
            resolve(feed());
            ImportFeed feed = feed();
            feed.runUntilEmpty();
            left = !feed.inDoubt().isEmpty() || feed.report().unprocessed() > 0;
        }
        assertThat(left).as("something is left").isFalse();
    }

    private void check() throws IOException {
        List<String> ended = new ArrayList<>();
        for (ImportPlace place : ImportPlace.values()) {
            for (String name : Inboxes.files(plain(paths.of(place)))) {
                if (!name.endsWith(".txt")) {
                    ended.add(Files.readString(plain(paths.of(place)).resolve(name)));
                    assertThat(place).as(name).isNotEqualTo(ImportPlace.IN_DOUBT);
                }
            }
        }
        assertThat(ended).as("what ended").containsExactlyInAnyOrderElementsOf(contents);
        assertThat(Inboxes.files(plain(paths.taken()))).isEmpty();
        assertThat(Inboxes.files(plain(paths.inDoubt()))).isEmpty();
        List<String> sendable =
                contents.stream().filter(each -> !each.isEmpty()).toList();
        assertThat(service.arrived()).as("what arrived").containsExactlyInAnyOrderElementsOf(sendable);
        if (ordered) {
            assertThat(service.arrived()).as("order").isSorted();
            assertThat(service.overlaps())
                    .as("files sent before others were processed")
                    .isZero();
        }
        checkResults();
        seen.merge("files", contents.size(), Integer::sum);
        seen.merge("doubts", doubts.size(), Integer::sum);
        assertThat(doubts)
                .as("in doubt")
                .hasSizeLessThanOrEqualTo(service.canBeInDoubt() ? service.lost() + excuses : 0);
    }

    private void checkResults() throws IOException {
        assertThat(results).hasSize(contents.size());
        for (ImportResult result : results.values()) {
            Path file = plain(result.file());
            assertThat(file).exists();
            boolean failed = Files.size(file) == 0;
            assertThat(result.place()).as("%s", result).isEqualTo(failed ? ImportPlace.FAILED : ImportPlace.DONE);
            assertThat(Files.exists(file.resolveSibling(file.getFileName() + ".report.txt")))
                    .isEqualTo(failed);
        }
    }

    @Override
    public void close() throws IOException {
        memory.close();
    }
}
