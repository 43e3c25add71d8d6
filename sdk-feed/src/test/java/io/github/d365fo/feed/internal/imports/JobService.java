package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The fake server, through a job. */
final class JobService extends FakeService {
    JobService(FakeConnectorServer server) {
        super(server, Operation.ENQUEUE, Operation.MESSAGE_STATUS);
    }

    @Override
    public Destination destination() {
        return new JobDestination(
                server.client().job(server.importJob().activityId()),
                file -> EnqueueRequest.of(Payload.ofFile(file)).entity("Customer groups"));
    }

    @Override
    public List<String> arrived() {
        return server.importJob().enqueued().stream()
                .map(file -> new String(file.bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public Optional<MessageId> messageOf(String externalId) {
        return server.importJob().enqueued().stream()
                .filter(file -> file.externalId().filter(externalId::equals).isPresent())
                .map(EnqueuedFile::messageId)
                .findFirst();
    }
}
