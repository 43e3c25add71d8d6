package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.feed.ImportFeedBuilder;
import io.github.d365fo.feed.ImportResult;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** An inbox, a fake service, and feeds between them. */
final class Inboxes implements AutoCloseable {
    final FakeConnectorServer server;
    final Path inbox;
    final List<ImportResult> results = new CopyOnWriteArrayList<>();

    Inboxes(Path directory) {
        this(directory, FakeConnectorServer.start());
    }

    Inboxes(Path directory, FakeConnectorServer server) {
        this.server = server;
        this.inbox = directory.resolve("inbox");
        try {
            Files.createDirectories(inbox);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path put(String name, String content) {
        try {
            Path file = inbox.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ImportFeedBuilder builder() {
        return ImportFeed.builder(server.client().job(server.importJob().activityId()))
                .inbox(inbox)
                .clock(server.clock())
                .onResult(results::add);
    }

    ImportFeedBuilder packages(io.github.d365fo.connector.datamanagement.ImportRequest request) {
        return ImportFeed.builder(server.client().dataManagement(), request)
                .inbox(inbox)
                .clock(server.clock())
                .onResult(results::add);
    }

    /** Returns the files in a folder of the inbox, those of its sub-folders included, by name. */
    List<String> files(String folder) {
        return files(inbox.resolve(folder));
    }

    static List<String> files(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> FileNames.within(directory, file))
                    .filter(name -> !name.equals(".lock") && !name.endsWith(".d365fo-import-feed"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(inbox.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> sent() {
        return server.importJob().enqueued().stream()
                .map(file -> new String(file.bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    void assertNothingTaken() {
        assertThat(files(".taken")).isEmpty();
    }

    @Override
    public void close() {
        server.close();
    }
}
