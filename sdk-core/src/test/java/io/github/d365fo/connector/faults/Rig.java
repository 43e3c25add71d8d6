package io.github.d365fo.connector.faults;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.faults.Fault.Place;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ForgetfulRelay;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.TestTls;
import io.github.d365fo.connector.support.Zips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A client, a scripted server and a clock that writes down its waits. */
final class Rig implements AutoCloseable {
    static final String ACTIVITY = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    final ScriptedServer server;
    private final String environment;
    private @Nullable WireMockServer untrusted;
    private @Nullable ForgetfulRelay relay;
    final RecordingClock clock = new RecordingClock();
    final ConnectorClient client;
    final RecurringJob job;

    Rig(FaceUnderTest face, Reply... replies) throws IOException {
        this(builder -> builder, face, replies);
    }

    /**
     * Returns a rig whose client tries for as long as it takes. The JDK's HTTP client may see a cut before it hands out
     * the answer, and with it the part that came; then a download rightly begins anew and asks for no range.
     */
    static Rig patient(FaceUnderTest face, Reply... replies) throws IOException {
        return with(
                builder -> builder.retryPolicy(RetryPolicy.builder()
                        .maxAttempts(1000)
                        .maxElapsed(Duration.ofDays(1))
                        .backoff(Backoff.fixed(Duration.ofSeconds(7)))
                        .build()),
                face,
                replies);
    }

    static Rig with(UnaryOperator<ConnectorClientBuilder> settings, FaceUnderTest face, Reply... replies)
            throws IOException {
        return new Rig(settings, face, replies);
    }

    /** Returns a rig whose client and server speak TLS. */
    static Rig encrypted(UnaryOperator<ConnectorClientBuilder> settings, FaceUnderTest face, Reply... replies)
            throws IOException {
        return encrypted(Place.ENCRYPTED, settings, face, replies);
    }

    /** Returns a rig whose client and server speak TLS over a relay. */
    static Rig relayed(UnaryOperator<ConnectorClientBuilder> settings, FaceUnderTest face, Reply... replies)
            throws IOException {
        return encrypted(Place.BEHIND_A_RELAY, settings, face, replies);
    }

    private static Rig encrypted(
            Place place, UnaryOperator<ConnectorClientBuilder> settings, FaceUnderTest face, Reply... replies)
            throws IOException {
        return new Rig(place, builder -> settings.apply(builder.sslContext(TestTls.client("TLS"))), face, replies);
    }

    /** Returns the relay between client and server. */
    ForgetfulRelay relay() {
        return Objects.requireNonNull(relay);
    }

    /** Returns a rig whose client sends one request at once, tries {@code attempts} times and waits briefly. */
    static Rig under(Fault fault, int attempts, FaceUnderTest face, Reply... replies) throws IOException {
        Duration patience = Duration.ofSeconds(20);
        Duration little = Duration.ofMillis(300);
        return new Rig(
                fault.place,
                builder -> builder.maxConcurrentRequests(1)
                        .responseTimeout(fault.isSlow() && fault != Fault.STALL ? little : patience)
                        .stallTimeout(fault == Fault.STALL ? little : patience)
                        .retryPolicy(RetryPolicy.builder()
                                .maxAttempts(attempts)
                                .backoff(Backoff.fixed(Fault.BACKOFF))
                                .build()),
                face,
                replies);
    }

    private Rig(UnaryOperator<ConnectorClientBuilder> settings, FaceUnderTest face, Reply... replies)
            throws IOException {
        this(Place.SERVER, settings, face, replies);
    }

    private Rig(Place place, UnaryOperator<ConnectorClientBuilder> settings, FaceUnderTest face, Reply... replies)
            throws IOException {
        server = isEncrypted(place) ? ScriptedServer.encrypted(replies) : new ScriptedServer(replies);
        environment = environment(place);
        client = settings.apply(ConnectorClient.builder()
                        .environment(environment)
                        .tokenProvider(TokenProvider.ofStatic("secret-token"))
                        .clock(clock)
                        .responseTimeout(Duration.ofSeconds(20))
                        .stallTimeout(Duration.ofSeconds(20))
                        .retryPolicy(RetryPolicy.builder()
                                .backoff(Backoff.fixed(Duration.ofSeconds(7)))
                                .build()))
                .build();
        job = face.job(client, ACTIVITY);
    }

