package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.feed.InDoubtFile;
import io.github.d365fo.feed.Resolution;
import io.github.d365fo.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People and answers that are wrong about what became of a file. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ResolveAgainTest {
    private static final String ROWS = "CUSTOMERGROUPID\n10\n";
    private static final FileRule GROUPS = FileRule.ofEntity("Customer groups");
    private static final MessageId NOBODY = MessageId.of("6D31E09F-0249-459F-94F0-AAD9C2C47B64");

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

    private ImportFeed feed(boolean ordered) {
        return world.builder().request(GROUPS).ordered(ordered).build();
    }

    private ImportFeed feed() {
        return feed(false);
    }

    private static InDoubtFile onlyDoubt(ImportFeed feed) {
        List<InDoubtFile> files = feed.inDoubt();
        assertThat(files).hasSize(1);
        return files.get(0);
    }

    private MessageId message() {
        return world.server.importJob().enqueued().get(0).messageId();
    }

    private String loseAnAnswer(boolean ordered) {
        world.server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        world.put("orders.csv", ROWS);
        ImportFeed feed = feed(ordered);
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 1, 0));
        return onlyDoubt(feed).id();
    }

    private void assertUnknown(InDoubtFile file, MessageId message) {
        assertThat(file.reason()).contains(message.value(), "does not know", "was not found");
        assertThat(world.files("in-doubt")).containsExactly("orders.csv", "orders.csv.in-doubt.txt");
        assertThat(world.read("in-doubt/orders.csv.in-doubt.txt"))
                .contains(message.value(), "does not know", "by its external id", file.id());
    }

    /** What a person may say of a file. */
    enum Word {
        WRONG_MESSAGE((feed, id) -> feed.resolve(id, NOBODY)),
        ARRIVED((feed, id) -> feed.resolve(id, Resolution.ARRIVED)),
        NOT_ARRIVED((feed, id) -> feed.resolve(id, Resolution.NOT_ARRIVED));

        private final BiConsumer<ImportFeed, String> said;

        Word(BiConsumer<ImportFeed, String> said) {
            this.said = said;
        }

        void to(ImportFeed feed, String id) {
            said.accept(feed, id);
        }
    }

    @Nested
    class Again {
        @ParameterizedTest
        @EnumSource
        void aWrongWordGivesWayToTheMessage(Word wrong) {
            String id = loseAnAnswer(false);
            ImportFeed feed = feed();
            wrong.to(feed, id);
            feed.resolve(id, message());
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertAllIsDone(1);
            assertThat(world.results.get(1).messageId()).contains(message());
        }

        @ParameterizedTest
        @EnumSource
        void aWrongWordGivesWayToArrived(Word wrong) {
            String id = loseAnAnswer(false);
            ImportFeed feed = feed();
            wrong.to(feed, id);
            feed.resolve(id, Resolution.ARRIVED);
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertAllIsDone(1);
        }

        @ParameterizedTest
        @EnumSource
        void aWrongWordGivesWayToNotArrived(Word wrong) {
            String id = loseAnAnswer(false);
            ImportFeed feed = feed();
            wrong.to(feed, id);
            feed.resolve(id, Resolution.NOT_ARRIVED);
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertAllIsDone(2);
        }

        @ParameterizedTest
        @EnumSource
        void aWrongWordIsCorrectedByTheNextProcess(Word wrong) {
            String id = loseAnAnswer(false);
            try (ImportFeed feed = feed()) {
                wrong.to(feed, id);
            }
            ImportFeed next = feed();
            next.resolve(id, message());
            assertThat(next.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertAllIsDone(1);
        }

        /** The message of another file, say, which is known and does not end. */
        @Test
        void aMessageThatIsFollowedGivesWayToAnother() {
            String id = loseAnAnswer(false);
            MessageId other = world.server
                    .client()
                    .job(world.server.importJob().activityId())
                    .enqueue(EnqueueRequest.of(Payload.ofString(ROWS)).entity("Customer groups"));
            world.server.importJob().forceState(other, MessageState.ENQUEUED);
            ImportFeed first = world.builder()
                    .request(GROUPS)
                    .resultTimeout(Duration.ofMinutes(1))
                    .build();
            first.resolve(id, other);
            assertThat(first.runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 0, 1));

            ImportFeed next = feed();
            next.resolve(id, message());
            assertThat(next.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertThat(world.files("done")).containsExactly("orders.csv");
        }

        @ParameterizedTest
        @EnumSource(names = "WRONG_MESSAGE", mode = EnumSource.Mode.EXCLUDE)
        void aFileThatHasEndedIsNotResolvedAgain(Word word) {
            String id = loseAnAnswer(false);
            ImportFeed feed = feed();
            word.to(feed, id);
            feed.runUntilEmpty();
            try (ImportFeed next = feed()) {
                assertThatThrownBy(() -> next.resolve(id, Resolution.NOT_ARRIVED))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(id);
            }
        }

        @Test
        void aFileThatWasNeverInDoubtIsNotResolved() {
            world.put("orders.csv", ROWS);
            world.server.clock().autoAdvance(false);
            ImportFeed first =
                    world.builder().request(GROUPS).settleTime(Duration.ZERO).build();
            Path file = world.put("other.csv", ROWS);
            first.submit(file);
            String id = world.files(".taken").get(0).split("/")[0];
            assertThatThrownBy(() -> first.resolve(id, Resolution.ARRIVED))
                    .isInstanceOf(IllegalArgumentException.class);
            first.close();
        }

        private void assertAllIsDone(int sent) {
            assertThat(world.files("done")).containsExactly("orders.csv");
            assertThat(world.files("failed")).isEmpty();
            assertThat(world.files("in-doubt")).isEmpty();
            assertThat(world.sent()).hasSize(sent);
            world.assertNothingTaken();
        }
    }

    @Nested
    class UnknownMessage {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isInDoubtAgainAndHoldsNoOther(boolean ordered) {
            String id = loseAnAnswer(ordered);
            ImportFeed next = feed(ordered);
            next.resolve(id, NOBODY);
            world.put("z.csv", ROWS);
            ImportReport report = next.runUntilEmpty();
            assertThat(report.inDoubt()).isEqualTo(1);
            InDoubtFile file = onlyDoubt(next);
            assertThat(file.id()).isEqualTo(id);
            assertUnknown(file, NOBODY);

            ImportFeed last = feed(ordered);
            last.resolve(id, message());
            assertThat(last.runUntilEmpty().inDoubt()).isZero();
            assertThat(world.files("done")).containsExactly("orders.csv", "z.csv");
            assertThat(world.files("in-doubt")).isEmpty();
            assertThat(world.sent()).hasSize(2);
        }

        @Test
        void inACorruptedAnswerLeadsToDoubt() {
            world.server
                    .faults()
                    .on(Operation.ENQUEUE)
                    .inject(new Fault.Status(
                            200, "application/json", "\"" + NOBODY.value() + "\"", Fault.RetryAfter.none()));
            world.put("orders.csv", ROWS);
            ImportFeed feed = feed();
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(0, 0, 1, 0));
            assertUnknown(onlyDoubt(feed), NOBODY);
        }

        /** A message that the service knows is not given up for a question that it once refused. */
        @Test
        void isNotOneWhoseStateIsRefusedOnce() {
            world.server.faults().on(Operation.MESSAGE_STATUS).times(4).inject(new Fault.Status(400));
            world.put("orders.csv", ROWS);
            assertThat(feed().runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
        }
    }
}
