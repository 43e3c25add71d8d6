package io.github.d365fo.connector.wholefile;

import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An environment and a storage that have every file of {@link Contents}. */
final class Source implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("(?:blob=|file-|file/)(\\d+)");
    private static final int BLOCK = 8 << 10;

    private final ScriptedServer server;
    private final ScriptedServer storage;
    private volatile Pace pace = (number, sent) -> true;

    Source() throws IOException {
        server = new ScriptedServer(this::answer);
        storage = new ScriptedServer(this::answer);
    }

    /** Sees each block before it is sent; false breaks the connection off. */
    interface Pace {
        boolean goOn(int number, int sent) throws IOException, InterruptedException;
    }

    String address() {
        return server.address();
    }

    int requests() {
        return server.requests().size() + storage.requests().size();
    }

    void pace(Pace wish) {
        pace = wish;
    }

    private boolean answer(Connection connection) throws IOException, InterruptedException {
        String body = new String(connection.request().body(), StandardCharsets.UTF_8);
        Matcher matcher = NUMBER.matcher(connection.request().target() + body);
        if (!matcher.find()) {
            throw new IOException("no file is named in " + connection.request());
        }
        int number = Integer.parseInt(matcher.group(1));
        return connection.request().method().equals("POST") ? tell(connection, number) : send(connection, number);
    }

    /** Answers questions about an export: its status, and the address of its package. */
    private boolean tell(Connection connection, int number) throws IOException {
        String answer = connection.request().target().endsWith("GetExecutionSummaryStatus")
                ? "Succeeded"
                : storage.address() + "/file/" + number + "?sig=x";
        byte[] json = ("{\"value\":\"" + answer + "\"}").getBytes(StandardCharsets.UTF_8);
        connection.head(200, json.length);
        connection.write(json);
        return true;
    }

    private boolean send(Connection connection, int number) throws IOException, InterruptedException {
        byte[] content = Contents.zip(number);
        connection.head(200, content.length, "Content-Type: application/octet-stream");
        for (int from = 0; from < content.length; from += BLOCK) {
            if (!pace.goOn(number, from)) {
                return false;
            }
            connection.write(Arrays.copyOfRange(content, from, Math.min(from + BLOCK, content.length)));
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        storage.close();
    }
}
