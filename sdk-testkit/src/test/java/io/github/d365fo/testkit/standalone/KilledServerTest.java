package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.testkit.EnqueuedFile;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.PublishedMessage;
import io.github.d365fo.testkit.StoredBlob;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.internal.admin.AdminClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone server that is killed again and again while it is asked for everything at once: what it answered is there
 * afterwards, and nothing is there twice. {@code -Dfake.kills=50} for more than the few of every build.
 */
class KilledServerTest {
    private static final int KILLS = Integer.getInteger("fake.kills", 8);

    private final long seed = Long.getLong("fake.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final AtomicInteger numbers = new AtomicInteger();
    private final Ledger ledger = new Ledger();

    @TempDir
    Path directory;

    /** What clients were told. */
    private static final class Ledger {
        private final AtomicInteger answers = new AtomicInteger();
        /** Message ids by the text that was sent, which is the external id, too. */
        private final Map<String, String> enqueued = new ConcurrentHashMap<>();

        private final Set<String> published = ConcurrentHashMap.newKeySet();
        private final List<String> delivered = new CopyOnWriteArrayList<>();
        private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        /** Texts by the names of blobs. */
        private final Map<String, String> stored = new ConcurrentHashMap<>();
    }

    @Test
    void whatWasAnsweredIsThereOnceHoweverOftenItIsKilled() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % 4 == 0) {
                Program.killWhileItStarts(Duration.ofMillis(random.nextInt(1_500)), arguments());
            } else {
                runAndKill();
            }
            verify(kill + 1);
        }
        System.out.println("KilledServerTest: " + KILLS + " kills; answered and found again: " + ledger.enqueued.size()
                + " files, " + ledger.published.size() + " packages, " + ledger.delivered.size() + " deliveries, "
                + ledger.acknowledged.size() + " acknowledgements, " + ledger.stored.size()
                + " blobs; lost 0, doubled 0");
    }

    private String[] arguments() {
        return new String[] {"--state", directory.resolve("state").toString(), "--frozen"};
    }

    private void runAndKill() throws Exception {
        CountDownLatch enough = new CountDownLatch(10 + random.nextInt(60));
        try (Program program = Program.ofClasses(arguments());
                ConnectorClient client = program.client()) {
            List<CompletableFuture<Void>> load = new ArrayList<>();
            String imports = program.greeting("import job");
            String exports = program.greeting("export job");
            for (FaceUnderTest face : FaceUnderTest.values()) {
                RecurringJob sending = face.job(client, imports);
                load.add(load(enough, () -> enqueue(sending)));
                RecurringJob receiving = face.job(client, exports);
                load.add(load(enough, () -> receive(receiving)));
                DataManagement data = face.dataManagement(client);
                load.add(load(enough, () -> store(data)));
            }
            AdminClient admin = program.admin();
            load.add(load(enough, () -> publish(admin, exports)));
            assertThat(enough.await(5, TimeUnit.MINUTES)).isTrue();
            // Not at the end of a request, but wherever it is then.
            new CountDownLatch(1).await(random.nextInt(20_000), TimeUnit.MICROSECONDS);
            program.kill();
            load.forEach(CompletableFuture::join);
        }
    }

    /** Does something again and again, until the server is gone. */
    private CompletableFuture<Void> load(CountDownLatch enough, Callable<Void> step) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        while (true) {
                            step.call();
                            ledger.answers.incrementAndGet();
                            enough.countDown();
                        }
                    } catch (ConnectorException | IOException | UncheckedIOException e) {
                        assertThat(enough.getCount())
                                .as("it failed before it was killed: %s", e)
                                .isZero();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                task -> new Thread(task, "load").start());
    }

    private Void enqueue(RecurringJob job) {
        String text = "file " + numbers.incrementAndGet();
        ledger.enqueued.put(
                text,
                job.enqueue(EnqueueRequest.of(Payload.ofString(text))
                                .entity("General journal")
                                .externalId(text))
                        .value());
        return null;
    }

    private Void publish(AdminClient admin, String job) {
        JsonNode answer = admin.call("POST", "/exports/" + job, "PK " + numbers.incrementAndGet(), 201);
        JsonNode messages = answer.path("messages");
        ledger.published.add(
                messages.get(messages.size() - 1).path("correlationId").asText());
        return null;
    }

    private Void receive(RecurringJob job) throws IOException {
        DequeueResult message = job.dequeue().orElse(null);
        if (message != null) {
            ledger.delivered.add(message.correlationId());
            try (var content = job.open(message)) {
                assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("PK ");
            }
            job.acknowledge(message);
            ledger.acknowledged.add(message.correlationId());
        }
        return null;
    }

    private Void store(DataManagement data) throws Exception {
        String text = "blob " + numbers.incrementAndGet();
        HttpRequest upload = HttpRequest.newBuilder(data.writeUrl(text).url().uri())
                .header("x-ms-blob-type", "BlockBlob")
                .PUT(HttpRequest.BodyPublishers.ofString(text))
                .build();
        HttpResponse<Void> answer = HttpClient.newHttpClient().send(upload, HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(201);
        ledger.stored.put(text, text);
        return null;
    }

    /** Takes up what the killed process left, as its successor would. */
    private void verify(int kills) throws IOException {
        String where = "after " + kills + " kills, seed " + seed;
        Path state = directory.resolve("state");
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().state(state).start()) {
            Map<String, EnqueuedFile> files = server.importJob().enqueued().stream()
                    // That nothing came twice is checked here: a second one of the same id is refused.
                    .collect(Collectors.toMap(file -> file.externalId().orElseThrow(), Function.identity()));
            ledger.enqueued.forEach((text, id) -> {
                assertThat(files).as(where).containsKey(text);
                assertThat(files.get(text).messageId().value()).as(where).isEqualTo(id);
            });
            files.forEach((text, file) ->
                    assertThat(file.bytes()).asString().as(where).isEqualTo(text));
            Map<String, PublishedMessage> messages = server.exportJob().messages().stream()
                    .collect(Collectors.toMap(PublishedMessage::correlationId, Function.identity()));
            assertThat(messages.keySet()).as(where).containsAll(ledger.published);
            assertThat(ledger.delivered).as(where).doesNotHaveDuplicates();
            ledger.delivered.forEach(
                    id -> assertThat(messages.get(id).deliveries()).as(where).isOne());
            ledger.acknowledged.forEach(id ->
                    assertThat(messages.get(id).state()).as(where).isEqualTo(PublishedMessage.State.ACKNOWLEDGED));
            Map<String, StoredBlob> blobs = server.dataManagement().blobs().stream()
                    .collect(Collectors.toMap(StoredBlob::name, Function.identity()));
            assertThat(blobs.keySet()).as(where).containsAll(ledger.stored.keySet());
            blobs.forEach((name, blob) ->
                    assertThat(blob.bytes()).asString().as(where).isEqualTo(name));
            assertThat(contents(state)).as(where).hasSize(files.size() + messages.size() + blobs.size());
        }
    }

    private static List<Path> contents(Path state) throws IOException {
        try (Stream<Path> found = Files.list(state.resolve("contents"))) {
            return found.toList();
        }
    }
}
