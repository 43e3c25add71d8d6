package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TokenUnavailableException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of an identity provider's answer, and what is not. */
class TokenErrorsTest {
    private static final URI ADDRESS = URI.create("https://login.invalid/tenant");
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    @Test
    void aRefusalShowsItsCodesAndIdsAndNothingElse() {
        TokenUnavailableException e = refused(
                Responses.of(
                        400,
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: secret text\","
                                + "\"trace_id\":\"aa-1\",\"correlation_id\" : \"bb-2\"}"),
                "invalid_client");
        assertThat(e)
                .hasMessage("no access token: the identity provider at login.invalid refused (invalid_client,"
                        + " AADSTS7000215, status 400, trace id aa-1, correlation id bb-2): this is not a valid secret:"
                        + " use its Value, not its Secret ID");
        assertThat(e.reason()).isEqualTo(Reason.MISCONFIGURED);
        assertThat(e.oauthError()).contains("invalid_client");
        assertThat(e.providerCode()).contains("AADSTS7000215");
        assertThat(e.traceId()).contains("aa-1");
        assertThat(e.correlationId()).contains("bb-2");
    }

    @Test
    void aCodeThatIsNotKnownCanBeLookedUp() {
        assertThat(refused(Responses.of(400, "AADSTS99999"), null))
                .hasMessageContaining("(no OAuth error, AADSTS99999, status 400)")
                .hasMessageEndingWith("see https://login.microsoftonline.com/error?code=99999");
    }

    @Test
    void adfsHasCodesOfItsOwn() {
        TokenUnavailableException e = refused(Responses.of(400, "MSIS9611: no"), null);
        assertThat(e.providerCode()).contains("MSIS9611");
        assertThat(e).hasMessageEndingWith("check the settings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bad Error", "x1"})
    void anErrorThatIsNoneIsNotShown(String error) {
        assertThat(refused(Responses.of(400, ""), error))
                .hasMessageContaining("no OAuth error")
                .hasMessageNotContaining(error + ",");
    }

    @ParameterizedTest
    @CsvSource({
        "429, THROTTLED, it is busy",
        "408, UNREACHABLE, it is busy or down",
        "500, UNREACHABLE, it is busy or down",
        "499, MISCONFIGURED, check the settings"
    })
    void theStatusSaysWhoseTroubleItIs(int status, Reason reason, String advice) {
        TokenUnavailableException e = refused(Responses.of(status, ""), null);
        assertThat(e.reason()).isEqualTo(reason);
        assertThat(e).hasMessageEndingWith(": " + advice);
        assertThat(e.retryAfter()).isEmpty();
    }

    @Test
    void retryAfterIsReported() {
        TokenUnavailableException e = refused(Responses.of(429, "", "Retry-After", "17"), null);
        assertThat(e).hasMessageEndingWith("it is busy and asks the client to wait 17 s");
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void aWishMayBeADateThatIsNotOver() {
        assertThat(retryAfter("Sun, 01 Mar 2026 03:00:30 GMT")).contains(Duration.ofSeconds(30));
        assertThat(retryAfter("Sun, 01 Mar 2026 02:59:59 GMT")).isEmpty();
        assertThat(retryAfter("soon")).isEmpty();
        assertThat(TokenErrors.retryAfter(Responses.of(429, ""), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 01 Mar 2026 02:58:00 GMT', ; this machine's clock is 2 min ahead",
        "'Sun, 01 Mar 2026 03:03:00 GMT', ; this machine's clock is 3 min behind",
        "'Sun, 01 Mar 2026 03:01:00 GMT', ; this machine's clock is 1 min behind",
        "'Sun, 01 Mar 2026 03:00:59 GMT', clock",
        "yesterday, clock"
    })
    void aClockThatIsWrongIsNamed(String date, String end) {
        assertThat(refused(Responses.of(400, "AADSTS700024", "Date", date), null))
                .hasMessageContaining("this machine's clock")
                .hasMessageEndingWith(end);
        assertThat(refused(Responses.of(400, "AADSTS700027", "Date", date), null))
                .hasMessageEndingWith("this machine's clock");
    }

    @Test
    void aForeignAnswerIsDescribed() {
        assertThat(unreadable(Responses.of(200, "  <html>")))
                .hasMessage("no access token: the identity provider answered with status 200 and a web page; check the"
                        + " authority and the network");
        assertThat(unreadable(Responses.of(200, "secret", "Content-Encoding", "br")))
                .hasMessageContaining("6 characters that are not an OAuth response, compressed with br;")
                .hasMessageNotContaining("secret");
        assertThat(unreadable(Responses.of(200, "x", "Content-Encoding", "<b>")))
                .hasMessageNotContaining("compressed");
        assertThat(unreadable(Responses.of(302, "x"))).hasMessageContaining("a redirect, which is never followed;");
        assertThat(unreadable(Responses.of(200, "x")).reason()).isEqualTo(Reason.UNREACHABLE);
        TokenUnavailableException throttled = unreadable(Responses.of(429, "x", "Retry-After", "17"));
        assertThat(throttled.reason()).isEqualTo(Reason.THROTTLED);
        assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void aProxySaysWhatItIs() {
        assertThat(TokenErrors.proxyRefused(Optional.of("proxy:8080"), 407))
                .hasMessageContaining("the proxy proxy:8080 requires authentication")
                .hasMessageEndingWith("(status 407)");
        for (int trouble = 593; trouble <= 597; trouble++) {
            assertThat(TokenErrors.proxyRefused(Optional.empty(), trouble))
                    .hasMessageContaining("the proxy in between can't be reached or does not answer")
                    .hasMessageEndingWith("(status " + trouble + ")");
        }
        assertThat(TokenErrors.proxyRefused(Optional.empty(), 592))
                .hasMessageContaining("opens no connection to the identity provider");
        assertThat(TokenErrors.proxyRefused(Optional.empty(), 598))
                .hasMessageContaining("opens no connection to the identity provider");
        assertThat(TokenErrors.proxyRefused(Optional.empty(), 403))
                .hasMessageContaining("opens no connection to the identity provider (status 403)");
        assertThat(TokenErrors.proxyRefused(Optional.empty(), 403).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void whatCantBeReachedSaysWhy() {
        assertThat(TokenErrors.unreachable("login.invalid", new IOException("secret")))
                .hasMessage("no access token: the identity provider at login.invalid can't be reached: IOException;"
                        + " check the network and the proxy")
                .hasCauseInstanceOf(IOException.class);
        assertThat(TokenErrors.unreachable("login.invalid", null)).hasMessageContaining("can't be reached; check");
        assertThat(TokenErrors.hidden("login.invalid").reason()).isEqualTo(Reason.MISCONFIGURED);
        assertThat(TokenErrors.bodyOfNone("login.invalid").reason()).isEqualTo(Reason.UNREACHABLE);
    }

    private static TokenUnavailableException refused(HttpResponse<byte[]> answer, String error) {
        return TokenErrors.refused(ADDRESS, answer, error == null ? Map.of() : Map.of("error", error), NOW);
    }

    private static TokenUnavailableException unreadable(HttpResponse<byte[]> answer) {
        return TokenErrors.unreadable(answer, NOW);
    }

    private static Optional<Duration> retryAfter(String header) {
        return TokenErrors.retryAfter(Responses.of(429, "", "Retry-After", header), NOW);
    }
}
