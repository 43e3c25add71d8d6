package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token request is made of, what is read of its answer, and when it is sent again. */
class TokenRequestsTest {
    private static final int LARGEST = 1 << 20;
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    private final KnownSecrets secrets = new KnownSecrets();
    private final FormBody form = new FormBody(secrets);

    /** What is sent. */
    @Nested
    class Forms {
        @Test
        void aFormIsEncodedAsFormsAre() {
            form.add("a", "b c/ü")
                    .add("secret", "aZ9-_.* &\u00fc\u20ac".toCharArray())
                    .addSecret("x", "k3y-0f-th3-d00r");
            assertThat(text(form.toBytes()))
                    .isEqualTo("a=b+c%2F%C3%BC&secret=aZ9-_.*%20%26%C3%BC%E2%82%AC&x=k3y-0f-th3-d00r");
            assertThat(secrets.clean("k3y-0f-th3-d00r")).doesNotContain("k3y");
        }

        @Test
        void anErasedFormIsEmpty() {
            form.add("a", "b");
            form.erase();
            assertThat(form.toBytes()).isEmpty();
            form.add("c", "d");
            assertThat(text(form.toBytes())).isEqualTo("c=d");
        }

        @Test
        void aSecretIsCopiedUsedAndDestroyed() {
            char[] chars = "k3y-0f-th3-d00r".toCharArray();
            SecretText secret = new SecretText("clientSecret", chars);
            chars[0] = 'x';
            secret.addTo(form, "client_secret");
            assertThat(text(form.toBytes())).isEqualTo("client_secret=k3y-0f-th3-d00r");
            secret.tell(secrets);
            assertThat(secrets.clean("k3y-0f-th3-d00r")).doesNotContain("k3y");
            secret.destroy();
            assertThatThrownBy(() -> secret.addTo(form, "client_secret"))
                    .isInstanceOf(TokenUnavailableException.class)
                    .hasMessageContaining("the clientSecret was destroyed");
        }

