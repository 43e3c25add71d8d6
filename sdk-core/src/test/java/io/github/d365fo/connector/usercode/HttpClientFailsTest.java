package io.github.d365fo.connector.usercode;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.FailingTls;
import io.github.d365fo.connector.support.ScriptedServer;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program hands to the HTTP client fails, or takes the HTTP client's threads along: every call ends, typed. */
@Timeout(180)
class HttpClientFailsTest {
    private static final Set<Verb> VERBS = Set.of(Verb.ENQUEUE, Verb.DEQUEUE, Verb.DOWNLOAD);

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ScriptedServer server;
    /** Whether the code that is handed over misbehaves. */
    private volatile boolean armed;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer(new Service());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private ConnectorClientBuilder builder(Duration patience) {
        return ConnectorClient.builder()
                .environment(server.address())
                .tokenProvider(TokenProvider.ofStatic("secret-token"))
                .retryPolicy(RetryPolicy.none())
                .maxConcurrentRequests(1)
                .responseTimeout(patience)
                .stallTimeout(patience);
    }

    @ParameterizedTest
    @EnumSource
    void aProxySelectorThatFailsFailsTheCallAlone(FaceUnderTest face) throws Exception {
        for (Way way : Way.values()) {
            try (ConnectorClient client = builder(Duration.ofSeconds(60))
                    .proxy(new Selector(way::fail))
                    .build()) {
                assertFailuresPass(client, face);
            }
        }
        List<List<Proxy>> answers = new ArrayList<>();
        answers.add(null);
        answers.add(Collections.singletonList(null));
        for (List<Proxy> answer : answers) {
            try (ConnectorClient client = builder(Duration.ofSeconds(60))
                    .proxy(new Selector(() -> answer))
                    .build()) {
                assertFailuresPass(client, face);
            }
        }
    }

    private void assertFailuresPass(ConnectorClient client, FaceUnderTest face) throws Exception {
        for (Verb verb : VERBS) {
            armed = true;
            assertThat(end(client, verb, face)).isInstanceOfSatisfying(ConnectorException.class, e -> {
                if (verb == Verb.ENQUEUE && !(e.getCause() instanceof InterruptedException)) {
                    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
                }
            });
            armed = false;
            assertThat(end(client, verb, face)).isNull();
        }
    }

    /** There may be no thread or descriptor for one: the first for files is made when the first file is sent. */
    @ParameterizedTest
    @EnumSource
    void anHttpClientThatCanNotBeMadeHasSentNothing(FaceUnderTest face) throws Exception {
        for (Way way : Way.values()) {
            FailingTls tls = new FailingTls(() -> {
                if (armed) {
                    way.fail();
                }
            });
            try (ConnectorClient client =
                    builder(Duration.ofSeconds(60)).sslContext(tls.context()).build()) {
                tls.fail();
                armed = true;
                assertThat(end(client, Verb.ENQUEUE, face))
                        .isInstanceOfSatisfying(
                                TransportException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
                armed = false;
                assertThat(end(client, Verb.ENQUEUE, face)).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTrustManagerThatFailsFailsTheCallAlone(FaceUnderTest face) throws Exception {
        WireMockServer tls = new WireMockServer(
                WireMockConfiguration.options().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
        tls.start();
        tls.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.noContent()));
        try {
            for (Way way : Way.values()) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Trust(way)}, new SecureRandom());
                try (ConnectorClient client = builder(Duration.ofSeconds(60))
                        .environment("https://localhost:" + tls.httpsPort())
                        .httpClient(HttpClient.newBuilder().sslContext(context).build())
                        .build()) {
                    armed = true;
                    assertThat(end(client, Verb.DEQUEUE, face)).isInstanceOf(TransportException.class);
                    armed = false;
                    assertThat(end(client, Verb.DEQUEUE, face)).isNull();
                }
            }
        } finally {
            tls.stop();
        }
    }

    /** What an executor throws kills the HTTP client's only thread, as an OutOfMemoryError in that thread does. */
    @Test
    void aDeadHttpClientBlocksNoCall() throws Exception {
        armed = true;
        List<Future<?>> clients = new ArrayList<>();
        for (FaceUnderTest face : FaceUnderTest.values()) {
            for (Way way : Way.values()) {
                clients.add(threads.submit(() -> assertEndsWith(task -> way.fail(), face)));
            }
            clients.add(threads.submit(() -> assertEndsWith(task -> {}, face)));
        }
        for (Future<?> client : clients) {
            client.get();
        }
    }

    private Void assertEndsWith(Executor broken, FaceUnderTest face) throws Exception {
        try (ConnectorClient client = builder(Duration.ofMillis(300))
                .httpClient(HttpClient.newBuilder().executor(broken).build())
                .build()) {
            for (Verb verb : VERBS) {
                assertThat(end(client, verb, face)).isInstanceOf(ConnectorException.class);
            }
        }
        return null;
    }

    /** Returns what a call ended with, null if with success. */
    private Throwable end(ConnectorClient client, Verb verb, FaceUnderTest face) throws Exception {
        Path target = directory.resolve(Thread.currentThread().getId() + ".zip");
        FaceCaller caller = new FaceCaller(client, face, target, Payload.ofString("x"), TransferListener.none());
        Future<?> call = threads.submit(() -> {
            verb.call(caller);
            return null;
        });
        try {
            call.get(60, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private final class Selector extends ProxySelector {
        private final Supplier<List<Proxy>> broken;

        Selector(Supplier<List<Proxy>> broken) {
            this.broken = broken;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return armed ? broken.get() : List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    private final class Trust extends X509ExtendedTrustManager {
        private final Way way;

        Trust(Way way) {
            this.way = way;
        }

        private void check() {
            if (armed) {
                way.fail();
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
