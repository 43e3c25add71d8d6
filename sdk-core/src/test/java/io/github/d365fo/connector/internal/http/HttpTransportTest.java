package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.settings.ClientSettings;
import io.github.d365fo.connector.internal.wire.EnvironmentAddress;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ClosedPort;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.TestTls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request is on the wire, and what becomes of one without an answer. */
@Timeout(60)
class HttpTransportTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration BRIEF = Duration.ofMillis(100);
    private static final Reply GOOD = Reply.text(200, "good");

    private final ExecutorService senders = Executors.newCachedThreadPool();
    private ScriptedServer server;
    private Duration responseTimeout = LONG;
    private @Nullable SSLContext tls;

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        senders.shutdownNow();
    }

    /** What goes out. */
    @Nested
    class Requests {
        @Test
        void aGetOfTheEnvironmentHasItsHeadersAndTheToken() throws Exception {
            ScriptedServer.Request sent = sent(Request.get(Operation.DEQUEUE, at(GOOD)), "token");
            assertThat(sent.method()).isEqualTo("GET");
            assertThat(sent.target()).isEqualTo("/x");
            assertThat(sent.header("authorization")).isEqualTo("Bearer token");
            assertThat(sent.header("user-agent")).isEqualTo("agent");
            assertThat(sent.header("odata-version")).isEqualTo("4.0");
            assertThat(sent.header("accept-encoding")).isEqualTo("identity");
            assertThat(sent.body()).isEmpty();
        }

        @Test
        void aGetOfStorageHasNoToken() throws Exception {
            ScriptedServer.Request sent =
                    sent(Request.bareGet(Operation.BLOB_DOWNLOAD, at(GOOD)).header("Range", "bytes=0-1"), null);
            assertThat(sent.headers()).doesNotContainKeys("authorization", "odata-version");
            assertThat(sent.header("range")).isEqualTo("bytes=0-1");
            assertThat(sent.header("accept-encoding")).isEqualTo("identity");
        }

        @Test
        void aPostHasItsJson() throws Exception {
            ScriptedServer.Request sent = sent(Request.post(Operation.MESSAGE_STATUS, at(GOOD), "{}"), "token");
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.header("content-type")).isEqualTo("application/json");
            assertThat(sent.header("odata-version")).isEqualTo("4.0");
            assertThat(text(sent)).isEqualTo("{}");
        }

        @Test
        void anUploadHasItsPayloadAndTellsHowFarItIs() throws Exception {
            List<Long> progress = new ArrayList<>();
            AtomicInteger closed = new AtomicInteger();
            Payload payload = Payload.ofStream(() -> new ByteArrayInputStream(new byte[] {'a', 'b', 'c'}) {
                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            });
            Request upload = Request.upload(
                    Operation.ENQUEUE, at(GOOD), "text/xml", payload, (moved, total) -> progress.add(moved));
            assertThat(upload.isUpload()).isTrue();
            ScriptedServer.Request sent = sent(upload, "token");
            assertThat(sent.method()).isEqualTo("POST");
            assertThat(sent.header("content-type")).isEqualTo("text/xml");
            assertThat(sent.header("odata-version")).isEqualTo("4.0");
            assertThat(text(sent)).isEqualTo("abc");
            assertThat(progress).containsExactly(3L);
            assertThat(closed).hasPositiveValue();
        }

        @Test
        void whatGoesToStorageHasNothingOfTheEnvironment() throws Exception {
            List<Long> progress = new ArrayList<>();
            Request put = Request.barePut(
                    Operation.BLOB_UPLOAD, at(GOOD), Payload.ofString("abc"), (moved, total) -> progress.add(moved));
            ScriptedServer.Request sent = sent(put, null);
            assertThat(sent.method()).isEqualTo("PUT");
            assertThat(sent.headers()).doesNotContainKeys("authorization", "odata-version");
            assertThat(text(sent)).isEqualTo("abc");
            assertThat(progress).containsExactly(3L);
            Request list = Request.barePut(Operation.BLOB_UPLOAD, put.uri(), "list");
            assertThat(list.isUpload()).isFalse();
            assertThat(list.operation()).isEqualTo(Operation.BLOB_UPLOAD);
            assertThat(text(sent(list, null))).isEqualTo("list");
        }
    }

    /** An answer that does not come, and what is known of its request. */
    @Nested
    class Losses {
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void anAnswerHasNoMoreTimeThanTheCall(boolean upload) throws Exception {
            server = new ScriptedServer(GOOD, Reply.silence());
            URI address = URI.create(server.address() + "/x");
            HttpTransport transport = new HttpTransport(settings(null), System::nanoTime, senders);
            // Only a connection that is there already takes the request whatever the machine is busy with.
            transport.send(request(upload, address), null, LONG).text();
            assertThatThrownBy(() -> transport.send(request(upload, address), null, BRIEF))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessageStartingWith("no response within ");
            transport.close();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void anAnswerHasNoMoreTimeThanTheResponseTimeout(boolean upload) throws Exception {
            responseTimeout = BRIEF;
            URI address = at(Reply.silence());
            assertThatThrownBy(() -> send(request(upload, address), LONG)).isInstanceOf(NoAnswer.class);
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void aConnectionThatCantBeMadeSentNothing(boolean upload) throws Exception {
            try (ClosedPort nobody = new ClosedPort()) {
                NoAnswer failure =
                        catchThrowableOfType(NoAnswer.class, () -> send(request(upload, nobody.uri()), LONG));
                assertThat(failure).hasMessageStartingWith("no connection");
                assertThat(failure.possiblySent()).isFalse();
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void aFailedHandshakeSentNothing(boolean upload) throws Exception {
            server = ScriptedServer.encrypted(GOOD);
            NoAnswer failure = catchThrowableOfType(
                    NoAnswer.class, () -> send(request(upload, URI.create(server.address() + "/x")), LONG));
            assertThat(failure).hasMessageStartingWith("TLS failed");
            assertThat(failure.possiblySent()).isFalse();
            assertThat(server.requests()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void anAnswerThatIsLostMayHaveBeenGiven(boolean upload) throws Exception {
            server = ScriptedServer.encrypted(connection -> false);
            tls = TestTls.client("TLS");
            NoAnswer failure = catchThrowableOfType(
                    NoAnswer.class, () -> send(request(upload, URI.create(server.address() + "/x")), LONG));
            assertThat(failure.possiblySent()).isTrue();
        }

        @Test
        void anAnswerWithoutBodyThatHasOneIsUnreadable() throws Exception {
            URI address = at(connection -> {
                connection.write("HTTP/1.1 204 X\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
                return false;
            });
            assertThatThrownBy(() -> send(Request.get(Operation.DEQUEUE, address), LONG))
                    .isInstanceOf(Unreadable.class)
                    .hasMessageContaining("status 204 with a body");
        }

        @Test
        void anAnswerWithAMalformedHeadIsLost() throws Exception {
            URI address = at(connection -> {
                connection.write("HTTP/1.1 200 X\r\nContent-Length: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return false;
            });
            assertThatThrownBy(() -> send(Request.get(Operation.DEQUEUE, address), LONG))
                    .isInstanceOf(NoAnswer.class)
                    .hasMessageContaining("are invalid");
        }
    }

    /** Which HTTP client sends. */
    @Nested
    class Clients {
        static Stream<Operation> bulky() {
            return Stream.of(Operation.ENQUEUE, Operation.DOWNLOAD, Operation.BLOB_UPLOAD, Operation.BLOB_DOWNLOAD);
        }

        @ParameterizedTest
        @MethodSource("bulky")
        void filesDoNotStandBeforeSmallCalls(Operation operation) throws IOException {
            server = new ScriptedServer(GOOD);
            HttpClients clients = new HttpClients(settings(null), System::nanoTime);
            assertThat(clients.of(operation)).isNotSameAs(clients.of(Operation.ACKNOWLEDGE));
            assertThat(clients.of(operation)).isSameAs(clients.of(Operation.DOWNLOAD));
            assertThat(clients.of(Operation.DEQUEUE)).isSameAs(clients.of(Operation.ACKNOWLEDGE));
            clients.close();
        }

        @Test
        void aClientThatWasHandedInDoesEverything() throws IOException {
            server = new ScriptedServer(GOOD);
            HttpClient given = HttpClient.newHttpClient();
            HttpClients clients = new HttpClients(settings(given), System::nanoTime);
            assertThat(clients.of(Operation.DOWNLOAD)).isSameAs(given);
            assertThat(clients.of(Operation.DEQUEUE)).isSameAs(given);
            clients.close();
        }

        @Test
        void theProbeKnowsWhetherTheTokenIsSent() throws Exception {
            HttpClient client = HttpClient.newBuilder()
                    .authenticator(new Authenticator() {})
                    .build();
            Request get = Request.get(Operation.DEQUEUE, at(GOOD));
            new HttpTransport(settings(client), System::nanoTime, senders)
                    .send(get, "token", LONG)
                    .close();
            assertThat(BearerProbe.isTokenSent())
                    .isEqualTo(server.requests().get(0).headers().containsKey("authorization"));
        }

        @Test
        void aDeadHttpClientIsReplacedOnce() {
            HttpClients clients = new HttpClients(settings(null), System::nanoTime);
            HttpClient lost = clients.of(Operation.DEQUEUE);
            HttpClient files = clients.of(Operation.DOWNLOAD);
            assertThat(clients.replace(lost)).isTrue();
            HttpClient fresh = clients.of(Operation.DEQUEUE);
            assertThat(fresh).isNotSameAs(lost);
            assertThat(clients.replace(lost)).isTrue();
            assertThat(clients.of(Operation.DEQUEUE)).isSameAs(fresh);
            assertThat(clients.of(Operation.DOWNLOAD)).isSameAs(files);
            clients.close();
            assertThat(clients.replace(fresh)).isFalse();
            assertThat(clients.of(Operation.DEQUEUE)).isSameAs(fresh);
        }

        @Test
        void aClientThatWasHandedInIsNotReplaced() {
            HttpClient given = HttpClient.newHttpClient();
            HttpClients clients = new HttpClients(settings(given), System::nanoTime);
            assertThat(clients.replace(given)).isFalse();
            assertThat(clients.of(Operation.DEQUEUE)).isSameAs(given);
        }
    }

    private static Request request(boolean upload, URI address) {
        return upload
                ? Request.upload(Operation.ENQUEUE, address, "text/xml", Payload.ofString("abc"), (moved, total) -> {})
                : Request.post(Operation.MESSAGE_STATUS, address, "{}");
    }

    private URI at(Reply reply) throws IOException {
        server = new ScriptedServer(reply);
        return URI.create(server.address() + "/x");
    }

    private ScriptedServer.Request sent(Request request, @Nullable String bearer) throws Exception {
        HttpTransport transport = new HttpTransport(settings(null), System::nanoTime, senders);
        try (Response answer = transport.send(request, bearer, LONG)) {
            assertThat(answer.text()).isEqualTo("good");
        } finally {
            transport.close();
        }
        List<ScriptedServer.Request> requests = server.requests();
        return requests.get(requests.size() - 1);
    }

    private void send(Request request, Duration left) throws Exception {
        HttpTransport transport = new HttpTransport(settings(null), System::nanoTime, senders);
        try {
            transport.send(request, null, left).close();
        } finally {
            transport.close();
        }
    }

    private static String text(ScriptedServer.Request request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private ClientSettings settings(@Nullable HttpClient given) {
        return new ClientSettings(
                EnvironmentAddress.parse("https://environment.invalid"),
                TokenProvider.ofStatic("secret-token"),
                RetryPolicy.ofDefaults(),
                new ClientSettings.Timeouts(LONG, responseTimeout, LONG, LONG),
                52,
                given,
                null,
                tls,
                List.of(),
                "agent",
                Clock.systemUTC(),
                Set.of(),
                true,
                new KnownSecrets());
    }
}
