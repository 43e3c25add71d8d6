package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.AuthenticatingProxySelector;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.datamanagement.DataManagement;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ClosedPort;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Connection;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.TestProxy;
import io.github.d365fo.connector.support.TestTls;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A proxy that wants a sign-in gets one, whatever is called; one that refuses is named, and nothing got past it. */
@ExtendWith(CapturedLog.class)
@Timeout(60)
class ProxyTest {
    private static final String USER = "svc-d365";
    private static final String PASSWORD = "päss:word";

    @TempDir
    Path directory;

    private final List<AuthenticatingProxySelector> selectors = new ArrayList<>();

    @AfterEach
    void close() {
        selectors.forEach(AuthenticatingProxySelector::close);
    }

    static Stream<Arguments> verbs() {
        return FaultMatrixTest.verbs();
    }

    static Stream<Arguments> refusals() {
        return verbs().flatMap(cell -> Stream.of(407, 403, 404, 429, 502, 503)
                .map(status -> Arguments.of(cell.get()[0], cell.get()[1], status)));
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void everyVerbGoesThroughAProxyThatWantsASignIn(FaceUnderTest face, Verb verb) throws IOException {
        try (TestProxy proxy = TestProxy.wanting(USER, PASSWORD);
                Rig rig = Rig.encrypted(b -> b.proxy(signedIn(proxy)), face, verb.success())) {
            assertThatCode(() -> verb.call(rig, directory)).doesNotThrowAnyException();
            assertThat(proxy.heads()).hasSize(1).allMatch(head -> head.startsWith("CONNECT 127.0.0.1:"));
            assertNothingOfTheProxyIn(rig);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatWasHandedInSignsInAsWell(FaceUnderTest face) throws IOException {
        try (TestProxy proxy = TestProxy.wanting(USER, PASSWORD)) {
            HttpClient given = HttpClient.newBuilder()
                    .sslContext(TestTls.client("TLS"))
                    .proxy(signedIn(proxy))
                    .build();
            try (Rig rig = Rig.encrypted(b -> b.httpClient(given), face, Verb.ENQUEUE.success())) {
                Verb.ENQUEUE.call(rig, directory);
                assertNothingOfTheProxyIn(rig);
            }
        }
    }

    /** Large enough for several segments each way. */
    @ParameterizedTest
    @EnumSource
    void storageIsReachedThroughIt(FaceUnderTest face) throws IOException {
        byte[] file = new byte[3_000_000];
        try (TestProxy proxy = TestProxy.wanting(USER, PASSWORD);
                Rig rig = Rig.encrypted(
                        b -> b.proxy(signedIn(proxy)),
                        face,
                        ProxyTest::writeAddress,
                        Reply.text(201, ""),
                        Reply.text(200, "{\"value\":\"E-1\"}"),
                        Reply.text(200, "{\"value\":\"Succeeded\"}"),
                        Reply.text(200, "{\"value\":\"Succeeded\"}"),
                        Reply.text(200, "{\"value\":\"[]\"}"),
                        Reply.text(200, "{\"value\":[]}"),
                        Reply.text(200, "{\"value\":\"https://contoso.example/page\"}"),
                        ProxyTest::fileAddress,
                        Reply.bytes(200, file))) {
            DataManagement data = face.dataManagement(rig.client);
            data.newImport(Payload.ofBytes(file), ImportRequest.of("Customers")).await(Duration.ofHours(1));
            Path target = directory.resolve("errors.zip");
            assertThat(data.downloadStagingErrors(ExecutionId.of("E-1"), "Customers", target))
                    .hasValueSatisfying(got -> assertThat(got.size()).isEqualTo(file.length));
            assertThat(rig.server.requests().get(1).body()).isEqualTo(file);
            assertNothingOfTheProxyIn(rig);
        }
    }

    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("refusals")
    void aRefusalNamesTheProxyAndItsStatus(FaceUnderTest face, Verb verb, int status) throws IOException {
        try (TestProxy proxy = TestProxy.refusing(status);
                Rig rig = Rig.encrypted(b -> b.proxy(proxy.selector()), face, verb.success())) {
            ProxyException error = catchThrowableOfType(ProxyException.class, () -> verb.call(rig, directory));
            assertThat(error).hasMessageContainingAll("proxy " + proxy.name(), "status " + status);
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.proxy()).isEqualTo(proxy.name());
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(error.attempts()).hasSize(status == 429 || status >= 500 ? 5 : 1);
            assertThat(rig.server.requests()).isEmpty();
            Leaks.assertNone(rig.server, directory);
        }
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aWrongPasswordFailsAtOnceWithoutShowingIt(FaceUnderTest face, Verb verb) throws IOException {
        try (TestProxy proxy = TestProxy.wanting(USER, "another");
                Rig rig = Rig.encrypted(b -> b.proxy(signedIn(proxy)), face, verb.success())) {
            ProxyException error = catchThrowableOfType(ProxyException.class, () -> verb.call(rig, directory));
            assertThat(error)
                    .hasMessageContainingAll("proxy " + proxy.name(), "rejects the user and password", "407")
                    .hasMessageNotContainingAny(USER, PASSWORD);
            assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(error.attempts()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aProxyThatIsNotThereIsNamed(FaceUnderTest face, Verb verb) throws IOException {
        try (ClosedPort nobody = new ClosedPort()) {
            ProxySelector plain = ProxySelector.of(nobody.address());
            for (ProxySelector selector : new ProxySelector[] {plain, signIn(plain)}) {
                try (Rig rig = Rig.encrypted(b -> b.proxy(selector), face, verb.success())) {
                    TransportException error =
                            catchThrowableOfType(TransportException.class, () -> verb.call(rig, directory));
                    assertThat(error)
                            .hasMessageContaining(
                                    "proxy localhost:" + nobody.address().getPort());
                    assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
                    assertThat(error.attempts()).hasSize(5);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void aProxyThatHangsUpOrSaysNothingHasPassedNothingOn(FaceUnderTest face, Verb verb) throws IOException {
        try (TestProxy hangsUp = new TestProxy(head -> 0);
                TestProxy silent = new TestProxy(ProxyTest::nothing)) {
            for (ProxySelector selector : new ProxySelector[] {hangsUp.selector(), silent.selector()}) {
                try (Rig rig = Rig.encrypted(
                        b -> b.proxy(selector)
                                .responseTimeout(Duration.ofMillis(300))
                                .stallTimeout(Duration.ofMillis(300))
                                .retryPolicy(RetryPolicy.none()),
                        face,
                        verb.success())) {
                    TransportException error =
                            catchThrowableOfType(TransportException.class, () -> verb.call(rig, directory));
                    assertThat(error).hasMessageContaining("through the proxy localhost:");
                    assertThat(error.outcome()).isEqualTo(Outcome.NOT_SENT);
                }
            }
        }
    }

    /** Only the loopback address is spoken to without TLS, and only there does a proxy answer in the server's place. */
    @ParameterizedTest
    @MethodSource("verbs")
    void aRefusalOfAPlainRequestIsTheProxysToo(FaceUnderTest face, Verb verb) throws IOException {
        try (TestProxy proxy = TestProxy.refusing(407);
                Rig rig = Rig.with(b -> b.proxy(proxy.selector()), face, verb.success())) {
            ProxyException error = catchThrowableOfType(ProxyException.class, () -> verb.call(rig, directory));
            assertThat(error).hasMessageContainingAll("proxy " + proxy.name(), "requires authentication", "407");
            // It has left, and the server behind the proxy might have said the same.
            assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(error.attempts()).hasSize(1);
        }
    }

    @Test
    void theRelayServesItsOwnClientOnly() throws IOException {
        try (TestProxy proxy = TestProxy.wanting(USER, PASSWORD)) {
            AuthenticatingProxySelector selector = signedIn(proxy);
            URI target = URI.create("https://contoso.example/x");
            Proxy relay = selector.select(target).get(0);
            String key = selector.authorization(target).orElseThrow();
            assertThat(ask(relay, "CONNECT contoso.example:443", "")).startsWith("HTTP/1.1 403 ");
            assertThat(ask(relay, "CONNECT contoso.example:443", "Relay guess")).startsWith("HTTP/1.1 403 ");
            assertThat(ask(relay, "CONNECT other.example:443", key)).startsWith("HTTP/1.1 403 ");
            assertThat(ask(relay, "GET contoso.example:443", key)).startsWith("HTTP/1.1 405 ");
            assertThat(proxy.heads()).isEmpty();
            assertThat(ask(relay, "CONNECT CONTOSO.example:443", key)).startsWith("HTTP/1.1 596 ");
            assertThat(proxy.heads()).hasSize(1);
        }
    }

    @Test
    void onlyEncryptedRequestsAreSignedIn() throws IOException {
        try (TestProxy proxy = TestProxy.wanting(USER, PASSWORD)) {
            AuthenticatingProxySelector selector = signedIn(proxy);
            URI plain = URI.create("http://contoso.example/x");
            assertThat(selector.select(plain)).containsExactly(new Proxy(Proxy.Type.HTTP, proxy.address()));
            assertThat(selector.authorization(plain)).isEmpty();
            assertThat(selector.proxyOf(plain)).contains(proxy.address());
            AuthenticatingProxySelector direct = signIn(HttpClient.Builder.NO_PROXY);
            URI target = URI.create("https://contoso.example/x");
            assertThat(direct.select(target)).containsExactly(Proxy.NO_PROXY);
            assertThat(direct.authorization(target)).isEmpty();
            assertThat(direct.proxyOf(target)).isEmpty();
            assertThat(selector.toString()).doesNotContain(USER, PASSWORD);
        }
    }

    /** Either the token arrives, or the builder says why it would not. */
    @ParameterizedTest
    @EnumSource
    void anAuthenticatorKeepsTheTokenOrIsRefused(FaceUnderTest face) throws IOException {
        Authenticator authenticator = new Authenticator() {};
        HttpClient given = HttpClient.newBuilder().authenticator(authenticator).build();
        try (Rig rig = Rig.with(b -> b.httpClient(given), face, Reply.text(401, "no"))) {
            assertThatThrownBy(() -> rig.job.dequeue()).isInstanceOf(AuthorizationException.class);
            assertThat(rig.server.requests().get(0).header("authorization")).isEqualTo("Bearer secret-token");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContainingAll("httpClient", "Authenticator", "AuthenticatingProxySelector");
            assertThat(tokenOf(given)).isEmpty();
        }
    }

    private static String tokenOf(HttpClient client) throws IOException {
        try (ScriptedServer server = new ScriptedServer(Reply.text(200, ""))) {
            client.send(
                    HttpRequest.newBuilder(URI.create(server.address()))
                            .header("Authorization", "Bearer secret-token")
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            return server.requests().get(0).header("authorization");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aClosedSelectorListensNoMore() throws IOException {
        try (TestProxy proxy = TestProxy.wanting(USER, PASSWORD)) {
            AuthenticatingProxySelector selector = signedIn(proxy);
            URI target = URI.create("https://contoso.example/x");
            Proxy relay = selector.select(target).get(0);
            selector.close();
            selector.close();
            assertThat(isServed(relay)).isFalse();
            assertThatThrownBy(() -> selector.select(target)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatCanNotBeSentIsRefused() {
        assertThatThrownBy(() -> AuthenticatingProxySelector.of(HttpClient.Builder.NO_PROXY, "a:b", new char[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("user");
        assertThatThrownBy(() -> AuthenticatingProxySelector.of(HttpClient.Builder.NO_PROXY, " ", new char[0]))
                .hasMessageContaining("user");
        assertThatThrownBy(() -> AuthenticatingProxySelector.of(
                        HttpClient.Builder.NO_PROXY, "a", "secret\r\nX: y".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("password")
                .hasMessageNotContaining("secret");
    }

    private AuthenticatingProxySelector signedIn(TestProxy proxy) {
        return signIn(proxy.selector());
    }

    private AuthenticatingProxySelector signIn(ProxySelector proxies) {
        AuthenticatingProxySelector selector = AuthenticatingProxySelector.of(proxies, USER, PASSWORD.toCharArray());
        selectors.add(selector);
        return selector;
    }

    private static void assertNothingOfTheProxyIn(Rig rig) {
        assertThat(rig.server.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(
                                request.headers().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                        .noneMatch(name -> name.startsWith("proxy-")));
    }

    private static boolean writeAddress(Connection connection) throws IOException, InterruptedException {
        String url = "https://" + connection.request().header("host") + "/blob/p.zip?sv=1&sig=secret-signature";
        String inner = "{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + url + "\\\"}";
        return Reply.text(200, "{\"value\":\"" + inner + "\"}").answer(connection);
    }

    private static boolean fileAddress(Connection connection) throws IOException, InterruptedException {
        String url = "https://" + connection.request().header("host") + "/blob/f.zip?sig=secret-signature";
        return Reply.text(200, "{\"value\":\"" + url + "\"}").answer(connection);
    }

    private static int nothing(String head) throws InterruptedException {
        new CountDownLatch(1).await(20, TimeUnit.SECONDS);
        return 0;
    }

    /** A socket that is being closed may still be connected to, but says nothing. */
    private static boolean isServed(Proxy relay) {
        try {
            return !ask(relay, "CONNECT contoso.example:443", "").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static String ask(Proxy relay, String request, String authorization) throws IOException {
        InetSocketAddress address = (InetSocketAddress) relay.address();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nProxy-Authorization: " + authorization + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
