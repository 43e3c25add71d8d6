package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.ScriptedServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One blob as Azure Storage serves it, with faults that a test puts in its way. */
class Storage implements Reply {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    volatile byte[] blob;
    volatile String tag = "\"v1\"";
    volatile String md5 = "";

    Storage(byte[] blob) {
        this.blob = blob;
    }

    /** Does something else with request number {@code count}, from 1; false if not. */
    boolean fault(int count, Connection connection) throws IOException, InterruptedException {
        return false;
    }

    @Override
    public final boolean answer(Connection connection) throws IOException, InterruptedException {
        if (fault(number.incrementAndGet(), connection)) {
            return false;
        }
        if (connection.request().method().equals("PUT")) {
            return put(connection);
        }
        return get(connection);
    }

    void range(Connection connection, int from, int to, int cutAt) throws IOException {
        connection.head(
                206,
                to - from,
                "ETag: " + tag,
                "Content-Range: bytes " + from + "-" + (to - 1) + "/" + blob.length,
                md5.isEmpty() ? "X-Nothing: 0" : "x-ms-blob-content-md5: " + md5);
        connection.write(Arrays.copyOfRange(blob, from, Math.min(to, cutAt)));
    }

    private boolean get(Connection connection) throws IOException {
        Request request = connection.request();
        Matcher range = RANGE.matcher(request.header("range"));
        if (!range.matches()) {
            connection.head(200, blob.length, "ETag: " + tag, "Accept-Ranges: bytes");
            connection.write(blob);
        } else if (!request.header("if-match").isEmpty()
                && !request.header("if-match").equals(tag)) {
            refuse(connection, 412, "ConditionNotMet");
        } else if (blob.length == 0) {
            String error = error("InvalidRange");
            connection.head(416, error.length(), "Content-Range: bytes */0", "x-ms-error-code: InvalidRange");
            connection.write(error.getBytes(StandardCharsets.UTF_8));
        } else {
            int to = (int) Math.min(Long.parseLong(range.group(2)) + 1, blob.length);
            range(connection, Integer.parseInt(range.group(1)), to, Integer.MAX_VALUE);
        }
        return true;
    }

    private boolean put(Connection connection) throws IOException {
        Request request = connection.request();
        Matcher block = Pattern.compile(".*&comp=block&blockid=([A-Za-z0-9]+)").matcher(request.target());
        if (block.matches()) {
            blocks.put(block.group(1), request.body());
        } else if (request.target().endsWith("&comp=blocklist")) {
            blob = assemble(new String(request.body(), StandardCharsets.UTF_8));
        } else if (!request.header("x-ms-blob-type").equals("BlockBlob")) {
            refuse(connection, 400, "InvalidHeaderValue");
            return true;
        } else {
            blob = request.body();
        }
        connection.head(201, 0, "ETag: " + tag);
        return true;
    }

    private byte[] assemble(String list) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        Matcher id = Pattern.compile("<Latest>([^<]+)</Latest>").matcher(list);
        while (id.find()) {
            whole.writeBytes(blocks.get(id.group(1)));
        }
        return whole.toByteArray();
    }

    static void refuse(Connection connection, int status, String code) throws IOException {
        String error = error(code);
        connection.head(status, error.length(), "x-ms-error-code: " + code, "x-ms-request-id: r-1");
        connection.write(error.getBytes(StandardCharsets.UTF_8));
    }

    private static String error(String code) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code
                + "</Code><Message>The words for it.</Message></Error>";
    }
}
