package io.github.d365fo.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.ExchangeFailure.ProxyRefused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure without its secrets is still the same failure. */
class ExchangeFailureTest {
    private static final String SECRET = "k3y-0f-th3-d00r-t0-th3-3nv1r0nm3nt";

    private final KnownSecrets secrets = new KnownSecrets();
    private final IllegalStateException cause = new IllegalStateException("because of " + SECRET);

    ExchangeFailureTest() {
        secrets.learn(SECRET);
    }

    @Test
    void aRefusalKeepsStatusHeadersAndMessage() {
        Refused refused = new Refused(
                        429,
                        HttpHeaders.of(
                                Map.of("Retry-After", List.of("7"), "x-echo", List.of(SECRET)), (name, value) -> true),
                        "{\"Message\":\"No, " + SECRET + "\"}")
                .without(secrets);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).contains("7");
        assertThat(refused.headers().firstValue("x-echo").orElseThrow()).doesNotContain(SECRET);
        assertThat(refused.body()).doesNotContain(SECRET).contains("No, ");
        assertThat(refused.error().message().orElseThrow()).startsWith("No, ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allOthersKeepWhatTheyMean(boolean flag) {
        assertThat(clean(new NoAnswer("no " + SECRET, cause, flag)).possiblySent())
                .isEqualTo(flag);
        assertThat(clean(new Unreadable("no " + SECRET, cause, flag)).outcome(Operation.ENQUEUE))
                .isEqualTo(flag ? Outcome.UNKNOWN : Outcome.NOT_SENT);
        assertThat(clean(new NotWhole("no " + SECRET, flag)).isCutOff()).isEqualTo(flag);
        Outcome outcome = flag ? Outcome.REJECTED : Outcome.UNKNOWN;
        assertThat(clean(new LocalTrouble("no " + SECRET, cause, outcome)).outcome(Operation.DOWNLOAD))
                .isEqualTo(outcome);
        ProxyRefused proxy = clean(new ProxyRefused("proxy:1", 403, "no " + SECRET, flag));
        assertThat(proxy.possiblySent()).isEqualTo(flag);
        assertThat(proxy.proxy()).isEqualTo("proxy:1");
        assertThat(proxy.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"407, false", "408, true", "429, true", "499, false", "500, true", "503, true"})
    void aProxyMayThinkBetterOfIt(int status, boolean passing) {
        assertThat(new ProxyRefused("proxy:1", status, "", false).isPassing()).isEqualTo(passing);
    }

    @Test
    void anUnreadableAnswerCountsAsSent() {
        assertThat(new Unreadable("", null).outcome(Operation.ENQUEUE)).isEqualTo(Outcome.UNKNOWN);
    }

    @SuppressWarnings("unchecked")
    private <F extends ExchangeFailure> F clean(F failure) {
        ExchangeFailure clean = failure.without(secrets);
        assertThat(clean).hasSameClassAs(failure);
        assertThat(clean.getMessage()).startsWith("no ").doesNotContain(SECRET);
        if (failure.getCause() == null) {
            assertThat(clean.getCause()).isNull();
        } else {
            assertThat(clean.getCause().getMessage()).contains("because of ").doesNotContain(SECRET);
        }
        return (F) clean;
    }
}
