package io.github.d365fo.connector.stress;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What callers were told, to be compared with what arrived. Thread-safe. */
final class Ledger {
    static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";
    static final String TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9-the-token";
    private static final String RECEIPT = "AgAAAAMAAAAAAAAAnotforothers";

    private final Map<UUID, String> wrongs = new ConcurrentHashMap<>();
    private final Queue<UUID> enqueued = new ConcurrentLinkedQueue<>();
    private final Queue<UUID> notSent = new ConcurrentLinkedQueue<>();
    private final AtomicInteger successes = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger cancellations = new AtomicInteger();

    DequeueResult message(ConnectorClient client, UUID id) {
        return DequeueResult.fromJson("{\"CorrelationId\":\"" + id + "\",\"PopReceipt\":\"" + RECEIPT + id
                + "\",\"DownloadLocation\":\"" + client.environment() + "/api/connector/download/" + ACTIVITY
                + "?file=" + id + "\",\"IsDownLoadFileExist\":true}");
    }

    void succeeded() {
        successes.incrementAndGet();
    }

    void cancelled() {
        cancellations.incrementAndGet();
    }

    void failed(UUID id, ConnectorException failure) {
        failures.incrementAndGet();
        if (failure.outcome() == Outcome.NOT_SENT) {
            notSent.add(id);
        }
        String text = text(failure);
        require(id, !text.contains(TOKEN) && !text.contains(RECEIPT), "a secret in " + text);
    }

    void enqueued(UUID id, MessageId answer) {
        enqueued.add(id);
        require(id, answer.value().equalsIgnoreCase(id.toString()), "got the answer of another: " + answer);
    }

    void downloaded(UUID id, DownloadedFile file) throws IOException {
        String expected = digest(Weather.file(id));
        require(
                id,
                HexFormat.of().formatHex(HexFormat.of().parseHex(file.sha256())).equals(expected),
                "told another digest");
        require(id, digest(Files.readAllBytes(file.path())).equals(expected), "another file");
    }

    void require(UUID id, boolean right, String otherwise) {
        if (!right) {
            wrong(id, otherwise);
        }
    }

    void wrong(UUID id, String what) {
        wrongs.put(id, what);
    }

    /** Returns all that is not as it should be, now that nothing is under way. */
    Map<UUID, String> balance(Weather service) {
        for (UUID id : enqueued) {
            require(
                    id,
                    service.arrivals(id) == 1,
                    "said to be enqueued, but arrived " + service.arrivals(id) + " times");
        }
        for (UUID id : notSent) {
            require(id, service.arrivals(id) == 0, "said not to be sent, but arrived");
        }
        wrongs.putAll(service.wrongs());
        return Map.copyOf(wrongs);
    }

    @Override
    public String toString() {
        return successes + " successes, " + failures + " failures (" + notSent.size() + " not sent), " + cancellations
                + " cancelled, " + enqueued.size() + " files enqueued";
    }

    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
