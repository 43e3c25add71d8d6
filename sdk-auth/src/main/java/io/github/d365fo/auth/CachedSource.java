package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.CachingTokenProvider;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.error.KnownSecrets;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** A source with a token cache, so that clients that share a provider share its requests. Thread-safe. */
final class CachedSource {
    private final Source source;
    private final CachingTokenProvider cache;
    private volatile KnownSecrets secrets = new KnownSecrets();

    CachedSource(Source source, Clock clock) {
        this.source = source;
        source.tell(secrets);
        this.cache = CachingTokenProvider.of(
                request ->
                        TokenProvider.blocking(() -> fetch(request.resource())).token(request),
                clock);
    }

    CompletionStage<AccessToken> token(TokenRequest request) {
        TokenRequest bare = TokenRequest.of(normalised(request.resource()));
        return cache.token(request.rejected().map(bare::afterRejectionOf).orElse(bare));
    }

    void destroy() {
        source.destroy();
        cache.clear();
        secrets = new KnownSecrets();
    }

    /** Any failure, of the identity provider or a user's supplier, may quote secrets of the request. */
    private AccessToken fetch(String resource) throws Exception {
        KnownSecrets known = secrets;
        try {
            AccessToken token = source.fetch(resource, known);
            known.learn(token.value());
            return token;
        } catch (Exception e) {
            throw (Exception) known.clean(e);
        } catch (Error e) {
            throw (Error) known.clean(e);
        }
    }

    /** Finance and Operations rejects an audience with upper case, a path or a trailing slash. */
    private static String normalised(String resource) {
        try {
            URI uri = URI.create(resource.strip());
            if (uri.getScheme() != null && uri.getRawAuthority() != null && uri.getRawUserInfo() == null) {
                return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
            }
        } catch (IllegalArgumentException e) {
            throw notAnAddress(resource);
        }
        throw notAnAddress(resource);
    }

    private static IllegalArgumentException notAnAddress(String resource) {
        return new IllegalArgumentException("resource: expected the environment's address, but got " + resource.length()
                + " characters that are none");
    }

    @Override
    public String toString() {
        return secrets.clean(source.toString());
    }
}
