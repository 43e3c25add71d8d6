package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An export feed with a real spool against the fake server. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
abstract class ExportFeedRig {
    @TempDir
    Path directory;

    final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    final Told told = new Told();
    FakeConnectorServer server;

    @BeforeEach
    void startServer() {
        server = FakeConnectorServer.start();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    RecurringJob exports() {
        return server.client().job(server.exportJob().activityId());
    }

    ExportFeedBuilder builder() {
        return ExportFeed.builder(exports())
                .spool(spool())
                .handler(this::remember)
                .listener(told)
                .clock(server.clock());
    }

    Path spool() {
        return directory.resolve("spool");
    }

    void remember(Export export) throws IOException {
        assertThat(Files.size(export.file())).isEqualTo(export.size());
        handled.add(export.message().correlationId());
    }

    void publish(int count) {
        for (int i = 0; i < count; i++) {
            server.exportJob().publish(TestPackages.of("Customers", "ID\r\n" + i + "\r\n"));
        }
    }

    List<String> published() {
        return server.exportJob().messages().stream()
                .map(message -> message.correlationId())
                .toList();
    }

    List<Path> packagesInSpool() throws IOException {
        try (Stream<Path> files = Files.list(spool().resolve("packages"))) {
            return files.toList();
        }
    }
}
