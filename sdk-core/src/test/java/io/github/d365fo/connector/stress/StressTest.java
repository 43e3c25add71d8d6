package io.github.d365fo.connector.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ScriptedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many threads, both faces, every fault, cancellations and interrupts at once: every call ends, what is told is true, and
 * nothing is left behind. {@code -Pstress} makes it 1,000 threads for a minute.
 */
class StressTest {
    private static final int THREADS = Integer.getInteger("stress.threads", 60);
    /** Zero for a fixed number of calls. */
    private static final int SECONDS = Integer.getInteger("stress.seconds", 0);

    private static final int CALLS = 30 * THREADS;
    private static final int AT_ONCE = 52;
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    /** There would be more lines of the log than calls. */
    private final Logger log = Logger.getLogger(ConnectorClient.class.getName());

    @BeforeEach
    void quieten() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        log.setLevel(null);
    }

    @Test
    void everyCallEndsWithATrueOutcome() throws Exception {
        long seed = Long.getLong("stress.seed", System.nanoTime());
        Weather service = new Weather(seed);
        Set<Thread> before = threads();
        try (ScriptedServer server = new ScriptedServer(service);
                ConnectorClient client = client(server.address());
                ConnectorClient nowhere = client("http://127.0.0.1:1")) {
            callAll(client, nowhere, seed);
            System.out.println("stress: seed " + seed + ", " + THREADS + " threads, " + begun + " calls, "
                    + server.requests().size() + " requests, " + ledger + "; " + service.fates());
            await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(server::isQuiet);
            assertThat(ledger.balance(service)).isEmpty();
            service.clearUp();
            assertAllPermitsAreThere(client);
        }
        await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).untilAsserted(() -> {
            Set<Thread> left = threads();
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    private static ConnectorClient client(String environment) {
        ConnectorClientBuilder builder = ConnectorClient.builder()
                .environment(environment)
                .tokenProvider(TokenProvider.ofStatic(Ledger.TOKEN))
                .retryPolicy(RetryPolicy.builder()
                        .backoff((retry, random) -> Duration.ofMillis(5))
                        .build())
                .maxConcurrentRequests(AT_ONCE)
                .packageCheck(false);
        return builder.responseTimeout(Duration.ofSeconds(2))
                .stallTimeout(Duration.ofSeconds(2))
                .build();
    }

    private void callAll(ConnectorClient client, ConnectorClient nowhere, long seed) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        BooleanSupplier goesOn =
                () -> (SECONDS == 0 ? begun.get() < CALLS : System.nanoTime() < end) && begun.incrementAndGet() > 0;
        List<Caller> callers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Caller caller = new Caller(ledger, client, nowhere, directory.resolve("file" + i), seed + i, goesOn);
            Thread thread = new Thread(null, caller, "stress-" + i);
            thread.setDaemon(true);
            callers.add(caller);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        Thread interrupter = new Thread(() -> interrupt(callers, threads, new Random(seed)), "stress-interrupts");
        interrupter.start();
        long until = end + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            assertThat(thread.isAlive())
                    .as(() -> "a call does not end: " + List.of(thread.getStackTrace()))
                    .isFalse();
        }
        over.countDown();
        interrupter.join();
    }

    private void interrupt(List<Caller> callers, List<Thread> threads, Random random) {
        try {
            while (!over.await(2, TimeUnit.MILLISECONDS)) {
                int number = random.nextInt(THREADS);
                callers.get(number).interruptIfCalling(threads.get(number));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each open stream holds one; a permit too few makes the last one wait in vain. */
    private void assertAllPermitsAreThere(ConnectorClient client) throws Exception {
        List<DownloadStream> streams = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            UUID id = new UUID(0, i);
            streams.add(client.async()
                    .job(Ledger.ACTIVITY)
                    .open(ledger.message(client, id))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        for (DownloadStream stream : streams) {
            stream.close();
        }
    }

    /** Returns the threads of clients, which have others of the HTTP client's until that is collected. */
    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("d365fo-connector-"));
        return threads;
    }
}
