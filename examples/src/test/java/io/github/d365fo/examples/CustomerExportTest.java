package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(FakeConnectorExtension.class)
class CustomerExportTest {
    @TempDir
    Path directory;

    @Test
    void fetchesWhatIsThereAndLeavesNothingUnacknowledged(FakeConnectorServer server) {
        server.exportJob().publish(new byte[] {1});
        server.exportJob().publishWithoutFile("nothing to export");
        server.exportJob().publish(new byte[] {2});
        CustomerExport export = new CustomerExport(
                server.client(), server.exportJob().activityId().value());
        assertThat(export.fetchAll(directory)).hasSize(2);
        assertThat(server.exportJob().pending()).isZero();
    }

    @Test
    void fetchesOneWithoutBlocking(FakeConnectorServer server) {
        CustomerExport export = new CustomerExport(
                server.client(), server.exportJob().activityId().value());
        assertThat(export.fetchNext(directory.resolve("a.zip")).join()).isFalse();
        server.exportJob().publish(new byte[] {1, 2, 3});
        assertThat(export.fetchNext(directory.resolve("a.zip")).join()).isTrue();
        assertThat(directory.resolve("a.zip")).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(server.exportJob().acknowledged()).isOne();
    }
}
