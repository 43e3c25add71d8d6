package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.feed.FileRule;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedBuilder;
import io.github.d365fo.feed.ImportFeedException;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@ExtendWith(CapturedLog.class)
class ImportFeedPackagesTest {
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

    private void put(String name) throws IOException {
        Path file = world.inbox.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, TestPackages.tiny());
    }

    private ImportFeedBuilder builder() {
        return world.packages(ImportRequest.of("Groups"));
    }

    @Test
    void packagesAreImportedOneAfterAnotherWhateverTheConcurrency() throws IOException {
        for (int i = 0; i < 3; i++) {
            put(i + ".zip");
        }
        ImportFeed feed = builder().concurrency(8).build();
        assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(3, 0, 0, 0));
        assertThat(world.files("done")).containsExactly("0.zip", "1.zip", "2.zip");
        assertThat(world.server.dataManagement().executions())
                .hasSize(3)
                .allMatch(execution -> execution.status() == FakeExecution.Status.SUCCEEDED);
        assertThat(world.results).allMatch(result -> result.outcome().isPresent() && result.isSuccess());
    }

    @Test
    void theCompanyMayComeFromTheSubFolder() throws IOException {
        put("usrt/a.zip");
        builder().request(FileRule.ofPackages().companyFromFolder()).build().runUntilEmpty();
        assertThat(world.server.dataManagement().executions().get(0).company()).isEqualTo("usrt");
    }

    @Test
    void aLostAnswerLeavesNoDoubt() throws IOException {
        put("a.zip");
        world.server.faults().on(Operation.IMPORT_PACKAGE).inject(new Fault.ResetAfterReading());
        assertThat(builder().build().runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
        assertThat(world.server.dataManagement().executions()).hasSize(1);
    }

    @Test
    void aFailedImportHasAReport() throws IOException {
        put("a.zip");
        world.server.dataManagement().endNext(ExecutionOutcome.failed(ErrorRow.target("3", "No such group")));
        ImportFeed feed = builder().build();
        assertThat(feed.runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.read("failed/a.zip.report.txt")).contains("No such group", "Groups");
    }

    @Test
    void whatIsNoPackageIsRefused() {
        world.put("a.zip", "no zip");
        assertThat(builder().build().runUntilEmpty().failed()).isEqualTo(1);
        assertThat(world.files("failed")).containsExactly("a.zip", "a.zip.report.txt");
    }

    /** An address to write to is valid for half an hour. */
    @Nested
    class ExpiredAddress {
        private static final String FORBIDDEN = "The remote server returned an error: (403) Forbidden.";

        @Test
        void isReplacedIfTheImportBeginsTooLate() throws IOException {
            put("a.zip");
            AtomicInteger late = new AtomicInteger(1);
            ConnectorListener clock = new ConnectorListener() {
                @Override
                public void onRequest(Request event) {
                    if (event.operation() == Operation.IMPORT_PACKAGE && late.getAndDecrement() > 0) {
                        world.server.clock().advance(Duration.ofMinutes(40));
                    }
                }
            };
            try (ConnectorClient client = ConnectorClient.builder()
                    .environment(world.server.environment())
                    .tokenProvider(world.server.tokenProvider())
                    .clock(world.server.clock())
                    .listener(clock)
                    .build()) {
                ImportFeed feed = ImportFeed.builder(client.dataManagement(), ImportRequest.of("Groups"))
                        .inbox(world.inbox)
                        .clock(world.server.clock())
                        .build();
                assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(1, 0, 0, 0));
            }
            assertThat(world.server.dataManagement().executions()).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"AuthenticationFailed", "Import"})
        void isReplacedWhoeverSaysSo(String who) throws IOException {
            put("a.zip");
            put("b.zip");
            refuse(who, 1);
            assertThat(builder().build().runUntilEmpty()).isEqualTo(new ImportReport(2, 0, 0, 0));
            assertThat(world.server.dataManagement().executions()).hasSize(2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"AuthenticationFailed", "Import"})
        void isNotReplacedForEver(String who) throws IOException {
            put("a.zip");
            put("b.zip");
            refuse(who, 5);
            assertThat(builder().build().runUntilEmpty()).isEqualTo(new ImportReport(1, 1, 0, 0));
            assertThat(world.files("failed")).containsExactly("a.zip", "a.zip.report.txt");
            assertThat(world.read("failed/a.zip.report.txt")).contains("403", "nothing was imported");
        }

        @ParameterizedTest
        @ValueSource(strings = {"AuthenticationFailed", "Import"})
        void thatIsEveryAddressEmptiesNoInbox(String who) throws IOException {
            for (int i = 10; i < 30; i++) {
                put(i + ".zip");
            }
            refuse(who, 1000);
            world.server.faults().allowUnfired();
            ImportFeed feed = builder().build();
            assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
            assertThat(feed.report().failed()).isLessThan(3);
        }

        @Test
        void isNotWhatAStorageThatLetsNobodyInSays() throws IOException {
            put("a.zip");
            refuse("AuthorizationFailure", 1);
            ImportFeed feed = builder().build();
            assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
            assertThat(feed.health().state()).isEqualTo(FeedState.FAILED);
            assertThat(builder().build().runUntilEmpty().processed()).isEqualTo(1);
        }

        /** Lets as many attempts of a feed fail; the client makes three uploads of each. */
        private void refuse(String who, int attempts) {
            if (who.equals("Import")) {
                world.server
                        .faults()
                        .on(Operation.IMPORT_PACKAGE)
                        .times(attempts)
                        .inject(new Fault.ActionFailed(FORBIDDEN));
                return;
            }
            String body = "<?xml version=\"1.0\"?><Error><Code>" + who + "</Code><Message>no</Message></Error>";
            world.server
                    .faults()
                    .on(Operation.BLOB_UPLOAD)
                    .times(3 * attempts)
                    .inject(new Fault.Status(403, "application/xml", body, Fault.RetryAfter.none()));
        }
    }

    @Test
    void aRefusedSignInBeforeTheStartSendsTheFileAnewNextTime() throws IOException {
        put("a.zip");
        world.server.faults().on(Operation.IMPORT_PACKAGE).inject(new Fault.Forbidden());
        ImportFeed feed = builder().build();
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        assertThat(builder().build().runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.server.dataManagement().executions()).hasSize(1);
    }

    @Test
    void aRefusedQuestionStopsTheFeedAndTheNextOneAsksOn() throws IOException {
        put("a.zip");
        world.server.faults().on(Operation.EXECUTION_STATUS).inject(new Fault.Forbidden());
        ImportFeed feed = builder().build();
        assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(ImportFeedException.class);
        assertThat(builder().build().runUntilEmpty().processed()).isEqualTo(1);
        assertThat(world.server.dataManagement().executions()).hasSize(1);
    }

    @Test
    void requestsThatCannotServeAreRefused() {
        assertThatThrownBy(() -> world.packages(ImportRequest.of("Groups").executionId(ExecutionId.of("one"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.packages(ImportRequest.of("Groups").execute(false)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
