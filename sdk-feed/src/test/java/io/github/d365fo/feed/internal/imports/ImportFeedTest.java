package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportState;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportPlace;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.feed.InDoubtFile;
import io.github.d365fo.feed.Resolution;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CapturedLog.class)
class ImportFeedTest {
    private static final String ROWS = "CUSTOMERGROUPID\n10\n";
    private static final FileRule GROUPS = FileRule.ofEntity("Customer groups");

    @TempDir
    Path directory;

    private Inboxes world;

    @BeforeEach
    void open() {
        world = new Inboxes(directory);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private ImportFeed feed() {
        return world.builder().request(GROUPS).build();
    }

    private InDoubtFile onlyDoubt(ImportFeed feed) {
        List<InDoubtFile> files = feed.inDoubt();
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    /** A folder that another setting has made one of many in the inbox would be sent again, as if it were a company. */
    @Test
    void aFolderThatWasTheFeedsOwnIsNeverSent() {
        world.server.faults().on(Operation.ENQUEUE).nth(2).inject(new Fault.ResetAfterReading());
        world.put("a.csv", ROWS + "a\n");
        world.put("b.csv", ROWS + "b\n");
        world.put("empty.csv", "");
        ImportReport first = feed().runUntilEmpty();
        assertThat(first).isEqualTo(new ImportReport(1, 1, 1, 0));
        int sent = world.sent().size();

        ImportReport second = world.builder()
                .request(GROUPS.companyFromFolder())
                .done(directory.resolve("elsewhere").resolve("done"))
                .failed(directory.resolve("elsewhere").resolve("failed"))
                .inDoubtFolder(directory.resolve("elsewhere").resolve("in-doubt"))
                .build()
                .runUntilEmpty();

        assertThat(second.processed()).isZero();
        assertThat(second.failed()).isZero();
        assertThat(world.sent()).hasSize(sent);
        assertThat(world.files("done")).containsExactly("a.csv");
    }

    @Test
    void filesAreSentByNameAndEndInDone() {
        world.put("b.csv", ROWS + "b\n");
        world.put("a.csv", ROWS + "a\n");
        ImportReport report = feed().runUntilEmpty();
        assertThat(report).isEqualTo(new ImportReport(2, 0, 0, 0));
        assertThat(world.sent()).containsExactly(ROWS + "a\n", ROWS + "b\n");
        assertThat(world.files("done")).containsExactly("a.csv", "b.csv");
        assertThat(world.files("failed")).isEmpty();
        world.assertNothingTaken();
        ImportResult first = world.results.get(0);
        assertThat(first.state()).isEqualTo(ImportState.SUCCEEDED);
        assertThat(first.file()).hasContent(ROWS + "a\n");
        assertThat(first.messageId())
                .contains(world.server.importJob().enqueued().get(0).messageId());
        assertThat(first.outcome()).isPresent();
        assertThat(world.server.importJob().enqueued().get(0).externalId()).contains(first.id());
    }

    @Test
    void aFileWhoseRowsFailEndsInFailedWithAReport() {
        world.server
                .importJob()
                .endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("17", "Account 4711 does not exist")));
        world.put("usmf/orders.csv", ROWS);
        ImportReport report = feed().runUntilEmpty();
        assertThat(report.failed()).isEqualTo(1);
        assertThat(world.files("failed")).containsExactly("usmf/orders.csv", "usmf/orders.csv.report.txt");
        assertThat(world.read("failed/usmf/orders.csv.report.txt"))
                .contains("PARTIALLY_SUCCEEDED", "Account 4711 does not exist", "record 17", "Customer groups");
        assertThat(world.results.get(0).errors()).hasSize(1);
        assertThat(world.results.get(0).reason()).get().asString().contains("PARTIALLY_SUCCEEDED");
    }

    @Test
    void anEmptyFileIsNotSent() {
        world.put("empty.csv", "");
        assertThat(feed().runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.read("failed/empty.csv.report.txt")).contains("The file is empty");
        assertThat(world.sent()).isEmpty();
    }

