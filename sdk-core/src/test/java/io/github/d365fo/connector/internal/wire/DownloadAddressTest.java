package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DownloadAddressTest {
    private static final EnvironmentAddress CLOUD = EnvironmentAddress.parse("https://contoso.com");

    @ParameterizedTest
    @CsvSource({
        "http://contoso.com:80/a/%7Bb%7D?c=%2B&d=e:80, https://contoso.com/a/%7Bb%7D?c=%2B&d=e:80, true",
        "http://Contoso.com/a, https://contoso.com/a, true",
        "https://contoso.com:443/a, https://contoso.com:443/a, true",
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
}
