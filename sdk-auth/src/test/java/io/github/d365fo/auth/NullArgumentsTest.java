package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.support.NullArguments;
import io.github.d365fo.connector.support.RecordingClock;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is null and must not be is named. */
class NullArgumentsTest {
    private static final String GUID = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    @TempDir
    Path directory;

    @Test
    void everyPublicMethodNamesWhatIsNull() throws Exception {
        TestCertificate files = TestCertificate.create(directory, "app", 3650);
        ClientCertificate certificate = ClientCertificate.of(files.key(), List.of(files.certificate()));
        NullArguments arguments = new NullArguments()
                .with(GUID)
                .named("clientSecret", "secret")
                .with(certificate)
                .with(certificate.key())
                .with(List.class, List.of(certificate.certificate()))
                .with(files.pkcs12())
                .with("password".toCharArray())
                .with(Map.class, Map.of("AZURE_TENANT_ID", GUID))
                .with(Callable.class, (Callable<String>) () -> "assertion")
                .with(URI.create("https://adfs.contoso.example/adfs"))
                .with(EntraTokenProvider.clientSecret(GUID, GUID, "secret"))
                .with(AdfsTokenProvider.clientSecret(URI.create("https://adfs.contoso.example"), GUID, "secret"))
                .with(EntraTokenProvider.builder())
                .with(AdfsTokenProvider.builder())
                .with(TokenRequest.of("https://contoso.example"))
                .with(HttpClient.newHttpClient())
                .with(ProxySelector.of(null))
                .with(SSLContext.getDefault())
                .with(Duration.ofSeconds(1))
                .with(new RecordingClock());
        assertThat(arguments.faults(EntraTokenProvider.class, "io.github.d365fo.auth"))
                .isEmpty();
        assertThat(arguments.tried()).isGreaterThan(50);
    }
}
