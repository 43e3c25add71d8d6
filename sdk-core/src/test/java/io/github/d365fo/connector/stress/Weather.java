package io.github.d365fo.connector.stress;

import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that does to each request what chance wants, and keeps account of the files that arrive whole. */
final class Weather implements Reply {
    private static final int LONGEST_FILE = 12_000;

    private final Random random;
    private final Map<UUID, AtomicInteger> arrivals = new ConcurrentHashMap<>();
    private final Map<Fate, AtomicInteger> fates = new ConcurrentHashMap<>();
    private final Map<UUID, String> wrongs = new ConcurrentHashMap<>();
    /** Asked for before the body is read, by the same thread. */
    private final ThreadLocal<Fate> next = new ThreadLocal<>();

    private volatile boolean fair;

    /** What becomes of a request. */
    private enum Fate {
        WELL(60),
        SLOW(8),
        BUSY(2),
        POSTPONED(4),
        BROKEN(5),
        CUT(5),
        RESET(5),
        RESET_EARLY(4),
        TRUNCATED(6),
        SILENT(1);

        final int share;

        Fate(int share) {
            this.share = share;
        }
    }

    Weather(long seed) {
        random = new Random(seed);
    }

    /** Returns the content of the file {@code id}, which begins with the id. */
    static byte[] file(UUID id) {
        Random content = new Random(id.getLeastSignificantBits());
        byte[] bytes = new byte[16 + content.nextInt(LONGEST_FILE)];
        content.nextBytes(bytes);
        ByteBuffer.wrap(bytes).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return bytes;
    }

    /** Returns how often the file {@code id} arrived whole and was not refused. */
    int arrivals(UUID id) {
        AtomicInteger count = arrivals.get(id);
        return count == null ? 0 : count.get();
    }

    /** Returns what arrived but is not what was sent, or was sent on after it may have arrived. */
    Map<UUID, String> wrongs() {
        return Map.copyOf(wrongs);
    }

    Map<?, ?> fates() {
        return Map.copyOf(fates);
    }

    /** From here on every request is answered well. */
    void clearUp() {
        fair = true;
    }

    @Override
    public boolean wantsBody() {
        Fate fate = fair ? Fate.WELL : chance();
        next.set(fate);
        fates.computeIfAbsent(fate, any -> new AtomicInteger()).incrementAndGet();
        return fate != Fate.RESET_EARLY;
    }

    @Override
    public boolean answer(Connection connection) throws IOException, InterruptedException {
        Fate fate = next.get();
        if (fate != Fate.RESET_EARLY && connection.request().target().contains("/enqueue/")) {
            arrived(connection.request().body(), fate);
        }
        return switch (fate) {
            case WELL -> well(connection);
            case SLOW -> slow(connection);
            case BUSY -> Reply.text(429, "busy", "Retry-After: 0").answer(connection);
            case POSTPONED -> Reply.text(503, "down", "Retry-After: 0").answer(connection);
            case BROKEN -> Reply.text(500, "no").answer(connection);
            case CUT -> false;
            case RESET, RESET_EARLY -> Reply.reset(true).answer(connection);
            case TRUNCATED -> truncated(connection);
            case SILENT -> Reply.silence().answer(connection);
        };
    }

    private synchronized Fate chance() {
        int number = random.nextInt(100);
        for (Fate fate : Fate.values()) {
            number -= fate.share;
            if (number < 0) {
                return fate;
            }
        }
        throw new IllegalStateException("the shares make no 100");
    }

    private void arrived(byte[] body, Fate fate) {
        ByteBuffer start = ByteBuffer.wrap(body);
        UUID id = body.length < 16 ? new UUID(0, 0) : new UUID(start.getLong(), start.getLong());
        if (!Arrays.equals(body, file(id))) {
            wrongs.put(id, "arrived as something else");
        }
        AtomicInteger count = arrivals.computeIfAbsent(id, any -> new AtomicInteger());
        boolean refused = fate == Fate.BUSY || fate == Fate.POSTPONED;
        if ((refused ? count.get() : count.getAndIncrement()) > 0) {
            wrongs.put(id, "arrived again after it may have arrived");
        }
    }

    private static boolean well(Connection connection) throws IOException, InterruptedException {
        return Reply.bytes(200, answerTo(connection)).answer(connection);
    }

    private static boolean slow(Connection connection) throws IOException, InterruptedException {
        byte[] answer = answerTo(connection);
        connection.head(200, answer.length);
        for (int from = 0; from < answer.length; from += 4_000) {
            pause();
            connection.write(Arrays.copyOfRange(answer, from, Math.min(answer.length, from + 4_000)));
        }
        return true;
    }

    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
    }

    private static boolean truncated(Connection connection) throws IOException, InterruptedException {
        byte[] answer = answerTo(connection);
        return Reply.truncated(answer.length, Arrays.copyOf(answer, answer.length / 2))
                .answer(connection);
    }

    private static byte[] answerTo(Connection connection) {
        String target = connection.request().target();
        if (target.contains("/enqueue/")) {
            ByteBuffer start = ByteBuffer.wrap(connection.request().body());
            return ("\"" + new UUID(start.getLong(), start.getLong()) + "\"").getBytes(StandardCharsets.UTF_8);
        }
        if (target.contains("/download/")) {
            return file(UUID.fromString(target.replaceAll(".*file=", "")));
        }
        return target.contains("GetMessageStatus")
                ? "{\"value\":\"Processed\"}".getBytes(StandardCharsets.UTF_8)
                : new byte[0];
    }
}