        @Test
        void aBlankSecretIsNone() {
            assertThatThrownBy(() -> new SecretText("password", " \t".toCharArray()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("password: expected a text, but got 2 characters of white space");
            assertThat(new SecretText("password", " a ".toCharArray())).isNotNull();
        }
    }

    /** To whom it is sent. */
    @Nested
    class Hosts {
        @ParameterizedTest
        @CsvSource({
            "https://login.invalid/, https://login.invalid",
            "https://login.invalid//, https://login.invalid",
            "http://127.0.0.1:8080, http://127.0.0.1:8080",
            "http://localhost/, http://localhost",
            "http://[::1]:1, http://[::1]:1"
        })
        void anAddressOfAHostIsTaken(String address, String bare) {
            assertThat(Addresses.bare("authority", URI.create(address))).hasToString(bare);
            assertThat(Addresses.withPath("authority", URI.create(address))).hasToString(bare);
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://login.invalid", "https://user@login.invalid", "https://x/?q", "ftp://x", "x"})
        void otherAddressesAreRefused(String address) {
            assertThatThrownBy(() -> Addresses.bare("authority", URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("authority: expected an https address without a path")
                    .hasMessageEndingWith("characters that are none");
            assertThatThrownBy(() -> Addresses.withPath("authority", URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("authority: expected an https address (");
        }

        @Test
        void aPathIsTakenWhereOneMayBe() {
            URI address = URI.create("https://adfs.invalid/adfs/");
            assertThat(Addresses.withPath("adfs", address)).hasToString("https://adfs.invalid/adfs");
            assertThatThrownBy(() -> Addresses.bare("adfs", address)).hasMessageContaining("without a path");
        }

        @Test
        void aHostWithAnUnderscoreIsNamed() {
            assertThatThrownBy(() -> Addresses.bare("authority", URI.create("https://my_host")))
                    .hasMessageContaining("an underscore in it");
            assertThatThrownBy(() -> Addresses.bare("authority", URI.create("https://my!host")))
                    .hasMessageEndingWith("but it has none");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "500, -, 0, PT1S",
                "500, -, 1, PT2S",
                "500, -, 2, -",
                "503, 5, 0, PT5S",
                "503, 6, 0, -",
                "408, -, 0, PT1S",
                "429, -, 0, -",
                "429, 5, 1, PT5S",
                "429, 6, 0, -",
                "499, 1, 0, -",
                "200, 1, 0, -"
            })
    void aRequestIsRepeatedTwiceAtMostAndSoonOrNotAtAll(int status, String retryAfter, int repeats, Duration wait) {
        String[] headers = retryAfter == null ? new String[0] : new String[] {"Retry-After", retryAfter};
        assertThat(Repeats.waitAfter(Responses.of(status, "", headers), repeats, NOW)
                        .orElse(null))
                .isEqualTo(wait);
    }

    /** What comes back. */
    @Nested
    class Answers {
        @ParameterizedTest
        @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
        void aMarkIsNoPartOfTheText(String charset) {
            assertThat(AnswerText.of(Responses.of(200, "\uFEFF{}".getBytes(Charset.forName(charset)))))
                    .isEqualTo("{}");
        }

        @Test
        void aTextMayBeShort() {
            assertThat(AnswerText.of(Responses.of(200, ""))).isEmpty();
            assertThat(AnswerText.of(Responses.of(200, "{"))).isEqualTo("{");
            assertThat(AnswerText.of(Responses.of(200, "\u00ef"))).isEqualTo("\u00ef");
        }

        @Test
        void packedAnswersAreUnpacked() throws IOException {
            byte[] gzip = packed(GZIPOutputStream::new);
            byte[] zlib = packed(DeflaterOutputStream::new);
            byte[] raw = packed(out -> new DeflaterOutputStream(out, new Deflater(6, true)));
            assertThat(AnswerText.of(Responses.of(200, gzip, "Content-Encoding", "GZIP")))
                    .isEqualTo("{\"a\":1}");
            assertThat(AnswerText.of(Responses.of(200, gzip, "Content-Encoding", "x-gzip")))
                    .isEqualTo("{\"a\":1}");
            assertThat(AnswerText.of(Responses.of(200, gzip))).isEqualTo("{\"a\":1}");
            assertThat(AnswerText.of(Responses.of(200, zlib, "Content-Encoding", "deflate")))
                    .isEqualTo("{\"a\":1}");
            assertThat(AnswerText.of(Responses.of(200, raw, "Content-Encoding", " deflate ")))
                    .isEqualTo("{\"a\":1}");
            assertThat(AnswerText.of(Responses.of(200, "{}", "Content-Encoding", "gzip")))
                    .isEqualTo("{}");
        }

        @Test
        void whatIsPackedTwiceIsUnpackedBackwards() throws IOException {
            ByteArrayOutputStream twice = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(twice)) {
                out.write(packed(DeflaterOutputStream::new));
            }
            assertThat(AnswerText.of(Responses.of(200, twice.toByteArray(), "Content-Encoding", "deflate, gzip")))
                    .isEqualTo("{\"a\":1}");
        }

        @Test
        void whatCantBeUnpackedOrIsTooLongIsNoText() throws IOException {
            assertThat(AnswerText.of(Responses.of(200, new byte[] {0x1F, (byte) 0x8B, 1})))
                    .isEmpty();
            assertThat(AnswerText.of(Responses.of(200, gzip(LARGEST)))).hasSize(LARGEST);
            assertThat(AnswerText.of(Responses.of(200, gzip(LARGEST + 1)))).isEmpty();
        }

        @Test
        void anAnswerIsGatheredUpToItsLargestLength() {
            Connection connection = new Connection();
            CappedBody body = new CappedBody();
            body.onSubscribe(connection);
            assertThat(connection.wanted).isEqualTo(Long.MAX_VALUE);
            body.onNext(List.of(ByteBuffer.allocate(LARGEST - 1), ByteBuffer.allocate(1)));
            body.onComplete();
            assertThat(body.getBody().toCompletableFuture().join()).hasSize(LARGEST);
            assertThat(connection.cancelled).isFalse();
        }

        @Test
        void aTooLongAnswerIsGivenUp() {
            Connection connection = new Connection();
            CappedBody body = new CappedBody();
            body.onSubscribe(connection);
            body.onNext(List.of(ByteBuffer.allocate(LARGEST + 1)));
            assertThat(connection.cancelled).isTrue();
            assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
        }

        @Test
        void aCutAnswerFails() {
            CappedBody body = new CappedBody();
            body.onError(new IOException("reset"));
            assertThat(body.getBody().toCompletableFuture()).isCompletedExceptionally();
        }
    }

    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] packed(Packing packing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.around(bytes)) {
            out.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(" ".repeat(length).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static final class Connection implements Flow.Subscription {
        long wanted;
        boolean cancelled;

        @Override
        public void request(long count) {
            wanted += count;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
