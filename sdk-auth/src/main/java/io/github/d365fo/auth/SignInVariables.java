package io.github.d365fo.auth;

import io.github.d365fo.connector.error.KnownSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment variables that configure sign-in for programs in Azure. Immutable. */
final class SignInVariables {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.auth");
    private static final String TENANT = "AZURE_TENANT_ID";
    private static final String CLIENT = "AZURE_CLIENT_ID";
    private static final String SECRET = "AZURE_CLIENT_SECRET";
    private static final String CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH";
    private static final String USER = "AZURE_USERNAME";
    private static final String TOKEN_FILE = "AZURE_FEDERATED_TOKEN_FILE";
    private static final String CERTIFICATE_PASSWORD = "AZURE_CLIENT_CERTIFICATE_PASSWORD";
    private static final String PASSWORD = "AZURE_PASSWORD";
    private static final List<String> SECRETS = List.of(SECRET, CERTIFICATE_PASSWORD, PASSWORD, "IDENTITY_HEADER");

    private final Map<String, String> variables;

    private SignInVariables(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    static SignInVariables of(Map<String, String> variables) {
        Objects.requireNonNull(variables, "variables");
        variables.forEach((name, value) -> Objects.requireNonNull(value, () -> "variables: " + name));
        return new SignInVariables(variables);
    }

    EntraTokenProvider provider() {
        EntraTokenProvider picked = withoutSecrets(this::pick);
        LOG.log(System.Logger.Level.INFO, "signing in as the environment variables say: " + picked);
        return picked;
    }

    EntraTokenProvider workloadIdentity() {
        return app(TOKEN_FILE).federatedTokenFile(Path.of(text(TOKEN_FILE))).build();
    }

    /** A failure may quote a variable, even a secret that was set in the wrong one. */
    private EntraTokenProvider withoutSecrets(Supplier<EntraTokenProvider> way) {
        try {
            return way.get();
        } catch (RuntimeException e) {
            KnownSecrets secrets = new KnownSecrets();
            SECRETS.forEach(name -> secrets.keep(text(name)));
            throw (RuntimeException) secrets.clean(e);
        }
    }

    private EntraTokenProvider pick() {
        if (has(SECRET)) {
            return app(SECRET).clientSecret(text(SECRET)).build();
        }
        if (has(CERTIFICATE)) {
            return app(CERTIFICATE).certificate(certificate()).build();
        }
        if (has(USER)) {
            return app(USER, PASSWORD)
                    .usernamePassword(text(USER), text(PASSWORD).toCharArray())
                    .build();
        }
        return has(TOKEN_FILE) ? workloadIdentity() : managedIdentity();
    }

    private EntraTokenProvider managedIdentity() {
        EntraTokenProvider.Builder builder = EntraTokenProvider.builder()
                .managedIdentity()
                .variables(
                        variables,
                        appService() ? "" : "; it was used because these variables are not set: " + missing());
        if (has("AZURE_POD_IDENTITY_AUTHORITY_HOST")) {
            builder.managedIdentityHost(address("AZURE_POD_IDENTITY_AUTHORITY_HOST"));
        }
        return has(CLIENT) ? builder.clientId(text(CLIENT)).build() : builder.build();
    }

    private boolean appService() {
        return has("IDENTITY_ENDPOINT") && has("IDENTITY_HEADER");
    }

    private String missing() {
        return Stream.of(SECRET, CERTIFICATE, USER, TOKEN_FILE, "IDENTITY_ENDPOINT", "IDENTITY_HEADER")
                .filter(name -> !has(name))
                .collect(Collectors.joining(", "));
    }

    private ClientCertificate certificate() {
        Path file = Path.of(text(CERTIFICATE));
        return text(CERTIFICATE).toLowerCase(Locale.ROOT).endsWith(".pem")
                ? ClientCertificate.pem(file, file)
                : ClientCertificate.pkcs12(
                        file, variables.getOrDefault(CERTIFICATE_PASSWORD, "").toCharArray());
    }

    private EntraTokenProvider.Builder app(String... needed) {
        List<String> missing = Stream.concat(Stream.of(TENANT, CLIENT), Arrays.stream(needed))
                .filter(name -> !has(name))
                .toList();
        if (!missing.isEmpty()) {
            throw Credentials.misconfigured(
                    "to sign in with " + needed[0] + ", these variables must be set too: " + String.join(", ", missing),
                    null);
        }
        EntraTokenProvider.Builder builder =
                EntraTokenProvider.builder().tenantId(text(TENANT)).clientId(text(CLIENT));
        return has("AZURE_AUTHORITY_HOST") ? builder.authority(address("AZURE_AUTHORITY_HOST")) : builder;
    }

    private URI address(String name) {
        try {
            return new URI(text(name));
        } catch (URISyntaxException e) {
            throw Credentials.misconfigured(
                    "the variable " + name + " has " + text(name).length() + " characters that are not an address",
                    null);
        }
    }

    private boolean has(String name) {
        return !variables.getOrDefault(name, "").isBlank();
    }

    private String text(String name) {
        return variables.getOrDefault(name, "");
    }
}
