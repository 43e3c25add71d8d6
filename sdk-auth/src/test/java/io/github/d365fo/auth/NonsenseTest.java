package io.github.d365fo.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no identity provider can know is refused where it is set, and the error names the field. */
class NonsenseTest {
    private static final String GUID = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    private static Stream<Arguments> clientIds() {
        return Stream.<Consumer<String>>of(
                        id -> EntraTokenProvider.clientSecret(GUID, id, "secret"),
                        EntraTokenProvider::managedIdentity,
                        id -> EntraTokenProvider.builder().clientId(id),
                        id -> AdfsTokenProvider.builder().clientId(id))
                .flatMap(setter ->
                        Stream.of("my app", "Müller", "a\nb", "a\u00a0b").map(id -> Arguments.of(setter, id)));
    }

    @ParameterizedTest
    @MethodSource("clientIds")
    void aClientIdIsNoDisplayName(Consumer<String> setter, String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setter.accept(id))
                .withMessageStartingWith("clientId: expected an id")
                .withMessageContaining("but got " + id.length() + " characters");
        for (String right : List.of(GUID, " " + GUID + " ", "api://journal-feed")) {
            setter.accept(right);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"my app", "contoso_1", "common", "Organizations", "https://contoso", ""})
    void aTenantIsAnIdOrADomain(String tenant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntraTokenProvider.clientSecret(tenant, GUID, "secret"))
                .withMessageStartingWith("tenantId: expected");
    }

    private static Stream<Arguments> secrets() {
        return Stream.<Consumer<String>>of(
                        secret -> EntraTokenProvider.clientSecret(GUID, GUID, secret),
                        secret -> EntraTokenProvider.builder().clientSecret(secret.toCharArray()),
                        secret -> AdfsTokenProvider.builder().clientSecret(secret.toCharArray()))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretWithALineBreakIsRefused(Consumer<String> setter) {
        for (String end : List.of("\n", "\r\n", "\r")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setter.accept("s3cret" + end))
                    .withMessageStartingWith("clientSecret: expected a text without a trailing line break")
                    .withMessageNotContaining("s3cret");
        }
    }

    private static Stream<Arguments> addresses() {
        return Stream.<Consumer<URI>>of(
                        address -> EntraTokenProvider.builder().authority(address),
                        address -> EntraTokenProvider.builder().managedIdentityHost(address),
                        address -> AdfsTokenProvider.builder().adfs(address))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void aHostWithAnUnderscoreIsRefused(Consumer<URI> setter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setter.accept(URI.create("https://my_adfs.contoso.example")))
                .withMessageContaining("an underscore in it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> setter.accept(URI.create("https://:443")))
                .withMessageContaining("expected");
        assertThat(URI.create("https://adfs.contoso.example")).satisfies(setter);
    }
}
