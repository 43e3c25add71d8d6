package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.testkit.harness.FaceUnderTest;
import io.github.d365fo.testkit.harness.Zips;
import io.github.d365fo.testkit.internal.admin.AdminClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real process that is killed, and another one that goes on. */
class RestartTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void whatWasAnsweredSurvivesAKill(FaceUnderTest face) throws Exception {
        JsonNode imports;
        JsonNode exports;
        JsonNode clock;
        DequeueResult leased;
        byte[] second = Zips.ofSize(3 << 20);
        try (Program program = start();
                ConnectorClient client = program.client()) {
            AdminClient admin = program.admin();
            String job = program.greeting("export job");
            admin.call("POST", "/exports/" + job, "PK first", 201);
            admin.call("POST", "/exports/" + job, second, 201);
            leased = face.job(client, job).dequeue().orElseThrow();
            MessageId file = face.job(client, program.greeting("import job"))
                    .enqueue(EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
            admin.call("PUT", "/imports/" + file + "/state", "{\"state\":\"ProcessedWithErrors\"}", 200);
            admin.call("POST", "/clock/advance", "{\"duration\":\"PT10M\"}", 200);
            imports = admin.get("/imports");
            exports = admin.get("/exports");
            clock = admin.get("/clock");
            program.kill();
        }
        try (Program program = start();
                ConnectorClient client = program.client()) {
            assertThat(program.admin().get("/imports")).isEqualTo(imports);
            assertThat(program.admin().get("/exports")).isEqualTo(exports);
            assertThat(program.admin().get("/clock")).isEqualTo(clock);
            RecurringJob job = face.job(client, program.greeting("export job"));
            job.acknowledge(leased);
            DequeueResult next = job.dequeue().orElseThrow();
            job.download(next, directory.resolve("second.zip"));
            assertThat(directory.resolve("second.zip")).hasBinaryContent(second);
            assertThat(program.admin().get("/exports").at("/0/acknowledged").asInt())
                    .isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKillInTheMiddleLosesNoFileThatWasTaken(FaceUnderTest face) throws Exception {
        List<MessageId> taken = new CopyOnWriteArrayList<>();
        try (Program program = start();
                ConnectorClient client = program.client()) {
            CountDownLatch some = new CountDownLatch(30);
            RecurringJob job = face.job(client, program.greeting("import job"));
            List<CompletableFuture<Void>> senders = List.of(sender(job, taken, some), sender(job, taken, some));
            assertThat(some.await(5, TimeUnit.MINUTES)).isTrue();
            program.kill();
            senders.forEach(CompletableFuture::join);
        }
        try (Program program = start()) {
            AdminClient admin = program.admin();
            for (MessageId id : taken) {
                assertThat(admin.get("/imports/" + id).path("size").asInt()).isEqualTo(5);
            }
            // One whose answer was on its way may be there too, but no more than one of each sender.
            assertThat(admin.get("/imports").at("/0/files").size()).isBetween(taken.size(), taken.size() + 2);
        }
    }

    private static CompletableFuture<Void> sender(RecurringJob job, List<MessageId> taken, CountDownLatch some) {
        return CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    taken.add(job.enqueue(
                            EnqueueRequest.of(Payload.ofString("<a />")).entity("General journal")));
                    some.countDown();
                }
            } catch (ConnectorException killed) {
                assertThat(some.getCount()).isZero();
            }
        });
    }

    private Program start() throws Exception {
        return Program.ofClasses("--state", directory.resolve("state").toString(), "--frozen");
    }
}
