package io.github.d365fo.connector.datamanagement;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A client, a server that answers as scripted and is its own storage, and a clock that writes down its waits. */
final class DataRig implements AutoCloseable {
    static final Duration HOUR = Duration.ofHours(1);

    final ScriptedServer server;
    final RecordingClock clock = new RecordingClock();
    final ConnectorClient client;
    final DataManagement data;

    DataRig(FaceUnderTest face, Reply... replies) throws IOException {
        this(UnaryOperator.identity(), face, replies);
    }

    DataRig(UnaryOperator<ConnectorClientBuilder> settings, FaceUnderTest face, Reply... replies) throws IOException {
        server = new ScriptedServer(replies);
        client = settings.apply(ConnectorClient.builder()
                        .environment(server.address())
                        .tokenProvider(TokenProvider.ofStatic("secret-token"))
                        .clock(clock)
                        .responseTimeout(Duration.ofSeconds(20))
                        .retryPolicy(RetryPolicy.builder()
                                .backoff(Backoff.fixed(Duration.ofSeconds(7)))
                                .build()))
                .build();
        data = face.dataManagement(client);
    }

    static Reply value(String json) {
        return Reply.text(200, "{\"@odata.context\":\"x\",\"value\":" + json + "}");
    }

    static Reply text(String value) {
        return value("\"" + value + "\"");
    }

    static Reply refused(String words) {
        return Reply.text(
                400,
                "{\"error\":{\"code\":\"\",\"message\":\"An error has occurred.\",\"innererror\":{\"message\":\""
                        + words + "\",\"type\":\"System.InvalidOperationException\"}}}");
    }

    static Reply unknownExecution() {
        return refused("Execution details were not found for execution id: x");
    }

    /** A write address on the server itself, as JSON in a text. */
    static Reply writeUrl() {
        return connection -> {
            String url = "http://" + connection.request().header("host") + "/blob/p.zip?sv=1&sig=secret-signature";
            String inner = "{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + url + "\\\"}";
            return text(inner).answer(connection);
        };
    }

    /** An address of a file on the server itself. */
    static Reply fileUrl() {
        return connection -> text("http://" + connection.request().header("host") + "/blob/f.zip?sig=secret-signature")
                .answer(connection);
    }

    static Reply created() {
        return Reply.text(201, "");
    }

    static Reply expired() {
        return Reply.text(
                403, "<Error><Code>AuthenticationFailed</Code></Error>", "x-ms-error-code: AuthenticationFailed");
    }

    /** Answers that make up the outcome of an execution. */
    static List<Reply> outcome(String state, String errors) {
        return List.of(text(state), text(errors), value("[]"), text("https://contoso.example/page?x=1"));
    }

    /** Returns what was asked for, in order, by the last part of each address. */
    List<String> asked() {
        return server.requests().stream()
                .map(request -> request.method().equals("POST")
                        ? request.target().substring(request.target().lastIndexOf('.') + 1)
                        : request.method())
                .toList();
    }

    String body(int request) {
        return new String(server.requests().get(request).body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
