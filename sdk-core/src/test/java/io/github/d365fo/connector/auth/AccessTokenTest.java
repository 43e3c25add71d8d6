package io.github.d365fo.connector.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A token, and the request for one. */
class AccessTokenTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    @Test
    void aTokenHidesItsValue() {
        AccessToken token = AccessToken.of(" abc ", NOW);
        assertThat(token.value()).isEqualTo("abc");
        assertThat(token.toString()).doesNotContain("abc");
        assertThatThrownBy(() -> AccessToken.of("a b", NOW)).hasMessageNotContaining("a b");
        assertThatThrownBy(() -> AccessToken.of(" ", NOW)).isInstanceOf(IllegalArgumentException.class);
        TokenRequest request = TokenRequest.of("https://env");
        assertThat(request.forceRefresh()).isFalse();
        assertThat(request.afterRejectionOf(token).rejected()).contains(token);
        assertThat(request.afterRejectionOf(token).toString())
                .contains("https://env", "true")
                .doesNotContain("abc");
    }
}
