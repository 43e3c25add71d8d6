package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "https://Contoso.Operations.Dynamics.com/, https://contoso.operations.dynamics.com",
        "HTTPS://contoso.com:443/some/path?x=1, https://contoso.com",
        "https://contoso.com:8443, https://contoso.com:8443",
        "http://localhost:80, http://localhost",
        "http://127.0.0.1:9000/, http://127.0.0.1:9000",
        "http://[::1]:9000, http://[::1]:9000",
        "https://ax.contoso.com/namespaces/AXSF/, https://ax.contoso.com/namespaces/AXSF"
    })
    void anEnvironmentIsPutRight(String text, String address) {
        assertThat(EnvironmentAddress.parse(text).uri()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "contoso.com",
                "http://contoso.com",
                "ftp://x",
                "https://u:p@contoso.com",
                "https://",
                "h ttp"
            })
    void whatIsNoEnvironmentIsRefused(String text) {
        assertThatThrownBy(() -> EnvironmentAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("environment: expected");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 3",
        "0, 0",
        "'Sun, 01 Mar 2026 03:01:00 GMT', 60",
        "'Sun, 01 Mar 2026 02:01:00 GMT', 0",
    })
    void retryAfterIsSecondsOrADate(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "12345678901234567890"})
    void anUnreadableRetryAfterIsNone(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void secretsAreTakenOut() {
        String jwt = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.abc";
        String text = "Bearer abc.def~1 and " + jwt + " https://x/y?sv=1&sig=s%2B3 client_secret=hush "
                + "{\"PopReceipt\":\"AgAA\",\"access_token\" : \"tok\"}";
        assertThat(Redaction.clean(text)).doesNotContain("abc.def", jwt, "s%2B3", "hush", "AgAA", "\"tok\"");
        assertThat(Redaction.excerpt("ä".repeat(5000)).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(2048);
    }

    @Test
    void theInnermostErrorComesFirst() {
        String inner = "{\"error\":{\"code\":\"c1\",\"message\":\"An error has occurred.\",\"innererror\":"
                + "{\"message\":\"Execution details were not found\",\"internalexception\":{\"message\":\"deep\"}}}}";
        assertThat(ErrorBody.of(inner).message()).contains("Execution details were not found (deep)");
        assertThat(ErrorBody.of(inner).code()).contains("c1");
        assertThat(ErrorBody.of("{\"error\":{\"innererror\":{\"internalexception\":{\"message\":\"deep\"}}}}")
                        .message())
                .contains("deep");
        assertThat(ErrorBody.of("{\"error\":{\"message\":\"outer\"}}").message())
                .contains("outer");
        assertThat(ErrorBody.of("{\"Message\":\"An error\",\"ExceptionMessage\":\"real\"}")
                        .message())
                .contains("real");
        assertThat(ErrorBody.of("{\"Message\":\"An error\"}").message()).contains("An error");
        assertThat(ErrorBody.of("{\"error\":\"text\",\"Message\":[]}").message())
                .isEmpty();
        assertThat(ErrorBody.of(" <html>x").message()).contains("a web page instead of an answer");
        assertThat(ErrorBody.of("plain").message()).contains("plain");
        assertThat(ErrorBody.of("plain").code()).isEmpty();
        assertThat(ErrorBody.of("").message()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "<Error><Code>BlobNotFound</Code><Message> It is gone. </Message></Error>, BlobNotFound, It is gone.",
        "<Code>First</Code>, First, <Code>First</Code>",
        "<Message>First</Message>, , First",
        "<Error><Code>BlobNotFo, , <Error><Code>BlobNotFo",
        "</Code>BlobNotFound<Code>, , </Code>BlobNotFound<Code>"
    })
    void theStorageSaysItInXml(String body, String code, String message) {
        assertThat(ErrorBody.of(body).code()).isEqualTo(Optional.ofNullable(code));
        assertThat(ErrorBody.of(body).message()).contains(message);
    }

    @Test
    void aBlankCodeIsNone() {
        assertThat(ErrorBody.of("{\"error\":{\"code\":\" \",\"message\":\"m\"}}")
                        .code())
                .isEmpty();
    }

    @Test
    void aTextThatMustBeThereIsMissed() throws JsonException {
        JsonObject object = Json.parseObject("{\"a\":\" \"}");
        assertThatThrownBy(() -> object.requiredText("a")).hasMessageContaining("empty or null");
        assertThatThrownBy(() -> object.requiredText("b")).hasMessageContaining("missing");
        ODataAnswer nothing = ODataAnswer.of("{\"value\":\"\"}");
        assertThatThrownBy(nothing::requiredText)
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("expected a text in value");
    }

    /** What the service writes for a date that is not set yet. */
    @ParameterizedTest
    @CsvSource({"0001-01-01T00:00:00,false", "1900-12-31T23:59:59,false", "1901-01-01T00:00:00,true"})
    void timesBeforeTheServiceHadAnyAreNone(String text, boolean real) throws JsonException {
        assertThat(Json.parseObject("{\"t\":\"" + text + "\"}").time("t").isPresent())
                .isEqualTo(real);
    }

    @Test
    void claimsAreReadWhereTheyCanBe() {
        String claims =
                Base64.getUrlEncoder().encodeToString("{\"aud\":\"a\",\"azp\":\"z\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(TokenClaims.describe("h." + claims + ".s")).contains("aud a, tid none, appid z");
        assertThat(TokenClaims.describe("opaque")).isEmpty();
        assertThat(TokenClaims.describe("a.%%%.c")).isEmpty();
        assertThat(TokenClaims.describe("a.YWJj.c")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1767225600,2026-01-01T00:00:00Z",
        "1767225600.5,2026-01-01T00:00:00Z",
        "soon,",
        "NaN,1970-01-01T00:00:00Z",
        "1e300,",
        ","
    })
    void theEndOfATokenIsReadWhereItCanBe(@Nullable String exp, @Nullable Instant end) {
        String json = exp == null ? "{}" : "{\"exp\":\"" + exp + "\"}";
        String claims = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        assertThat(TokenClaims.end("h." + claims + ".s")).isEqualTo(Optional.ofNullable(end));
    }

    @Test
    void queriesAreWrittenWithPercentTwenty() {
        assertThat(QueryString.of("entity", Optional.of("a b+c*ü"), "company", Optional.of("x&y")))
                .isEqualTo("?entity=a%20b%2Bc%2A%C3%BC&company=x%26y");
        assertThat(QueryString.of("entity", Optional.empty(), "company", Optional.of("x")))
                .isEqualTo("?company=x");
        assertThat(QueryString.of("entity", Optional.empty(), "company", Optional.empty()))
                .isEmpty();
    }

    @Test
    void jsonOfAllKindsIsRead() throws JsonException {
        JsonObject object = Json.parseObject("{\"A\":true,\"b\":1.5,\"c\":[1,null,{\"d\":\"e\"}],\"f\":false,\"a\":9}");
        assertThat(object.bool("a")).contains(true);
        assertThat(object.text("B")).contains("1.5");
        assertThat(object.has("c")).isTrue();
        assertThat(object.object("none")).isEmpty();
        assertThat(Json.parse("null")).isNull();
        assertThatThrownBy(() -> object.text("c")).hasMessageContaining("an array");
        assertThatThrownBy(() -> object.object("a")).hasMessageContaining("a boolean");
        assertThatThrownBy(() -> object.objects("b")).hasMessageContaining("a number");
        assertThatThrownBy(() -> Json.parse("{\"a\":}")).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.parse("[1,")).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.parse("[".repeat(100))).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.parseObject("\"x\"")).hasMessageContaining("a text of 1 characters");
        assertThatThrownBy(() -> Json.parseObject("null")).hasMessageContaining("null");
    }
}
