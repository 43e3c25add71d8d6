package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.support.CapturedLog;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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
