package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportAction;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.faults.Way.Act;
import io.github.d365fo.connector.faults.Way.Wire;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.BuildShare;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.TestTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What can't be repeated reaches the service once at most, in whatever way its answer is lost, and what is said to have
 * happened is what the server has seen. Every way is tried with every request that can't be repeated, through both
 * faces, on new connections and on used ones.
 */
@ExtendWith(CapturedLog.class)
@Timeout(300)
class SentOnceTest {
    private static final int SIDE_BY_SIDE = 8;
    private static final int TRIES = 3;
    /** Of every way, some combinations of request and face, and over all ways every one of them; or all of every way. */
    private static final int SOME = 3;

    private static final byte[] FILE = "<Document><Line/></Document>".getBytes(StandardCharsets.UTF_8);

    /** A request; those to {@link #EXPORT} can't be repeated. */
    enum Verb {
        ENQUEUE((client, face) -> enqueue(client, face, Payload.ofBytes(FILE))),
        ENQUEUE_OF_UNKNOWN_LENGTH(
                (client, face) -> enqueue(client, face, Payload.ofStream(() -> new ByteArrayInputStream(FILE)))),
        ENQUEUE_OF_SINGLE_USE(
                (client, face) -> enqueue(client, face, Payload.ofSingleUse(new ByteArrayInputStream(FILE)))),
        IMPORT((client, face) -> face.dataManagement(client)
                .importFromPackage(SignedUrl.of("https://a.example/p?sig=secret"), ImportRequest.of("Customers"))),
        IMPORT_INTO_A_BATCH((client, face) -> face.dataManagement(client)
                .importFromPackage(
                        SignedUrl.of("https://a.example/p?sig=secret"),
                        ImportRequest.of("Customers").action(ImportAction.IMPORT_FROM_DMT_PACKAGE))),
        EXPORT((client, face) -> face.dataManagement(client).exportToPackage(ExportRequest.of("Customers"))),
        DEQUEUE((client, face) -> face.job(client, Rig.ACTIVITY).dequeue()),
        ACKNOWLEDGE((client, face) -> face.job(client, Rig.ACTIVITY)
                // Each a delivery of its own, for the second acknowledgement of one asks nobody.
                .acknowledge(DequeueResult.fromJson(
                        "{\"CorrelationId\":\"c\",\"PopReceipt\":\"" + UUID.randomUUID() + "\"}"))),
        EXECUTION_STATUS((client, face) -> face.dataManagement(client).executionStatus(ExecutionId.of("E-1")));

        final BiConsumer<ConnectorClient, FaceUnderTest> call;

        Verb(BiConsumer<ConnectorClient, FaceUnderTest> call) {
            this.call = call;
        }

        boolean isSentOnce() {
            return ordinal() <= EXPORT.ordinal();
        }

        boolean isRepeatable() {
            return this != ENQUEUE_OF_SINGLE_USE;
        }

        private static void enqueue(ConnectorClient client, FaceUnderTest face, Payload payload) {
            face.job(client, Rig.ACTIVITY)
                    .enqueue(
                            EnqueueRequest.of(payload).entity("General journal").externalId("batch-42"));
        }
    }

    /** Whose HTTP client sends. */
    enum Sender {
        OWN,
        OWN_ON_A_USED_CONNECTION,
        GIVEN
    }

    record Cell(Wire wire, Way way, Verb verb, FaceUnderTest face, Sender sender) {
        boolean isBeforeSending() {
            return sender == Sender.OWN && way.isBeforeSending(wire);
        }
    }

