package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ProxyException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.CallKind;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a failure is called, what it says and what it advises. */
class FailuresTest {
    private static final String ADVICE = ". Look it up before you send it again.";

    private final History history = new History(Operation.ENQUEUE, "job 1");
    private @Nullable AccessToken token;
    private boolean authorized = true;

    @Test
    void eachKindHasItsType() {
        assertThat(of(new NoAnswer("x", null, true))).isExactlyInstanceOf(TransportException.class);
        assertThat(of(new Unreadable("x", null))).isExactlyInstanceOf(MalformedResponseException.class);
        assertThat(of(new NotWhole("x", true))).isExactlyInstanceOf(IntegrityException.class);
        assertThat(of(new LocalTrouble("x", null, Outcome.NOT_SENT))).isExactlyInstanceOf(IntegrityException.class);
        assertThat(of(refused(400, ""))).isExactlyInstanceOf(ServiceException.class);
        assertThat(of(refused(401, ""))).isExactlyInstanceOf(AuthorizationException.class);
        assertThat(of(refused(403, ""))).isExactlyInstanceOf(AuthorizationException.class);
        assertThat(of(refused(413, "")))
                .isExactlyInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("about 28 MB");
    }

    @Test
    void aProxyIsNamed() {
        assertThat(of(new ProxyRefused("proxy:8080", 407, "the proxy wants a sign-in", false)))
                .asInstanceOf(type(ProxyException.class))
                .satisfies(e -> assertThat(e.proxy()).isEqualTo("proxy:8080"))
                .satisfies(e -> assertThat(e.statusCode()).isEqualTo(407));
    }

    @Test
    void theMessageSaysWhatFailedWhereAndHowOften() {
        history.failed(new NoAnswer("lost", null, false));
        assertThat(of(new NoAnswer("no connection", null, false))).hasMessage("enqueue failed: no connection (job 1)");
        history.failed(new NoAnswer("lost", null, false));
        assertThat(of(new NoAnswer("no connection", null, false)))
                .hasMessage("enqueue failed: no connection (2 attempts; job 1)");
    }

    @Test
    void adviceIsGivenWhereItIsNotKnownWhatBecameOfIt() {
        assertThat(of(new NoAnswer("lost", null, true))).hasMessageEndingWith(ADVICE);
        assertThat(of(new NoAnswer("lost", null, false))).hasMessageEndingWith("(job 1)");
        assertThat(of(refused(500, ""))).hasMessageEndingWith(ADVICE);
        assertThat(of(refused(400, ""))).hasMessageEndingWith("(job 1)");
    }

    @Test
    void theServiceMessageCodeAndRequestIdAreKept() {
        ConnectorException failure = of(refused(
                400,
                "{\"error\":{\"code\":\"BadRequest\",\"message\":\"No such entity.\"}}",
                "x-ms-request-id",
                "r-1"));
        assertThat(failure)
                .hasMessage("enqueue failed: No such entity. (status 400, request id r-1) (job 1). Refused: No such"
                        + " entity.");
        ServiceException service = (ServiceException) failure;
        assertThat(service.errorCode()).contains("BadRequest");
        assertThat(service.requestId()).contains("r-1");
        assertThat(service.bodyExcerpt()).contains("No such entity.");
    }

    @Test
    void storageNamesItsCodeInAHeader() {
        ServiceException failure = (ServiceException) of(refused(404, "", "x-ms-error-code", "BlobNotFound"));
        assertThat(failure.errorCode()).contains("BlobNotFound");
    }

    @Test
    void aRedirectIsNotFollowedAndALoginPageIsNamed() {
        assertThat(of(refused(302, "", "Location", "https://elsewhere.invalid/")))
                .hasMessageContaining("It redirects, which this client never follows");
        for (String login : List.of("https://LOGIN.x/", "https://x/adfs/ls", "https://x/signin")) {
            assertThat(of(refused(302, "", "Location", login)))
                    .hasMessageContaining("It redirects to a login page, which");
        }
        assertThat(of(refused(400, "", "Location", "https://login.x/"))).hasMessageNotContaining("redirects");
    }

    @Test
    void throttlingSaysForHowLong() {
        assertThat(of(refused(429, "")))
                .hasMessageContaining("wait 17 s")
                .asInstanceOf(type(ThrottledException.class))
                .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
    }

    @Test
    void aRefusedTokenIsDescribedByItsClaims() {
        assertThat(of(refused(401, ""))).hasMessageContaining("The token says: nothing, none was sent.");
        token = AccessToken.of("opaque", Instant.MAX);
        assertThat(of(refused(401, ""))).hasMessageContaining("The token says: nothing readable.");
        String claims = Base64.getUrlEncoder()
                .encodeToString("{\"aud\":\"a\",\"tid\":\"t\",\"appid\":\"p\"}".getBytes(StandardCharsets.UTF_8));
        token = AccessToken.of("x." + claims + ".x", Instant.MAX);
        assertThat(of(refused(403, ""))).hasMessageContaining("The token says: aud a, tid t, appid p.");
    }

    @Test
    void anAddressWithItsOwnRightIsNotATokensFault() {
        authorized = false;
        assertThat(of(refused(403, "")))
                .hasMessageContaining("ask for a new address")
                .hasMessageNotContaining("registrations");
    }

    @Test
    void anExternalEndNamesCauseAndOutcome() {
        assertThat(Failures.ofEnd(new Enqueue(), history, cancelled()))
                .isInstanceOf(TransportException.class)
                .hasMessage("enqueue failed: the call was cancelled (job 1)");
        history.sending();
        assertThat(Failures.ofEnd(new Enqueue(), history, new InterruptedException()))
                .hasMessage("enqueue failed: the thread was interrupted (2 attempts; job 1)" + ADVICE);
    }

    @Test
    void anErrorOfAUsersCodeIsNamed() {
        assertThat(Failures.ofEnd(new Enqueue(), history, new IllegalStateException("of the user")))
                .isExactlyInstanceOf(ConnectorException.class)
                .hasMessage("enqueue failed: code passed to the client, or the client itself, threw"
                        + " java.lang.IllegalStateException: of the user (job 1)");
    }

    @Test
    void theFirstOfTheServicesIdsCounts() {
        assertThat(Failures.requestId(headers("ms-dyn-aid", "a", "request-id", "r")))
                .contains("r");
        assertThat(Failures.requestId(headers("ms-dyn-aid", "a"))).contains("a");
        assertThat(Failures.requestId(headers())).isEmpty();
    }

    private static Exception cancelled() {
        Call call = CallKind.BLOCKING.call();
        call.cancel();
        return call.ended().orElseThrow();
    }

    private ConnectorException of(ExchangeFailure failure) {
        return Failures.of(new Enqueue(), history, failure, token, Instant.EPOCH, Duration.ofSeconds(17));
    }

    private static Refused refused(int status, String body, String... headers) {
        return new Refused(status, headers(headers), body);
    }

    private static HttpHeaders headers(String... pairs) {
        Map<String, List<String>> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], List.of(pairs[i + 1]));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }

    private final class Enqueue implements Exchange<String> {
        @Override
        public Operation operation() {
            return Operation.ENQUEUE;
        }

        @Override
        public boolean authorized() {
            return authorized;
        }

        @Override
        public Request request() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String read(Response answer, Runnable release) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String adviceIfUnknown() {
            return ADVICE;
        }

        @Override
        public String adviceIfRefused(String words) {
            return ". Refused: " + words;
        }
    }
}
