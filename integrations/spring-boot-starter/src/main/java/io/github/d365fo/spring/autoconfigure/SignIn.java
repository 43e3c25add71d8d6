package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.auth.AdfsTokenProvider;
import io.github.d365fo.auth.ClientCertificate;
import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.error.TokenUnavailableException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Makes a token provider of the properties under {@code credentials}. */
final class SignIn {
    private final Prefix prefix;
    private final Credentials credentials;
    private final Bundles bundles;
    private final Route route;

    SignIn(Prefix environment, Credentials credentials, Bundles bundles, Route route) {
        this.prefix = environment.then("credentials");
        this.credentials = credentials;
        this.bundles = bundles;
        this.route = route;
    }

    private enum Way {
        CLIENT_SECRET("client-secret"),
        CERTIFICATE("certificate-bundle"),
        FEDERATED_TOKEN("federated-token-file"),
        PASSWORD("username"),
        MANAGED_IDENTITY("managed-identity"),
        VARIABLES("from-environment");

        private final String property;

        Way(String property) {
            this.property = property;
        }
    }

    /** Returns whether a way to sign in is set. */
    static boolean isConfigured(Credentials credentials) {
        return !ways(credentials).isEmpty();
    }

    private static List<Way> ways(Credentials from) {
        List<Way> ways = new ArrayList<>();
        addIf(from.clientSecret() != null, Way.CLIENT_SECRET, ways);
        addIf(from.certificateBundle() != null, Way.CERTIFICATE, ways);
        addIf(from.federatedTokenFile() != null, Way.FEDERATED_TOKEN, ways);
        addIf(from.username() != null, Way.PASSWORD, ways);
        addIf(from.managedIdentity(), Way.MANAGED_IDENTITY, ways);
        addIf(from.fromEnvironment(), Way.VARIABLES, ways);
        return ways;
    }

    private static void addIf(boolean set, Way way, List<Way> ways) {
        if (set) {
            ways.add(way);
        }
    }

    /**
     * Returns the provider. Nothing is sent.
     *
     * @throws PropertyException if no way to sign in is set, or several are, or something that belongs to it is missing
     */
    TokenProvider provider() {
        Way way = way();
        String adfs = credentials.adfs();
        if (way == Way.VARIABLES) {
            return fromVariables();
        }
        return adfs == null ? entra(way) : adfs(adfs, way);
    }

    private Way way() {
        List<Way> ways = ways(credentials);
        if (ways.isEmpty()) {
            throw new PropertyException(
                    prefix.name(),
                    "no way to sign in is set",
                    "Set one of " + names(Arrays.asList(Way.values())) + " there, or define a TokenProvider bean.");
        }
        if (ways.size() > 1) {
            throw new PropertyException(
                    prefix.name(),
                    "expected one way to sign in, but got " + names(ways),
                    "Remove all but one of them.");
        }
        return ways.get(0);
    }

    private static String names(List<Way> ways) {
        return String.join(", ", ways.stream().map(way -> way.property).toList());
    }

    private TokenProvider fromVariables() {
        try {
            return EntraTokenProvider.fromEnvironment();
        } catch (TokenUnavailableException e) {
            throw prefix.wrong("from-environment", String.valueOf(e.getMessage()));
        }
    }

    private EntraTokenProvider entra(Way way) {
        EntraTokenProvider.Builder builder = EntraTokenProvider.builder().cloud(credentials.cloud());
        prefix.set("authority", credentials.authority(), text -> builder.authority(address(text)));
        route.apply(builder);
        if (way == Way.MANAGED_IDENTITY) {
            prefix.set("client-id", credentials.clientId(), builder::clientId);
            return builder.managedIdentity().build();
        }
        prefix.set("tenant-id", required("tenant-id", credentials.tenantId()), builder::tenantId);
        prefix.set("client-id", required("client-id", credentials.clientId()), builder::clientId);
        prefix.set("client-secret", credentials.clientSecret(), builder::clientSecret);
        prefix.set("federated-token-file", credentials.federatedTokenFile(), builder::federatedTokenFile);
        prefix.set(
                "certificate-bundle", credentials.certificateBundle(), name -> builder.certificate(certificate(name)));
        prefix.set("username", credentials.username(), user -> builder.usernamePassword(user, password()));
        return builder.build();
    }

    private AdfsTokenProvider adfs(String address, Way way) {
        AdfsTokenProvider.Builder builder = AdfsTokenProvider.builder();
        prefix.set("adfs", address, text -> builder.adfs(address(text)));
        prefix.set("client-id", required("client-id", credentials.clientId()), builder::clientId);
        prefix.set("adfs-resource", credentials.adfsResource(), builder::resource);
        route.apply(builder);
        switch (way) {
            case CLIENT_SECRET ->
                prefix.set(
                        "client-secret",
                        credentials.clientSecret(),
                        secret -> builder.clientSecret(secret.toCharArray()));
            case CERTIFICATE ->
                prefix.set(
                        "certificate-bundle",
                        credentials.certificateBundle(),
                        name -> builder.certificate(certificate(name)));
            case PASSWORD ->
                prefix.set("username", credentials.username(), user -> builder.usernamePassword(user, password()));
            default ->
                throw prefix.wrong(
                        way.property, "expected client-secret, certificate-bundle or username, which AD FS knows");
        }
        return builder.build();
    }

    /** The JDK's message repeats the text, which may hold a password. */
    private static URI address(String text) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "expected an address, but got " + text.length() + " characters that are none");
        }
    }

    private char[] password() {
        return required("password", credentials.password()).toCharArray();
    }

    private <T> T required(String property, @Nullable T value) {
        return prefix.required(property, value, "Set " + prefix.name() + "." + property + ".");
    }

    private ClientCertificate certificate(String bundleName) {
        SslBundle bundle = bundles.get(prefix, "certificate-bundle", bundleName);
        KeyStore store = bundle.getStores().getKeyStore();
        if (store == null) {
            throw prefix.wrong("certificate-bundle", "expected a bundle with a key store, but it has none");
        }
        String password = bundle.getKey().getPassword();
        String storePassword = bundle.getStores().getKeyStorePassword();
        try {
            return first(
                    store,
                    chars(password == null ? storePassword : password),
                    bundle.getKey().getAlias());
        } catch (GeneralSecurityException e) {
            throw prefix.wrong("certificate-bundle", "its key store can't be read; check the password of the key");
        }
    }

    private ClientCertificate first(KeyStore store, char @Nullable [] password, @Nullable String alias)
            throws GeneralSecurityException {
        for (String each : alias == null ? Collections.list(store.aliases()) : List.of(alias)) {
            Certificate[] chain = store.getCertificateChain(each);
            if (chain != null && store.getKey(each, password) instanceof PrivateKey key) {
                return ClientCertificate.of(
                        key,
                        Arrays.stream(chain).map(X509Certificate.class::cast).toList());
            }
        }
        throw prefix.wrong(
                "certificate-bundle", "expected a private key with its certificate in the bundle's key store");
    }

    private static char @Nullable [] chars(@Nullable String text) {
        return text == null ? null : text.toCharArray();
    }
}
