package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import io.github.d365fo.testkit.junit5.FakeConnectorExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({CapturedLog.class, FakeConnectorExtension.class})
class CustomerExportTest {
    @TempDir
    Path directory;

    // tag::first[]
    @Test
    void fetchesEveryPackageAndAcknowledgesIt(FakeConnectorServer server, FakeExportJob job, ConnectorClient client) {
        job.publish(TestPackages.of("Customers", "CUSTOMERACCOUNT,NAME\nUS-001,Contoso\n"));
        job.publishWithoutFile("nothing to export");
        job.publishTiny();

        CustomerExport export = new CustomerExport(client, job.activityId().value());

        assertThat(export.fetchAll(directory)).hasSize(2);
        server.verify().nothingUnacknowledged().noUnreadMessageAcknowledged();
    }
    // end::first[]

    // tag::signin[]
    @Test
    void anExpiredSecretStopsTheExportBeforeItLeases(
            FakeConnectorServer server, FakeExportJob job, ConnectorClient client) {
        job.publishTiny();
        server.identity().refuseNext(EntraError.SECRET_EXPIRED);

        CustomerExport export = new CustomerExport(client, job.activityId().value());

        assertThatThrownBy(() -> export.fetchAll(directory)).isInstanceOf(TokenUnavailableException.class);
        server.verify().requests(Operation.DEQUEUE, 0);
    }
    // end::signin[]

    @Test
    void aPackageThatIsGoneKeepsNoOther(FakeConnectorServer server, FakeExportJob job) {
        server.faults().on(Operation.DOWNLOAD).inject(new Fault.BlobGone());
        for (int i = 0; i < 4; i++) {
            job.publishTiny();
        }
        CustomerExport export =
                new CustomerExport(server.client(), job.activityId().value());
        for (int night = 0; night < 3; night++) {
            assertThatThrownBy(() -> export.fetchAll(directory)).isInstanceOf(ServiceException.class);
            server.clock().advance(Duration.ofMinutes(31));
        }
        assertThat(job.acknowledged()).isEqualTo(3);
    }

    @Test
    void fetchesOneAfterTheOtherWithoutBlocking(FakeConnectorServer server, FakeExportJob job) {
        CustomerExport export =
                new CustomerExport(server.client(), job.activityId().value());
        assertThat(export.fetchNext(directory).join()).isFalse();
        job.publishTiny();
        job.publishWithoutFile("nothing to export");
        assertThat(export.fetchNext(directory).join()).isTrue();
        assertThat(export.fetchNext(directory).join()).isTrue();
        assertThat(directory.resolve(job.messages().get(0).correlationId() + ".zip"))
                .hasBinaryContent(TestPackages.tiny());
        assertThat(job.acknowledged()).isEqualTo(2);
    }
}
