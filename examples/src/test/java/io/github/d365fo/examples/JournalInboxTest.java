package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportReport;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(CapturedLog.class)
@Timeout(120)
class JournalInboxTest {
    private static final String JOURNAL = "<Document><LEDGERJOURNALENTITY JOURNALBATCHNUMBER=\"1\"/></Document>";

    @TempDir
    Path directory;

    private final FakeConnectorServer server = FakeConnectorServer.start();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        server.close();
    }

    private JournalInbox inbox() throws IOException {
        Files.createDirectories(directory.resolve("usmf"));
        return new JournalInbox(
                server.client(),
                server.importJob().activityId().value(),
                directory,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @Test
    void theServiceSendsWhatComes() throws IOException {
        try (ImportFeed feed = inbox().service()) {
            feed.submit(Files.writeString(directory.resolve("usmf/journal.xml"), JOURNAL));
            Instant end = Instant.now().plus(Duration.ofMinutes(1));
            while (server.importJob().enqueued().isEmpty() && Instant.now().isBefore(end)) {
                Thread.onSpinWait();
            }
            assertThat(feed.report().failed()).isZero();
        }
        assertThat(server.importJob().enqueued().get(0).company()).contains("usmf");
    }

    @Test
    void aDoubtIsResolvedByAPerson() throws IOException {
        server.faults().on(Operation.ENQUEUE).inject(new Fault.ResetAfterReading());
        JournalInbox inbox = inbox();
        try (ImportFeed feed = inbox.service()) {
            feed.submit(Files.writeString(directory.resolve("usmf/journal.xml"), JOURNAL));
            Instant end = Instant.now().plus(Duration.ofMinutes(1));
            while (feed.inDoubt().isEmpty() && Instant.now().isBefore(end)) {
                Thread.onSpinWait();
            }
            inbox.printDoubts(feed);
            String id = feed.inDoubt().get(0).id();
            assertThat(printed.toString(StandardCharsets.UTF_8)).contains(id);
            inbox.resolve(
                    feed, id, server.importJob().enqueued().get(0).messageId().value());
            assertThat(feed.inDoubt()).isEmpty();
        }
        assertThat(server.importJob().enqueued()).hasSize(1);
    }

    @Test
    void theBatchJobHasNothingToDo() throws IOException {
        assertThat(inbox().batch()).isZero();
    }

    @Test
    void packagesGoThroughThePackageApi() throws IOException {
        JournalInbox inbox = inbox();
        try (ImportFeed feed = inbox.packages()) {
            Files.write(directory.resolve("usmf/journal.zip"), TestPackages.tiny());
            var result = feed.submit(directory.resolve("usmf/journal.zip"));
            ImportReport report = feed.runUntilEmpty();
            assertThat(report).isEqualTo(new ImportReport(1, 0, 0, 0));
            assertThat(result).isCompletedWithValueMatching(done -> done.isSuccess());
        }
    }
}
