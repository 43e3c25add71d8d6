package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadAddressTest {
    private static final EnvironmentAddress CLOUD = EnvironmentAddress.parse("https://contoso.com");

    @ParameterizedTest
    @CsvSource({
        "http://contoso.com:80/a/%7Bb%7D?c=%2B&d=e:80, https://contoso.com/a/%7Bb%7D?c=%2B&d=e:80, true",
        "http://Contoso.com/a, https://contoso.com/a, true",
        "https://contoso.com:443/a, https://contoso.com/a, true",
        "HTTPS://CONTOSO.com:0443/a, https://contoso.com/a, true",
        "https://contoso.com/a?b=http://x:80, https://contoso.com/a?b=http://x:80, true",
        "http://blob.example.com/a, https://blob.example.com/a, false",
        "http://blob.example.com:8080/a, https://blob.example.com:8080/a, false",
        "https://BLOB.example.com/a, https://BLOB.example.com/a, false"
    })
    void onlySchemeAndPortAreEverPutRight(String given, String expected, boolean environment) throws JsonException {
        DownloadAddress address = DownloadAddress.of(URI.create(given), CLOUD, Set.of("blob.example.com"));
        assertThat(address.uri()).hasToString(expected);
        assertThat(address.environment()).isEqualTo(environment);
    }

    @ParameterizedTest
    @CsvSource({
        "https://contoso.com.evil.example/a",
        "http://contoso.com:8080/a",
        "https://contoso.com:8443/a",
        "https://contoso.com@evil.example/a",
        "https://user@contoso.com/a"
    })
    void otherOriginsAreRefused(String given) {
        assertThatThrownBy(() -> DownloadAddress.of(URI.create(given), CLOUD, Set.of()))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("allowDownloadHost");
    }

    /** Whatever is put together: it is the environment's own origin, or it is refused. */
    @Test
    void nothingButTheEnvironmentsOriginGetsTheToken() {
        int kept = 0;
        int refused = 0;
        for (String scheme : List.of("http", "https", "HTTPS", "ftp", "ws")) {
            for (String user : List.of("", "user@", "user:password@", "contoso.com@", "contoso.com:443@", "a%40b@")) {
                for (String host : HOSTS) {
                    for (String port : List.of("", ":", ":80", ":443", ":0443", ":8080", ":444", ":65536", ":-1")) {
                        Optional<DownloadAddress> address =
                                decided(scheme + "://" + user + host + port + "/a?b=https://contoso.com/");
                        kept += address.isPresent() ? 1 : 0;
                        refused += address.isPresent() ? 0 : 1;
                        address.ifPresent(known -> {
                            assertThat(known.environment()).isTrue();
                            assertThat(known.uri()).hasToString("https://contoso.com/a?b=https://contoso.com/");
                        });
                    }
                }
            }
        }
        System.out.println("Addresses for an environment: " + kept + " kept, " + refused + " refused");
        assertThat(kept).isPositive();
    }

    private static final List<String> HOSTS = List.of(
            "contoso.com",
            "CONTOSO.com",
            "contoso.com.",
            ".contoso.com",
            "www.contoso.com",
            "contoso.com.evil.example",
            "evil.example",
            "contoso.co",
            "contoso%2ecom",
            "contoso.com%00",
            "contoso.com%2f.evil.example",
            "contoso\u3002com",
            "127.0.0.1",
            "localhost",
            "[::1]",
            "169.254.169.254",
            "contoso.com\\@evil.example",
            "evil.example\\@contoso.com",
            "evil.example#@contoso.com",
            "evil.example?@contoso.com",
            "");

    private static Optional<DownloadAddress> decided(String address) {
        try {
            return Optional.of(DownloadAddress.of(ServerUri.parse("DownloadLocation", address), CLOUD, Set.of()));
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
