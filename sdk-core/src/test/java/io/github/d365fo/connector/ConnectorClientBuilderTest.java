package io.github.d365fo.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.auth.TokenProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a builder refuses, and the clients that it makes. */
class ConnectorClientBuilderTest {
    private static final String GUID = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    @Test
    void aBuilderNamesWhatIsWrong() {
        ConnectorClientBuilder builder = ConnectorClient.builder();
        assertThatThrownBy(builder::build).hasMessageContaining("environment is missing");
        builder.environment(URI.create("https://Contoso.Operations.Dynamics.com/"));
        assertThatThrownBy(builder::build).hasMessageContaining("tokenProvider is missing");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> builder.responseTimeout(Duration.ZERO)).hasMessageContaining("responseTimeout");
        assertThatThrownBy(() -> builder.stallTimeout(Duration.ofSeconds(-1))).hasMessageContaining("stallTimeout");
        assertThatThrownBy(() -> builder.operationTimeout(Duration.ZERO)).hasMessageContaining("operationTimeout");
        assertThatThrownBy(() -> builder.maxConcurrentRequests(0)).hasMessageContaining("maxConcurrentRequests");
        assertThatThrownBy(() -> builder.userAgent("")).hasMessageContaining("userAgent");
        assertThatThrownBy(() -> builder.userAgent("ü")).hasMessageContaining("userAgent");
        assertThatThrownBy(() -> builder.allowDownloadHost("a/b")).hasMessageContaining("allowDownloadHost");
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatThrownBy(() -> builder.httpClient(following)).hasMessageContaining("redirects");
        try (ConnectorClient client = builder.tokenProvider(TokenProvider.ofStatic("t"))
                .userAgent("batch/1")
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofSeconds(1))
                .build()) {
            assertThat(client.environment()).isEqualTo(URI.create("https://contoso.operations.dynamics.com"));
            assertThat(client.job(GUID).activityId()).isEqualTo(ActivityId.of(GUID));
            assertThat(client.async().job(GUID).activityId()).isEqualTo(ActivityId.of(GUID));
            assertThat(client.toString() + client.job(GUID) + client.async().job(GUID))
                    .contains("contoso", GUID);
        }
    }

    @Test
    void onPremisesHasNoConnector() {
        try (ConnectorClient client = ConnectorClient.builder()
                .environment("https://ax.contoso.com/namespaces/axsf/")
                .tokenProvider(TokenProvider.ofStatic("t"))
                .httpClient(HttpClient.newHttpClient())
                .build()) {
            assertThat(client.environment()).isEqualTo(URI.create("https://ax.contoso.com/namespaces/AXSF"));
            assertThatThrownBy(() -> client.job(GUID))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("on-premises");
        }
    }
}