    @Test
    void unfinishedAndHiddenFilesAreLeftAlone() {
        for (String name : List.of("a.part", "b.tmp", "c.filepart", ".d.csv", ".hidden/e.csv", "E.TMP")) {
            world.put(name, ROWS);
        }
        assertThat(feed().runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 0, 0));
        assertThat(world.sent()).isEmpty();
        assertThat(world.files("")).contains("a.part", "b.tmp", "c.filepart", ".d.csv", ".hidden/e.csv", "E.TMP");
    }

    @Test
    void theSameNameAgainIsANewFileWithItsOwnPlace() {
        for (int i = 1; i <= 3; i++) {
            world.put("orders.csv", ROWS + i);
            feed().runUntilEmpty();
        }
        assertThat(world.files("done")).containsExactly("orders-2.csv", "orders-3.csv", "orders.csv");
        assertThat(world.read("done/orders-3.csv")).isEqualTo(ROWS + 3);
    }

    @Nested
    class Doubt {
        @BeforeEach
        void loseAnAnswer() {
            world.server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
            world.put("orders.csv", ROWS);
        }

        @Test
        void aLostAnswerLeadsToInDoubtWithANote() {
            ImportFeed feed = feed();
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 1, 0));
            InDoubtFile file = onlyDoubt(feed);
            assertThat(file.file()).hasContent(ROWS);
            assertThat(file.entity()).contains("Customer groups");
            assertThat(world.files("in-doubt")).containsExactly("orders.csv", "orders.csv.in-doubt.txt");
            assertThat(world.read("in-doubt/orders.csv.in-doubt.txt"))
                    .contains(file.externalId().orElseThrow(), "Manage messages", file.id(), "NOT_ARRIVED");
            assertThat(world.results.get(0).place()).isEqualTo(ImportPlace.IN_DOUBT);
            assertThat(world.sent()).hasSize(1);
        }

        @Test
        void aFileThatArrivedIsDoneAndNotSentAgain() {
            feed().runUntilEmpty();
            ImportFeed next = feed();
            next.resolve(onlyDoubt(next).id(), Resolution.ARRIVED);
            assertThat(next.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertThat(world.files("done")).containsExactly("orders.csv");
            assertThat(world.files("in-doubt")).isEmpty();
            assertThat(world.sent()).hasSize(1);
            assertThat(world.results.get(1).state()).isEqualTo(ImportState.UNKNOWN);
        }

        @Test
        void aFileThatArrivedIsFollowedByItsMessage() {
            feed().runUntilEmpty();
            ImportFeed next = feed();
            next.resolve(
                    onlyDoubt(next).id(),
                    world.server.importJob().enqueued().get(0).messageId());
            assertThat(next.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertThat(world.results.get(1).state()).isEqualTo(ImportState.SUCCEEDED);
            assertThat(world.files("in-doubt")).isEmpty();
            assertThat(world.files("done")).containsExactly("orders.csv");
            assertThat(world.sent()).hasSize(1);
        }

        @Test
        void aFileThatDidNotArriveIsSentAgain() {
            feed().runUntilEmpty();
            ImportFeed next = feed();
            next.resolve(onlyDoubt(next).id(), Resolution.NOT_ARRIVED);
            assertThat(next.inDoubt()).isEmpty();
            assertThat(next.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertThat(world.files("in-doubt")).isEmpty();
            assertThat(world.files("done")).containsExactly("orders.csv");
            assertThat(world.sent()).hasSize(2);
        }

        @Test
        void aNameInDoubtBelongsToTheNextFileOnceItIsFree() {
            feed().runUntilEmpty();
            world.server.faults().on(Operation.ENQUEUE).nth(2).inject(new Fault.ResetAfterReading());
            world.put("orders.csv", ROWS + "20\n");
            ImportFeed next = feed();
            next.resolve(onlyDoubt(next).id(), Resolution.NOT_ARRIVED);
            assertThat(next.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 1, 0));
            assertThat(world.read("done/orders.csv")).isEqualTo(ROWS);
            assertThat(world.read("in-doubt/orders.csv")).isEqualTo(ROWS + "20\n");
        }

        @Test
        void anUnknownIdIsRefused() {
            ImportFeed feed = feed();
            assertThatThrownBy(() -> feed.resolve("nobody", Resolution.ARRIVED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nobody");
            feed.close();
            world.server.faults().allowUnfired();
        }

        @Test
        void anOrderedFeedHoldsAllOthersUntilItIsResolved() {
            world.put("z.csv", ROWS);
            ImportFeed feed = world.builder().request(GROUPS).ordered(true).build();
            ImportReport report = feed.runUntilEmpty();
            assertThat(report.inDoubt()).isEqualTo(1);
            assertThat(world.sent()).hasSize(1);
            ImportFeed next = world.builder().request(GROUPS).ordered(true).build();
            next.resolve(onlyDoubt(next).id(), Resolution.ARRIVED);
            assertThat(next.runUntilEmpty().processed()).isEqualTo(2);
            assertThat(world.sent()).hasSize(2);
        }
    }

    @Test
    void aServiceThatLosesEveryAnswerDoesNotPutTheWholeInboxInDoubt() {
        world.server.faults().on(Operation.ENQUEUE).always().inject(new Fault.ServerError());
        for (int i = 10; i < 30; i++) {
            world.put(i + ".csv", ROWS);
        }
        ImportFeed feed = feed();
        Instant before = world.server.clock().instant();
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        assertThat(feed.report()).isEqualTo(new ImportReport(0, 0, 8, 12));
        assertThat(Duration.between(before, world.server.clock().instant())).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void aRefusedSignInStopsTheFeedAndLosesNothing() {
        world.server.faults().on(Operation.ENQUEUE).inject(new Fault.Forbidden());
        world.put("orders.csv", ROWS);
        ImportFeed feed = feed();
        assertThatThrownBy(feed::runUntilEmpty)
                .isInstanceOfSatisfying(
                        ImportFeedException.class,
                        e -> assertThat(e.report().unprocessed()).isEqualTo(1));
        assertThat(feed.health().state()).isEqualTo(FeedState.FAILED);
        assertThat(feed().runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.sent()).hasSize(1);
    }

    @Test
    void whatTheServiceRefusesIsFailed() {
        world.server.faults().on(Operation.ENQUEUE).inject(new Fault.Status(413));
        world.put("orders.csv", ROWS);
        assertThat(feed().runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.read("failed/orders.csv.report.txt")).contains("413");
    }

    @Test
    void aBusyServiceIsTriedAgain() {
        world.server.faults().throttledHour();
        world.put("orders.csv", ROWS);
        assertThat(feed().runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.sent()).hasSize(1);
    }
}
