package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The fake server, through the package API. */
final class PackageService extends FakeService {
    PackageService(FakeConnectorServer server) {
        super(server, Operation.IMPORT_PACKAGE, Operation.WRITE_URL, Operation.EXECUTION_STATUS);
    }

    @Override
    public Destination destination() {
        return new PackageDestination(
                server.client().dataManagement(),
                ImportRequest.of("Groups"),
                file -> EnqueueRequest.of(Payload.ofBytes(zip(file))),
                Duration.ofHours(1));
    }

    private byte[] zip(Path file) {
        try {
            return TestPackages.of("Customer groups", Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each file was imported once if there are as many executions as files: an id serves one import. */
    @Override
    public List<String> arrived() {
        return server.dataManagement().executions().stream()
                .map(execution -> "execution")
                .toList();
    }

    @Override
    public Optional<MessageId> messageOf(String externalId) {
        return Optional.empty();
    }
}
