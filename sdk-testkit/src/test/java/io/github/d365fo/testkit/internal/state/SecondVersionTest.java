package io.github.d365fo.testkit.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.PlainHttp;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory of a server that wrote its whole state after each request, as it was left by one. */
class SecondVersionTest {
    @TempDir
    Path directory;

    @BeforeEach
    void copy() throws Exception {
        URI resource = getClass().getResource("second-version").toURI();
        Path old = Path.of(resource);
        try (Stream<Path> found = Files.walk(old)) {
            for (Path path : found.sorted().toList()) {
                if (!path.equals(old)) {
                    Files.copy(path, directory.resolve(old.relativize(path).toString()));
                }
            }
        }
    }

    private FakeConnectorServer start() {
        return FakeConnectorServer.builder().state(directory).start();
    }

    @Test
    void allOfItIsThereAndGoesOn() throws Exception {
        // The second server reads what the first one has made of it.
        start().close();
        try (DataPlaneRig rig = new DataPlaneRig(start())) {
            FakeConnectorServer server = rig.server;
            assertThat(server.exportJob().messages())
                    .extracting(PublishedMessage::state, PublishedMessage::deliveries)
                    .containsExactly(
                            tuple(PublishedMessage.State.ACKNOWLEDGED, 1),
                            tuple(PublishedMessage.State.LEASED, 1),
                            tuple(PublishedMessage.State.WAITING, 0));
            assertThat(server.exportJob().acknowledgedUnread()).isOne();
            assertThat(server.exportJobs().get(1).pending()).isOne();
            assertThat(server.importJob().enqueued())
                    .extracting(EnqueuedFile::legalEntity)
                    .containsExactly("dat", "dat");
            EnqueuedFile first = server.importJob().enqueued().get(0);
            assertThat(first.externalId()).contains("batch-42");
            assertThat(first.bytes()).asString().isEqualTo("<Document/>");
            assertThat(server.importJob().state(first.messageId())).contains("ProcessedWithErrors");
            assertThat(new PlainHttp(server).signInAs("ada@contoso.example", "p"))
                    .isEqualTo("200");

            assertThat(rig.data().executions())
                    .filteredOn(execution -> execution.kind() == FakeExecution.Kind.IMPORT)
                    .extracting(FakeExecution::project, FakeExecution::status)
                    .containsExactly(tuple("Groups", FakeExecution.Status.SUCCEEDED));
            String list = "<BlockList><Latest>MDE=</Latest><Latest>MDI=</Latest></BlockList>";
            rig.put(URI.create(rig.writeUrl("blocks") + "&comp=blocklist"), list.getBytes(StandardCharsets.UTF_8));
            assertThat(rig.data().blob("blocks").orElseThrow().bytes())
                    .asString()
                    .isEqualTo("firstsecond");

            RecurringJob exports = server.client().job(server.exportJob().activityId());
            assertThat(exports.dequeue().orElseThrow().errorMessage()).contains("no records");
            server.clock().advance(Duration.ofMinutes(30));
            assertThat(exports.open(exports.dequeue().orElseThrow()).readAllBytes())
                    .asString()
                    .isEqualTo("PK two");
        }
    }
}
