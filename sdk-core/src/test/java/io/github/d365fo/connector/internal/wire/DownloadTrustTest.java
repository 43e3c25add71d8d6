package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the token may go: every scheme, host and port beside every sort of environment. */
class DownloadTrustTest {
    private static final String ALLOWED = "blob.example.com";
    private static final List<String> SCHEMES = List.of("http", "https", "HTTP", "ftp");
    private static final List<String> PORTS = List.of("", ":80", ":443", ":8080", ":8443");

    /**
     * Decides by the rules in words. Plain http of the environment's own host and the usual port is the environment; other
     * plain http is encrypted if the environment is; then only the environment's own origin gets the token, and only
     * allowed hosts are fetched from without it.
     */
    private static Optional<Boolean> expected(String scheme, String host, String port, String environment) {
        boolean plain = scheme.equalsIgnoreCase("http");
        boolean usual = port.isEmpty() || port.equals(":80");
        String bare = host.toLowerCase(Locale.ROOT);
        String own = environment.replaceFirst("^https?://", "").replaceFirst(":\\d+$", "");
        if (plain && usual && bare.equals(own)) {
            return Optional.of(true);
        }
        boolean encrypted = environment.startsWith("https:");
        String origin = (plain && encrypted ? "https" : scheme.toLowerCase(Locale.ROOT)) + "://" + bare
                + (plain && encrypted && usual ? "" : port);
        if (origin.replaceFirst(origin.startsWith("https") ? ":443$" : ":80$", "")
                .equals(environment)) {
            return Optional.of(true);
        }
        boolean safe = origin.startsWith("https://") && !origin.contains("@");
        return safe && bare.equals(ALLOWED) ? Optional.of(false) : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://contoso.com",
        "https://contoso.com:8443",
        "http://localhost",
        "http://localhost:8080",
        "https://localhost:8443"
    })
    void theTokenGoesToTheEnvironmentAlone(String environment) throws JsonException {
        EnvironmentAddress address = EnvironmentAddress.parse(environment);
        String own = environment.replaceFirst("^https?://", "").replaceFirst(":\\d+$", "");
        List<String> hosts = List.of(
                own,
                own.toUpperCase(Locale.ROOT),
                "x." + own,
                own + ".evil.example",
                "evil.example",
                ALLOWED,
                "x." + ALLOWED,
                "user@" + own,
                own + "@evil.example",
                "user@" + ALLOWED);
        int tried = 0;
        for (String scheme : SCHEMES) {
            for (String host : hosts) {
                for (String port : PORTS) {
                    check(scheme, host, port, address);
                    tried++;
                }
            }
        }
        assertThat(tried).isEqualTo(200);
    }

    private static void check(String scheme, String host, String port, EnvironmentAddress environment)
            throws JsonException {
        URI location = URI.create(scheme + "://" + host + port + "/a/%7Bb%7D?c=http://" + ALLOWED + ":80");
        Optional<Boolean> expected = expected(scheme, host, port, environment.origin());
        if (expected.isEmpty()) {
            assertThatThrownBy(
                            () -> DownloadAddress.of(location, environment, Set.of(ALLOWED)),
                            "%s of %s",
                            location,
                            environment.origin())
                    .isInstanceOf(JsonException.class)
                    .hasMessageContaining("nothing was sent there");
            return;
        }
        DownloadAddress address = DownloadAddress.of(location, environment, Set.of(ALLOWED));
        assertThat(address.environment())
                .as(location + " of " + environment.origin())
                .isEqualTo(expected.get());
        assertThat(address.uri().toString()).endsWith("/a/%7Bb%7D?c=http://" + ALLOWED + ":80");
        String origin = EnvironmentAddress.parse(
                        address.uri().getScheme() + "://" + address.uri().getRawAuthority())
                .origin();
        if (address.environment()) {
            assertThat(origin).isEqualTo(environment.origin());
        } else {
            assertThat(address.uri().getHost()).isEqualToIgnoringCase(ALLOWED);
            assertThat(address.uri().getScheme()).isEqualToIgnoringCase("https");
        }
    }
}