    /** What became of one call: what the client says, and what the server has seen. */
    record Observed(
            Cell cell, int begun, int whole, @Nullable Throwable error) {
        @Nullable
        Outcome outcome() {
            return error instanceof ConnectorException known ? known.outcome() : null;
        }

        /** Returns what is wrong, or nothing. */
        Stream<String> wrongs() {
            return Stream.of(
                            wrongIf(begun > 1 && cell.verb.isSentOnce(), begun + " requests began to arrive"),
                            wrongIf(whole > 1 && cell.verb.isSentOnce(), whole + " whole requests arrived"),
                            wrongIf(error == null && whole == 0, "success without a request"),
                            wrongIf(error != null && outcome() == null, "untyped: " + error),
                            wrongIf(begun > 0 && error != null && outcome() != Outcome.UNKNOWN, "said " + outcome()),
                            wrongIf(
                                    cell.isBeforeSending() && outcome() != Outcome.NOT_SENT,
                                    "nothing can have left, but said " + outcome() + ": " + error),
                            wrongIf(
                                    cell.isBeforeSending() && cell.verb.isRepeatable() && tries() != TRIES,
                                    "nothing can have left, but tried " + tries() + " times"))
                    .filter(wrong -> !wrong.isEmpty())
                    .map(wrong -> cell + ": " + wrong);
        }

        private int tries() {
            return error instanceof ConnectorException known ? known.attempts().size() : 0;
        }

        private static String wrongIf(boolean condition, String wrong) {
            return condition ? wrong : "";
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileArrivesOnceAtMost(Wire wire) throws Exception {
        List<Observed> all = tryAll(cells(wire));
        System.out.println(figures(wire, all));
        assertThat(all.stream().flatMap(Observed::wrongs).toList()).isEmpty();
        assertThat(Way.all(wire)).hasSizeGreaterThanOrEqualTo(65);
    }

    private static List<Cell> cells(Wire wire) {
        List<Cell> cells = new ArrayList<>();
        int turn = 0;
        for (Way way : Way.all(wire)) {
            for (Sender sender : Sender.values()) {
                if (sender != Sender.OWN_ON_A_USED_CONNECTION || way.stage().compareTo(Way.Stage.FIRST_BYTE) >= 0) {
                    turn = add(cells, wire, way, sender, turn);
                }
            }
        }
        return cells;
    }

    private static int add(List<Cell> cells, Wire wire, Way way, Sender sender, int turn) {
        int combinations = Verb.values().length * FaceUnderTest.values().length;
        int count = BuildShare.ALL ? combinations : sender == Sender.OWN ? SOME : 1;
        for (int i = turn; i < turn + count; i++) {
            Verb verb = Verb.values()[i % Verb.values().length];
            FaceUnderTest face = FaceUnderTest.values()[i / Verb.values().length % FaceUnderTest.values().length];
            if (BuildShare.has(i + i / combinations)) {
                cells.add(new Cell(wire, way, verb, face, sender));
            }
        }
        return turn + count;
    }

    private static List<Observed> tryAll(List<Cell> cells) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Callable<Observed>> work = new ArrayList<>();
            cells.forEach(cell -> work.add(() -> observe(cell)));
            List<Observed> all = new ArrayList<>();
            for (Future<Observed> observed : threads.invokeAll(work)) {
                all.add(observed.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Observed observe(Cell cell) throws IOException {
        boolean used = cell.sender == Sender.OWN_ON_A_USED_CONNECTION;
        try (LossyServer server = new LossyServer(cell.wire, cell.way, used ? 1 : 0);
                ConnectorClient client = client(cell, server)) {
            if (used) {
                assertThatCode(() -> cell.verb.call.accept(client, cell.face)).doesNotThrowAnyException();
            }
            Throwable error = null;
            try {
                cell.verb.call.accept(client, cell.face);
            } catch (RuntimeException e) {
                error = e;
            }
            return new Observed(cell, server.begun(), server.whole(), error);
        }
    }

    private static ConnectorClient client(Cell cell, LossyServer server) {
        Duration patience = Duration.ofSeconds(30);
        if (cell.way.isSlow()) {
            // The first call on a connection that is to be used again must come through on a busy machine, too.
            patience = cell.sender == Sender.OWN_ON_A_USED_CONNECTION ? Duration.ofSeconds(4) : Duration.ofMillis(500);
        }
        ConnectorClientBuilder builder = ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(TokenProvider.ofStatic("secret-token"))
                .clock(new RecordingClock())
                .responseTimeout(patience)
                .stallTimeout(patience)
                .connectTimeout(Duration.ofSeconds(30))
                .retryPolicy(RetryPolicy.builder()
                        .maxAttempts(TRIES)
                        .backoff(Backoff.fixed(Duration.ofSeconds(7)))
                        .build());
        if (cell.wire.isEncrypted() && cell.way.act() != Act.UNTRUSTED) {
            builder.sslContext(TestTls.client(cell.wire.protocol));
        }
        if (cell.sender == Sender.GIVEN) {
            HttpClient.Builder given = HttpClient.newBuilder();
            if (cell.wire.isEncrypted() && cell.way.act() != Act.UNTRUSTED) {
                given.sslContext(TestTls.client(cell.wire.protocol));
            }
            builder.httpClient(given.build());
        }
        return builder.build();
    }

    private static String figures(Wire wire, List<Observed> all) {
        return String.format(
                "%s: %d ways, %d calls: %d succeeded, %d UNKNOWN, %d NOT_SENT, %d others; %d whole requests at the server,"
                        + " %d of them a second one of what must be sent once",
                wire,
                Way.all(wire).size(),
                all.size(),
                all.stream().filter(one -> one.error == null).count(),
                all.stream().filter(one -> one.outcome() == Outcome.UNKNOWN).count(),
                all.stream().filter(one -> one.outcome() == Outcome.NOT_SENT).count(),
                all.stream()
                        .filter(one -> one.error != null
                                && one.outcome() != Outcome.UNKNOWN
                                && one.outcome() != Outcome.NOT_SENT)
                        .count(),
                all.stream().mapToInt(Observed::whole).sum(),
                all.stream()
                        .filter(one -> one.cell.verb.isSentOnce())
                        .mapToInt(one -> Math.max(0, one.whole() - 1))
                        .sum());
    }
}
