package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.internal.files.ForcedLog;
import io.github.d365fo.feed.support.ChildJvm;
import io.github.d365fo.feed.support.Tmpfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLedgerTest extends LedgerContract {
    private static final int SHORTEST_RECORD = 80;

    @TempDir
    Path directory;

    @Override
    DeliveryLedger newLedger() {
        return DeliveryLedger.inDirectory(directory);
    }

    @Override
    boolean isShared() {
        return false;
    }

    private Path log() {
        return directory.resolve("ledger.log");
    }

    private LedgerSession open(DeliveryLedger ledger) {
        return ledger.open(JOB, "me", clock);
    }

    @Nested
    class Sharing {
        @Test
        void jobsOfOneProcessShareTheDirectory() throws IOException {
            Path link =
                    Files.createSymbolicLink(directory.resolveSibling("link-" + directory.getFileName()), directory);
            DeliveryLedger same = DeliveryLedger.inDirectory(link);
            LedgerSession me = open(ledger());
            LedgerSession other = same.open(OTHER_JOB, "me", clock);
            String id = me.claim(MESSAGE, CLAIM).id();
            String otherId = other.claim(MESSAGE, CLAIM).id();
            me.close();

            assertThat(other.attempt(otherId)).isTrue();
            other.close();

            assertThat(as("me").find(id)).isPresent();
            assertThat(as("me", OTHER_JOB).find(otherId).orElseThrow().attempts())
                    .isEqualTo(1);
            Files.delete(link);
        }

        @Test
        void aJobIsOpenOnce() {
            LedgerSession first = open(ledger());
            DeliveryLedger same = DeliveryLedger.inDirectory(directory);

            assertThatThrownBy(() -> open(same))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContainingAll(directory.toString(), JOB.value(), "another feed of this process");
            assertThatThrownBy(() -> open(ledger())).isInstanceOf(LedgerException.class);

            first.close();
            first.close();
            try (LedgerSession second = open(same)) {
                first.close();
                assertThat(second.claim(MESSAGE, CLAIM).isMine()).isTrue();
                assertThatThrownBy(() -> open(ledger())).isInstanceOf(LedgerException.class);
            }
        }

        @Test
        void anotherProcessIsRefused() {
            try (ChildJvm child = new ChildJvm(Holder.class, directory.toString())) {
                child.expect("open");

                assertThatThrownBy(() -> open(ledger()))
                        .isInstanceOf(LedgerException.class)
                        .hasMessageContainingAll(directory.toString(), "another process");
                child.kill();
            }

            try (LedgerSession session = open(ledger())) {
                assertThat(session.claim(MESSAGE, CLAIM).attempts()).isEqualTo(1);
            }
        }

        @Test
        void missingDirectoriesAreMade() {
            try (LedgerSession session = open(DeliveryLedger.inDirectory(directory.resolve("a/b/c")))) {
                assertThat(session.claim(MESSAGE, CLAIM).isMine()).isTrue();
            }
        }

        @Test
        void aFileIsNoDirectory() throws IOException {
            Path file = Files.createFile(directory.resolve("file"));

            assertThatThrownBy(() -> open(DeliveryLedger.inDirectory(file)))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    /** Has the ledger of its first argument open, and one attempt written. */
    static final class Holder {
        public static void main(String[] arguments) throws IOException {
            LedgerSession session =
                    DeliveryLedger.inDirectory(Path.of(arguments[0])).open(JOB, "me", Clock.systemUTC());
            session.attempt(session.claim(MESSAGE, CLAIM).id());
            System.out.println("open");
            System.in.read();
        }
    }

    @Nested
    class Damage {
        @Test
        void inTheMiddleRefusesAndChangesNothing() throws IOException {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.attempt(id);
            me.attempt(id);
            me.close();
            byte[] bytes = Files.readAllBytes(log());
            bytes[20]++;
            Files.write(log(), bytes);

            assertThatThrownBy(() -> open(ledger()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContainingAll(log().toString(), "line 1");
            assertThat(Files.readAllBytes(log())).isEqualTo(bytes);

            bytes[20]--;
            Files.write(log(), bytes);
            assertThat(as("me").find(id).orElseThrow().attempts()).isEqualTo(2);
        }

        @Test
        void aLaterVersionsRecordRefuses() throws IOException {
            as("me").claim(MESSAGE, CLAIM);
            closeAll();
            try (ForcedLog log = ForcedLog.open(log(), record -> {})) {
                log.append(List.of("something new", "1"));
            }

            assertThatThrownBy(() -> open(ledger()))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContainingAll(directory.toString(), "something new", "later version");
            assertThatThrownBy(() -> open(ledger())).hasMessageContaining("something new");
        }

        @Test
        void aFullDiskChangesNothingAndIsTold() throws IOException {
            Path small = Files.createDirectory(directory.resolve("small"));
            try (Tmpfs disk = Tmpfs.at(small, "size=16k")) {
                try (LedgerSession me = open(DeliveryLedger.inDirectory(small))) {
                    String id = me.claim(MESSAGE, CLAIM).id();
                    int attempts = attemptUntilFull(me, id);

                    assertThat(me.find(id).orElseThrow().attempts()).isEqualTo(attempts);
                    disk.remount("size=1m");
                    assertThat(me.attempt(id)).isTrue();
                    assertThat(me.find(id).orElseThrow().attempts()).isEqualTo(attempts + 1);
                }
                try (LedgerSession me = open(DeliveryLedger.inDirectory(small))) {
                    assertThat(me.claim(MESSAGE, CLAIM).isMine()).isTrue();
                }
            }
        }

        private int attemptUntilFull(LedgerSession me, String id) {
            int attempts = 0;
            while (true) {
                try {
                    me.attempt(id);
                    attempts++;
                } catch (LedgerException full) {
                    assertThat(full).hasMessageContaining("can't be written").hasCauseInstanceOf(IOException.class);
                    return attempts;
                }
            }
        }
    }

    @Nested
    class Growth {
        @Test
        void theFileDoesNotGrowForEver() throws IOException {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            String spooled = me.claim(names("c2", "b2"), CLAIM).id();
            me.settle(spooled, LedgerState.SPOOLED, DIGEST);
            long largest = 0;
            for (int i = 0; i < 1_200; i++) {
                me.attempt(id);
                largest = Math.max(largest, Files.size(log()));
            }

            assertThat(Files.size(log())).isLessThan(largest / 2);
            assertThat(me.find(id).orElseThrow().attempts()).isEqualTo(1_200);
            assertThat(as("me").find(id).orElseThrow().attempts()).isEqualTo(1_200);
            assertThat(as("me").find(spooled).orElseThrow().state()).isEqualTo(LedgerState.SPOOLED);
        }

        @Test
        void whatWasForgottenStaysForgotten() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            clock.advance(AWHILE);
            me.forget(clock.instant());

            assertThat(as("me").find(id)).isEmpty();
        }
    }

    /** What is torn off is less than a record, with or without zeros after it. */
    @Test
    void aCutAtAnyRecordLeavesWhatWasWrittenBefore() throws IOException {
        long seed = Long.getLong("seed", 20_260_301);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 5; round++) {
            Files.deleteIfExists(log());
            List<Written> written = writeAtRandom(random, 60);
            byte[] whole = Files.readAllBytes(log());
            for (Written until : written) {
                int torn = Math.min(random.nextInt(SHORTEST_RECORD), whole.length - until.length());
                Files.write(log(), Arrays.copyOf(whole, until.length() + torn));
                if (random.nextInt(4) == 0) {
                    Files.write(log(), new byte[random.nextInt(5_000)], StandardOpenOption.APPEND);
                }
                assertThat(entries(as("me"))).as("seed %s", seed).isEqualTo(until.entries());
            }
        }
    }

    private record Written(int length, List<Optional<LedgerEntry>> entries) {}

    /** Does the same to a ledger in memory, and returns what that has after each step. */
    private List<Written> writeAtRandom(SplittableRandom random, int steps) throws IOException {
        LedgerSession model = DeliveryLedger.inMemory().open(JOB, "me", clock);
        List<Written> written = new ArrayList<>();
        LedgerSession me = as("me");
        for (int i = 0; i < steps; i++) {
            clock.advance(Duration.ofSeconds(random.nextInt(120)));
            long seed = random.nextLong();
            doSomething(me, new SplittableRandom(seed));
            doSomething(model, new SplittableRandom(seed));
            written.add(new Written((int) Files.size(log()), entries(model)));
            if (random.nextInt(10) == 0) {
                me = as("me");
            }
        }
        assertThat(entries(me)).isEqualTo(entries(model));
        return written;
    }

    private static void doSomething(LedgerSession session, SplittableRandom random) {
        int number = random.nextInt(6);
        String id = MessageKeys.entryId(JOB, names("c" + number, "b" + number));
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> session.claim(names("c" + number, "b" + number), CLAIM);
            case 3 -> session.attempt(id);
            case 4 -> session.settle(id, LedgerState.values()[1 + random.nextInt(3)], DIGEST);
            case 5 -> session.acknowledged(id);
            case 6 -> session.release(id);
            default -> session.renew(id, CLAIM);
        }
    }

    private static List<Optional<LedgerEntry>> entries(LedgerSession session) {
        List<Optional<LedgerEntry>> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(session.find(MessageKeys.entryId(JOB, names("c" + i, "b" + i))));
        }
        return entries;
    }
}
