package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a user tests an integration: no environment, no waiting. */
// tag::testing[]
@ExtendWith(FakeConnectorExtension.class)
class JournalFeedTest {
    @TempDir
    Path directory;

    @Test
    void sendsTheJournalAndSeesItProcessed(FakeImportJob job, ConnectorClient client) throws IOException {
        Path journal = Files.writeString(directory.resolve("journal.xml"), "<Document/>");
        JournalFeed feed = new JournalFeed(client, job.activityId().value());

        feed.confirm(feed.send(journal, "batch-42"));

        assertThat(job.enqueued()).hasSize(1);
        assertThat(job.enqueued().get(0).company()).contains("usmf");
    }

    @Test
    void complainsAboutAJournalWithErrors(FakeImportJob job, ConnectorClient client) throws IOException {
        Path journal = Files.writeString(directory.resolve("journal.xml"), "<Document/>");
        JournalFeed feed = new JournalFeed(client, job.activityId().value());

        MessageId id = feed.send(journal, "batch-43");
        job.setState(id, MessageState.PROCESSED_WITH_ERRORS);

        assertThatThrownBy(() -> feed.confirm(id)).hasMessageContaining("ProcessedWithErrors");
    }

    @Test
    void aPackageThatIsNotAcknowledgedComesBack(FakeConnectorServer server, ConnectorClient client) {
        server.exportJob().publishTiny();
        var exports = client.job(server.exportJob().activityId());
        exports.dequeue();

        server.clock().advance(Duration.ofMinutes(30)); // takes no time

        assertThat(exports.dequeue().orElseThrow().isRedelivery()).isTrue();
    }
}
// end::testing[]