    /** One call of each verb, on a server that scripts its answer. */
    enum Verb {
        ENQUEUE("\"f0bc1d4c\"") {
            @Override
            void call(Rig rig, Path directory) {
                rig.job.enqueue(EnqueueRequest.of(Payload.ofString("<Document/>"))
                        .entity("General journal")
                        .externalId("batch-42"));
            }
        },
        DEQUEUE("{\"CorrelationId\":\"c\",\"PopReceipt\":\"secret-receipt\",\"DownloadLocation\":null}") {
            @Override
            void call(Rig rig, Path directory) {
                rig.job.dequeue();
            }
        },
        DOWNLOAD(Zips.tiny()) {
            @Override
            void call(Rig rig, Path directory) {
                rig.job.download(rig.message(), directory.resolve("target.zip"));
            }
        },
        ACKNOWLEDGE("") {
            @Override
            void call(Rig rig, Path directory) {
                rig.job.acknowledge(rig.delivery("secret-receipt-" + UUID.randomUUID()));
            }
        },
        MESSAGE_STATUS("{\"value\":\"Processed\"}") {
            @Override
            void call(Rig rig, Path directory) {
                rig.job.messageStatus(MessageId.verbatim("f0bc1d4c"));
            }
        },
        JOB_STATUS("{\"DataJobStatus\":{\"DataJobState\":5}}") {
            @Override
            void call(Rig rig, Path directory) {
                rig.job.jobStatus(MessageId.verbatim("f0bc1d4c"));
            }
        };

        private final byte[] answer;

        Verb(String answer) {
            this(answer.getBytes(StandardCharsets.UTF_8));
        }

        Verb(byte[] answer) {
            this.answer = answer;
        }

        abstract void call(Rig rig, Path directory);

        Reply success() {
            return Reply.bytes(200, answer);
        }

        boolean isWrite() {
            return this == ENQUEUE || this == ACKNOWLEDGE;
        }

        boolean isGet() {
            return this == DEQUEUE || this == DOWNLOAD || this == JOB_STATUS;
        }
    }

    DequeueResult message() {
        return delivery("secret-receipt");
    }

    /** Returns the message as it is delivered with {@code popReceipt}; a client acknowledges a delivery but once. */
    DequeueResult delivery(String popReceipt) {
        return DequeueResult.fromJson("{\"CorrelationId\":\"c\",\"PopReceipt\":\"" + popReceipt + "\","
                + "\"DownloadLocation\":\"" + environment + "/api/connector/download/%7Bx%7D?blob=1\","
                + "\"IsDownLoadFileExist\":true}");
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        if (relay != null) {
            relay.close();
        }
        if (untrusted != null) {
            untrusted.stop();
        }
    }

    private String environment(Place place) throws IOException {
        return switch (place) {
            case SERVER, ENCRYPTED -> server.address();
            case BEHIND_A_RELAY -> relayed();
            case UNKNOWN_HOST -> "https://nowhere.invalid";
            case WITHOUT_TLS -> server.address().replace("http:", "https:");
            case NOWHERE -> closed();
            case UNTRUSTED -> untrusted();
        };
    }

    private static boolean isEncrypted(Place place) {
        return place == Place.ENCRYPTED || place == Place.BEHIND_A_RELAY;
    }

    private String relayed() throws IOException {
        relay = new ForgetfulRelay(server.address());
        return relay.address();
    }

    private String closed() throws IOException {
        server.close();
        return server.address();
    }

    /** Returns the address of a server whose certificate nobody has signed. */
    private String untrusted() {
        untrusted = new WireMockServer(
                WireMockConfiguration.options().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));
        untrusted.start();
        return "https://127.0.0.1:" + untrusted.httpsPort();
    }
}
