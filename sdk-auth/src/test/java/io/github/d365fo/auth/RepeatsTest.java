package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import io.github.d365fo.testkit.EntraError;
import io.github.d365fo.testkit.FakeApp;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeIssuer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.Fault.RetryAfter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which troubles of the identity provider end a call, and which it outlives. */
@Timeout(60)
class RepeatsTest {
    private static final String SUBJECT = "system:serviceaccount:integration:journals";

    private final FakeConnectorServer server = FakeConnectorServer.start();
    private final FakeApp app = server.identity().addApp();
    private final TokenProvider provider =
            builder().clientSecret(app.addSecret()).build();

    @AfterEach
    void stop() {
        server.close();
    }

    /** Each with how many seconds are waited for. */
    static Stream<Arguments> troublesThatPass() {
        Map<Fault, Integer> troubles = new LinkedHashMap<>();
        troubles.put(new Fault.ServerError(), 1);
        troubles.put(new Fault.BadGateway(), 1);
        troubles.put(new Fault.GatewayTimeout(), 1);
        troubles.put(new Fault.Unavailable(RetryAfter.none()), 1);
        troubles.put(status(408), 1);
        troubles.put(new Fault.Unavailable(RetryAfter.seconds(4)), 4);
        troubles.put(new Fault.Unavailable(RetryAfter.date(Duration.ofSeconds(5))), 5);
        troubles.put(new Fault.Unavailable(RetryAfter.date(Duration.ofMinutes(-5))), 1);
        troubles.put(new Fault.Throttled(RetryAfter.seconds(5)), 5);
        return forEachFace(troubles);
    }

    @ParameterizedTest
    @MethodSource("troublesThatPass")
    void whatPassesIsOutlived(FaceUnderTest face, Fault trouble, int seconds) {
        server.faults().on(Operation.ACCESS_TOKEN).inject(trouble);
        Instant before = server.clock().instant();
        dequeue(face, provider);
        assertThat(Duration.between(before, server.clock().instant())).isEqualTo(Duration.ofSeconds(seconds));
        server.verify().requests(Operation.ACCESS_TOKEN, 2).requests(Operation.DEQUEUE, 1);
    }

    static Stream<Arguments> troublesThatStay() {
        Map<Fault, Reason> troubles = new LinkedHashMap<>();
        troubles.put(status(400), Reason.MISCONFIGURED);
        troubles.put(status(401), Reason.MISCONFIGURED);
        troubles.put(status(404), Reason.MISCONFIGURED);
        troubles.put(new Fault.Throttled(RetryAfter.none()), Reason.THROTTLED);
        troubles.put(new Fault.Throttled(RetryAfter.seconds(6)), Reason.THROTTLED);
        troubles.put(new Fault.Unavailable(RetryAfter.seconds(6)), Reason.UNREACHABLE);
        troubles.put(new Fault.ResetAfterReading(), Reason.UNREACHABLE);
        troubles.put(new Fault.LoginRedirect(), Reason.UNREACHABLE);
        return forEachFace(troubles);
    }

    @ParameterizedTest
    @MethodSource("troublesThatStay")
    void whatStaysEndsTheCallAtOnce(FaceUnderTest face, Fault trouble, Reason reason) {
        server.faults().on(Operation.ACCESS_TOKEN).inject(trouble);
        Instant before = server.clock().instant();
        assertThat(failure(face, provider).reason()).isEqualTo(reason);
        assertThat(server.clock().instant()).isEqualTo(before);
        server.verify().requests(Operation.ACCESS_TOKEN, 1).requests(Operation.DEQUEUE, 0);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsNotRepeated(FaceUnderTest face) {
        server.identity().refuseNext(EntraError.INVALID_SECRET);
        assertThat(failure(face, provider).providerCode()).contains("AADSTS7000215");
        assertThat(server.identity().tokenRequests()).isEqualTo(1);
    }

    static Stream<Arguments> troublesWithoutATime() {
        return forEachFace(Map.of(
                new Fault.Unavailable(RetryAfter.none()),
                Reason.UNREACHABLE,
                new Fault.BadGateway(),
                Reason.UNREACHABLE,
                status(408),
                Reason.UNREACHABLE));
    }

    @ParameterizedTest
    @MethodSource("troublesWithoutATime")
    void itIsRepeatedTwiceAndNotMore(FaceUnderTest face, Fault trouble, Reason reason) {
        server.faults().on(Operation.ACCESS_TOKEN).times(3).inject(trouble);
        Instant before = server.clock().instant();
        assertThat(failure(face, provider).reason()).isEqualTo(reason);
        assertThat(Duration.between(before, server.clock().instant())).isEqualTo(Duration.ofSeconds(3));
        server.verify().requests(Operation.ACCESS_TOKEN, 3);
        dequeue(face, provider);
        server.verify().requests(Operation.ACCESS_TOKEN, 4);
    }

    @ParameterizedTest
    @EnumSource
    void aTimeThatTheLastAnswerNamesIsKept(FaceUnderTest face) {
        server.faults().on(Operation.ACCESS_TOKEN).times(3).inject(new Fault.Throttled(RetryAfter.seconds(5)));
        assertThat(failure(face, provider).retryAfter()).contains(Duration.ofSeconds(5));
        assertThat(failure(face, provider)).hasMessageContaining("not asked again for another 5 s");
        server.verify().requests(Operation.ACCESS_TOKEN, 3);
        server.clock().advance(Duration.ofSeconds(5));
        dequeue(face, provider);
    }

    @ParameterizedTest
    @EnumSource
    void eachRepetitionHasAnAssertionOfItsOwn(FaceUnderTest face) {
        FakeIssuer issuer = server.identity().addIssuer();
        app.addFederation(issuer, SUBJECT);
        AtomicInteger asked = new AtomicInteger();
        server.identity().failNext(503);
        server.identity().failNext(500);
        dequeue(
                face,
                builder()
                        .clientAssertion(() -> {
                            asked.incrementAndGet();
                            return issuer.token(SUBJECT);
                        })
                        .build());
        assertThat(asked).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource
    void adFsIsAskedAgainAsWell(FaceUnderTest face) {
        server.identity().failNext(503);
        dequeue(
                face,
                AdfsTokenProvider.builder()
                        .adfs(server.identity().adfs())
                        .clientId(app.clientId())
                        .clientSecret(app.addSecret().toCharArray())
                        .clock(server.clock())
                        .build());
        assertThat(server.identity().tokenRequests()).isEqualTo(2);
    }

    private static Fault status(int status) {
        return new Fault.Status(
                status, "application/json", "{\"error\":\"temporarily_unavailable\"}", RetryAfter.none());
    }

    private static Stream<Arguments> forEachFace(Map<Fault, ?> troubles) {
        return Arrays.stream(FaceUnderTest.values())
                .flatMap(face -> troubles.entrySet().stream()
                        .map(trouble -> Arguments.of(face, trouble.getKey(), trouble.getValue())));
    }

    private EntraTokenProvider.Builder builder() {
        return EntraTokenProvider.builder()
                .authority(server.identity().authority())
                .tenantId(server.tenantId())
                .clientId(app.clientId())
                .clock(server.clock());
    }

    private void dequeue(FaceUnderTest face, TokenProvider tokens) {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(tokens)
                .clock(server.clock())
                .build()) {
            assertThat(face.job(client, server.exportJob().activityId().value()).dequeue())
                    .isEmpty();
        }
    }

    private TokenUnavailableException failure(FaceUnderTest face, TokenProvider tokens) {
        return catchThrowableOfType(TokenUnavailableException.class, () -> dequeue(face, tokens));
    }
}
