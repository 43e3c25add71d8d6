package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.InDoubtFile;
import io.github.d365fo.feed.Resolution;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feeds whose process ends at every step of the journal, the moves and the calls, under faults of the service, and go on in
 * a next process on the same directories. Whatever happens: each file ends in exactly one place, none is lost, and none is
 * sent twice unless a person said that it did not arrive. Here the service has a wire; {@link ImportSimulationTest} tries many
 * more histories without one. A seed that fails is named and can be run again.
 */
@ExtendWith(CapturedLog.class)
class CrashTest {
    private static final int WIRE_SEEDS = 25;
    private static final String ROWS = "CUSTOMERGROUPID\n";

    @TempDir
    Path directory;

    /** The end of the process: nothing more can be done in it. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("crash", null, false, false);
        }
    }

    private static final class Crasher implements StepWatcher {
        private int left;

        Crasher(int steps) {
            left = steps;
        }

        @Override
        public void at(String step) {
            if (left <= 0) {
                throw new Crash();
            }
            left--;
        }

        boolean hasStruck() {
            return left <= 0;
        }
    }

    /** A destination whose process can end right before it is asked or right after. */
    private static final class Crashing extends PassingDestination {
        private final StepWatcher watcher;

        Crashing(Destination inner, StepWatcher watcher) {
            super(inner);
            this.watcher = watcher;
        }

        @Override
        public Receipt send(Parcel parcel, boolean perhapsSent) {
            watcher.at("before send");
            Receipt receipt = super.send(parcel, perhapsSent);
            watcher.at("after send");
            return receipt;
        }

        @Override
        public Judgement judge(Parcel parcel, Throwable failure) {
            watcher.at("after a failure");
            return super.judge(parcel, failure);
        }

        @Override
        public Optional<ImportOutcome> outcome(MessageId message) {
            watcher.at("before a question");
            return super.outcome(message);
        }
    }

    /** One history of a feed. */
    private static final class History {
        private final HistoryService service;
        private final Path inbox;
        private final Random random;
        private final boolean ordered;
        private final Map<String, String> contents = new TreeMap<>();
        private final List<ImportResult> results = new ArrayList<>();

        History(HistoryService service, Path root, long seed) throws IOException {
            this.service = service;
            this.random = new Random(seed);
            this.inbox = Files.createDirectories(root.resolve("seed-" + seed));
            FeedRig.within(inbox).check();
            this.ordered = random.nextBoolean();
        }

        void run() throws IOException {
            int processes = 1 + random.nextInt(4);
            for (int i = 0; i < processes; i++) {
                putFiles(random.nextInt(3));
                if (random.nextBoolean()) {
                    service.planFault(random);
                }
                process(1 + random.nextInt(70));
                service.forgetFaults();
            }
            if (contents.isEmpty()) {
                putFiles(1);
            }
            finish();
            check();
        }

        private void putFiles(int number) throws IOException {
            for (int i = 0; i < number; i++) {
                String content = ROWS + contents.size() + "\n";
                String name = random.nextInt(3) == 0 ? "usmf/a.csv" : "a.csv";
                Path file = inbox.resolve(name);
                if (!Files.exists(file)) {
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, content);
                    contents.put(content, name);
                }
            }
        }

        private ImportFeed feed(StepWatcher watcher) {
            return new FeedRig(FeedRig.within(inbox), service.clock())
                    .ordered(ordered)
                    .concurrency(2)
                    .watcher(watcher)
                    .onResult(results::add)
                    .feed(new Crashing(service.destination(), watcher));
        }

        private void process(int steps) {
            Crasher crasher = new Crasher(steps);
            ImportFeed feed = feed(crasher);
            try {
                feed.runUntilEmpty();
                if (random.nextBoolean()) {
                    resolve(crasher);
                }
            } catch (ImportFeedException e) {
                assertThat(crasher.hasStruck()).as("%s", e.getCause()).isTrue();
            } catch (Crash e) {
                assertThat(crasher.hasStruck()).isTrue();
            } finally {
                feed.close();
            }
        }

        /** A person looks into the environment and tells the truth. */
        private void resolve(StepWatcher watcher) {
            try (ImportFeed feed = feed(watcher)) {
                for (InDoubtFile file : feed.inDoubt()) {
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
                resolve(StepWatcher.NONE);
                ImportFeed feed = feed(StepWatcher.NONE);
                feed.runUntilEmpty();
                left = !feed.inDoubt().isEmpty() || feed.report().unprocessed() > 0;
            }
            assertThat(left).as("something is left").isFalse();
        }

        private void check() throws IOException {
            List<String> ended = new ArrayList<>();
            for (String name : Inboxes.files(inbox)) {
                if (!name.startsWith(".journal") && !name.equals(".taken/.lock") && !name.endsWith(".txt")) {
                    assertThat(name).matches("(done|failed)/.*");
                    ended.add(Files.readString(inbox.resolve(name)));
                }
            }
            assertThat(ended).containsExactlyInAnyOrderElementsOf(contents.keySet());
            assertThat(Inboxes.files(inbox.resolve("in-doubt"))).isEmpty();
            assertThat(Inboxes.files(inbox.resolve(".taken"))).isEmpty();
            List<String> expected = service instanceof PackageService
                    ? Collections.nCopies(contents.size(), "execution")
                    : List.copyOf(contents.keySet());
            assertThat(service.arrived()).containsExactlyInAnyOrderElementsOf(expected);
            if (ordered) {
                assertThat(service.overlaps()).as("files out of turn").isZero();
            }
            assertThat(results.stream().map(ImportResult::id).distinct()).hasSize(contents.size());
        }
    }

    private static void histories(int number, Path root, Supplier<HistoryService> services) {
        int first = Integer.getInteger("seed", 0);
        int seeds = Integer.getInteger("seeds", number);
        for (int seed = first; seed < first + seeds; seed++) {
            try {
                new History(services.get(), root, seed).run();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + " (-Dseed=" + seed + " -Dseeds=1): " + e.getMessage(), e);
            }
        }
    }

    @Test
    void noFileIsLostOrSentTwiceOnTheWire() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.faults().allowUnfired();
            histories(WIRE_SEEDS, directory, () -> new JobService(server));
        }
    }

    @Test
    void noPackageIsLostOrImportedTwiceOrInDoubt() {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.faults().allowUnfired();
            histories(WIRE_SEEDS, directory, () -> new PackageService(server));
        }
    }
}
