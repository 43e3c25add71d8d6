package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.ScriptedServer.Request;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where a message or a redirect leads to, the token goes to the environment's own origin and nowhere else. Whatever is
 * sent to any other place of the world arrives at a proxy of this test, which keeps it.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DownloadAddressMatrixTest {
    private static final String TOKEN = "secret-token-7c1d";
    private static final int[] REDIRECTS = {301, 302, 303, 307, 308};
    private static final AtomicInteger CELLS = new AtomicInteger();

    /** {@code HOME} is host and port of the environment, {@code AWAY} those of a stranger, {@code PORT} the former's. */
    private static final List<String> ADDRESSES = List.of(
            "http://AWAY/x",
            "http://localhost:PORT/x",
            "http://LOCALHOST:PORT/x",
            "http://127.0.0.2:PORT/x",
            "http://127.1:PORT/x",
            "http://127.0.1:PORT/x",
            "http://2130706433:PORT/x",
            "http://0x7f.0.0.1:PORT/x",
            "http://0177.0.0.1:PORT/x",
            "http://0.0.0.0:PORT/x",
            "http://[::1]:PORT/x",
            "http://[::ffff:127.0.0.1]:PORT/x",
            "http://[::FFFF:7F00:1]:PORT/x",
            "http://[fe80::1%25lo]:PORT/x",
            "http://127.0.0.1.:PORT/x",
            "http://localhost.:PORT/x",
            "http://user@HOME/x",
            "http://user:password@HOME/x",
            "http://HOME@AWAY/x",
            "http://HOME%2F@AWAY/x",
            "http://HOME\\@AWAY/x",
            "http://AWAY\\@HOME/x",
            "http://HOME#@AWAY/x",
            "http://AWAY#@HOME/x",
            "http://HOME?@AWAY/x",
            "http://AWAY?@HOME/x",
            "http://HOME;@AWAY/x",
            "https://HOME/x",
            "https://AWAY/x",
            "http://127.0.0.1/x",
            "http://127.0.0.1:80/x",
            "http://127.0.0.1:443/x",
            "https://127.0.0.1/x",
            "https://127.0.0.1:80/x",
            "HTTP://HOME/x",
            "hTTpS://AWAY/x",
            "http://127.0.0.1:0PORT/x",
            "http://127.0.0.1:PORT1/x",
            "http://127.0.0.1:-PORT/x",
            "http://127.0.0.1: PORT/x",
            "http://127.0.0.1:PORT:80/x",
            "http://127.0.0.1:/x",
            "http://127.0.0.1%2eevil.invalid:PORT/x",
            "http://127.0.0.1%00.evil.invalid/x",
            "http://127.0.0.1.evil.invalid/x",
            "http://127\u30020\u30020\u30021:PORT/x",
            "http://\uFF11\uFF12\uFF17.0.0.1:PORT/x",
            "http://evil.invalid/x",
            "http://evil.invalid:80/x",
            "http://evil.invalid./x",
            "http://evil.invalid/http://HOME/x",
            "http://169.254.169.254/metadata/identity",
            "//AWAY/x",
            "///AWAY/x",
            "http:AWAY/x",
            "http:/AWAY/x",
            "http:///AWAY/x",
            "http:\\\\AWAY\\x",
            "\thttp://AWAY/x",
            "ftp://HOME/x",
            "ws://HOME/x",
            "file:///etc/passwd",
            "jar:http://HOME!/x",
            "data:text/plain,x",
            "/x",
            "x");

    @TempDir
    Path directory;

    private ScriptedServer home;
    private ScriptedServer stranger;
    private ScriptedServer world;
    private final Map<FaceUnderTest, RecurringJob> jobs = new EnumMap<>(FaceUnderTest.class);
    private final Map<FaceUnderTest, RecurringJob> lenient = new EnumMap<>(FaceUnderTest.class);
    private final List<ConnectorClient> clients = new ArrayList<>();
    private volatile Reply reply = Reply.silence();

    @BeforeAll
    void start() throws IOException {
        Reply zip = Reply.bytes(200, Zips.tiny());
        home = new ScriptedServer(connection -> reply.answer(connection));
        stranger = new ScriptedServer(zip);
        world = new ScriptedServer(connection ->
                (connection.request().method().equals("CONNECT") ? Reply.text(502, "") : zip).answer(connection));
        for (FaceUnderTest face : FaceUnderTest.values()) {
            jobs.put(face, job(face, List.of()));
            lenient.put(
                    face,
                    job(
                            face,
                            List.of(
                                    "127.0.0.1",
                                    "127.0.0.2",
                                    "127.1",
                                    "localhost",
                                    "evil.invalid",
                                    "169.254.169.254",
                                    "0x7f.0.0.1",
                                    "127.0.0.1.",
                                    "127.0.0.1.evil.invalid",
                                    "2130706433")));
        }
    }

    private RecurringJob job(FaceUnderTest face, List<String> allowed) {
        var builder = ConnectorClient.builder()
                .environment(home.address())
                .tokenProvider(TokenProvider.ofStatic(TOKEN))
                .retryPolicy(RetryPolicy.none())
                .connectTimeout(Duration.ofSeconds(20))
                .proxy(new Everywhere());
        allowed.forEach(builder::allowDownloadHost);
        ConnectorClient client = builder.build();
        clients.add(client);
        return face.job(client, Rig.ACTIVITY);
    }

    /** Sends what is not for the two servers by the very address they listen on to the proxy. */
    private final class Everywhere extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            String place = uri.getScheme() + "://" + uri.getAuthority();
            return place.equals(home.address()) || place.equals(stranger.address())
                    ? List.of(Proxy.NO_PROXY)
                    : List.of(new Proxy(
                            Proxy.Type.HTTP,
                            new InetSocketAddress(
                                    "127.0.0.1", URI.create(world.address()).getPort())));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new IllegalStateException("the proxy of the test listens", failure);
        }
    }

    @AfterAll
    void stop() throws IOException {
        clients.forEach(ConnectorClient::close);
        home.close();
        stranger.close();
        world.close();
        System.out.println("Addresses of downloads: " + ADDRESSES.size() + " addresses, " + REDIRECTS.length
                + " redirects, " + CELLS + " calls; the stranger got "
                + stranger.requests().size()
                + " requests, the rest of the world " + world.requests().size() + ", none with the token");
    }

    private String place(String address) {
        String authority = home.address().substring("http://".length());
        return address.replace("HOME", authority)
                .replace("AWAY", stranger.address().substring("http://".length()))
                .replace("PORT", authority.substring(authority.indexOf(':') + 1));
    }

    static Stream<Arguments> addresses() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> ADDRESSES.stream().map(address -> Arguments.of(face, address)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("addresses")
    void aMessageLeadsTheTokenNowhere(FaceUnderTest face, String address) throws IOException {
        reply = Reply.bytes(200, Zips.tiny());
        int away = foreign().size();
        int before = home.requests().size();
        boolean downloaded = succeeds(() -> download(jobs.get(face), address));
        boolean opened = succeeds(() -> open(jobs.get(face), address));
        assertThat(foreign())
                .as("nothing at all is sent to a place that nobody allowed")
                .hasSize(away);
        assertThat(home.requests()).hasSize(before + (downloaded ? 1 : 0) + (opened ? 1 : 0));
        assertThat(downloaded).isEqualTo(opened);
        succeeds(() -> download(lenient.get(face), address));
        succeeds(() -> open(lenient.get(face), address));
        assertNoToken();
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("addresses")
    void aRedirectLeadsNowhere(FaceUnderTest face, String address) throws IOException {
        int away = foreign().size();
        for (int status : REDIRECTS) {
            String location = "Location: " + place(address).replaceAll("[^ -~]", "?");
            reply = Reply.text(status, "", location, "Refresh: 0; url=" + location.substring(10));
            int before = home.requests().size();
            assertThat(catchThrowable(() -> download(jobs.get(face), "http://HOME/x")))
                    .isInstanceOf(ServiceException.class)
                    .hasMessageContaining(String.valueOf(status))
                    .hasMessageContaining("redirects");
            assertThat(catchThrowable(() -> open(jobs.get(face), "http://HOME/x")))
                    .isInstanceOf(ServiceException.class);
            assertThat(catchThrowable(() -> jobs.get(face).dequeue())).isInstanceOf(ServiceException.class);
            assertThat(catchThrowable(() -> jobs.get(face)
                            .enqueue(EnqueueRequest.of(Payload.ofString("x")).entity("Customers"))))
                    .isInstanceOf(ServiceException.class);
            assertThat(home.requests()).hasSize(before + 4);
        }
        assertThat(foreign()).hasSize(away);
        assertNoToken();
    }

    @ParameterizedTest
    @EnumSource
    void theEnvironmentItselfIsFoundInItsSpellings(FaceUnderTest face) throws IOException {
        reply = Reply.bytes(200, Zips.tiny());
        for (String address : new String[] {
            "http://HOME/x", "HTTP://HOME/x", "http://127.0.0.1/x", "http://127.0.0.1:80/x", "http://127.0.0.1:/x"
        }) {
            assertThat(succeeds(() -> download(jobs.get(face), address)))
                    .as(address)
                    .isTrue();
            assertThat(home.requests())
                    .last()
                    .satisfies(r -> assertThat(r.header("authorization")).isEqualTo("Bearer " + TOKEN));
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    /** Returns whether a call ends well; otherwise it must end typed. */
    private static boolean succeeds(Call call) throws IOException {
        CELLS.incrementAndGet();
        try {
            call.run();
            return true;
        } catch (ConnectorException | IllegalArgumentException e) {
            assertThat(e).hasMessageNotContaining(TOKEN);
            return false;
        }
    }

    private void download(RecurringJob job, String address) throws IOException {
        Path target = directory.resolve("target.zip");
        try {
            job.download(message(address), target);
        } finally {
            Files.deleteIfExists(target);
        }
    }

    private void open(RecurringJob job, String address) throws IOException {
        try (var stream = job.open(message(address))) {
            stream.readAllBytes();
        }
    }

    private DequeueResult message(String address) {
        String location = place(address).replace("\\", "\\\\").replace("\t", "\\t");
        return DequeueResult.fromJson(
                "{\"CorrelationId\":\"c\",\"PopReceipt\":\"r\",\"DownloadLocation\":\"" + location + "\"}");
    }

    private List<Request> foreign() {
        return Stream.of(stranger.requests(), world.requests())
                .flatMap(List::stream)
                .toList();
    }

    private void assertNoToken() {
        for (Request request : foreign()) {
            assertThat(request.headers()).doesNotContainKey("authorization");
            assertThat(request.target() + request.headers() + new String(request.body(), StandardCharsets.ISO_8859_1))
                    .doesNotContain(TOKEN);
        }
    }
}
