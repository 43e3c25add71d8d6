package io.github.d365fo.connector.costs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.d365fo.connector.AsyncRecurringJob;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.support.ScriptedServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a small call costs in memory, threads and classes, which no speed of a machine changes. */
@Timeout(120)
class SmallCallCostTest {
    private static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
    private static final String TOKEN = "x".repeat(1500);
    private static final int CALLS = 300;
    private static final List<String> NEEDLESS =
            List.of(" jdk.jfr.internal.", " jdk.jfr.Event ", " java.time.format.DateTimeParseContext ");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static ScriptedServer server() throws IOException {
        return new ScriptedServer(ScriptedServer.Reply.text(
                200,
                "{\"CorrelationId\":\"8f0bc1d4-2b0c-4a4e-9d4e-1d0d6c1f9a11\",\"PopReceipt\":\"AgAAAAMAAAAAAAAAXp0kzKvA\","
                        + "\"DownloadLocation\":\"https://contoso.operations.dynamics.com/api/connector/download/1\","
                        + "\"IsDownLoadFileExist\":true,\"LastDequeueDateTime\":\"2026-11-20T10:00:00Z\"}"));
    }

    private static ConnectorClient client(URI environment) {
        return ConnectorClient.builder()
                .environment(environment)
                .tokenProvider(TokenProvider.ofStatic(TOKEN))
                .build();
    }

    @Test
    void aCallTakesLittleMoreMemoryThanTheSameRequestByHand() throws Exception {
        try (ScriptedServer server = server();
                ConnectorClient client = client(URI.create(server.address()))) {
            RecurringJob job = client.job(ACTIVITY);
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Runnable::run)
                    .build();
            URI address = URI.create(server.address() + "/api/connector/dequeue/" + ACTIVITY);
            long sdk = allocated(job::dequeue);
            long byHand = allocated(() -> new String(
                    http.send(
                                    HttpRequest.newBuilder(address)
                                            .header("Authorization", "Bearer " + TOKEN)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofByteArray())
                            .body(),
                    StandardCharsets.UTF_8));
            assertThat((double) sdk / byHand)
                    .as(sdk + " bytes against " + byHand)
                    .isLessThan(1.6);
        }
    }

    /** Returns how many bytes a call of {@code work} takes in this thread, after some others. */
    private static long allocated(Callable<?> work) throws Exception {
        for (int i = 0; i < CALLS; i++) {
            work.call();
        }
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            work.call();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / CALLS;
    }

    @Test
    void noCallStartsAThread() throws Exception {
        try (ScriptedServer server = server();
                ConnectorClient client = client(URI.create(server.address()))) {
            RecurringJob job = client.job(ACTIVITY);
            AsyncRecurringJob async = client.async().job(ACTIVITY);
            job.dequeue();
            async.dequeue().join();
            long before = THREADS.getTotalStartedThreadCount();
            for (int i = 0; i < CALLS; i++) {
                job.dequeue();
                async.dequeue().join();
            }
            assertThat(THREADS.getTotalStartedThreadCount() - before).isLessThan(CALLS / 10);
        }
    }

    @Test
    void theFirstCallLoadsNothingThatItDoesNotNeed() throws Exception {
        try (ScriptedServer server = server()) {
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xlog:class+load:stdout",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            SmallCallCostTest.class.getName(),
                            server.address())
                    .redirectErrorStream(true)
                    .start();
            List<String> said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(jvm.waitFor()).as(String.join("\n", said)).isZero();
            assertThat(said)
                    .as("the log of classes must be there, or the test would show nothing")
                    .anyMatch(line -> line.contains("io.github.d365fo.connector.dequeue.DequeueResult "));
            assertThat(said.stream().filter(line -> NEEDLESS.stream().anyMatch(line::contains)))
                    .isEmpty();
            // The HTTP client for files would be a second one.
            assertThat(said.stream().filter("one client"::equals)).hasSize(1);
        }
    }

    /** Makes the first call of a JVM. */
    public static void main(String[] arguments) {
        try (ConnectorClient client = client(URI.create(arguments[0]))) {
            if (client.job(ACTIVITY).dequeue().isEmpty()) {
                throw new IllegalStateException("the server has a message");
            }
            long clients = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().contains("SelectorManager"))
                    .count();
            System.out.println(clients == 1 ? "one client" : clients + " clients");
        }
    }
}
