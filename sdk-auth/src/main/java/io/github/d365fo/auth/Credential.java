package io.github.d365fo.auth;

import io.github.d365fo.connector.error.KnownSecrets;
import java.net.URI;

/** What a program signs in with. Implementations are thread-safe. */
interface Credential {
    /** Adds grant and proof to a request that goes to {@code endpoint}. */
    void addTo(FormBody form, URI endpoint) throws InterruptedException;

    /** Tells {@code secrets} what there is to keep secret from the beginning. */
    default void tell(KnownSecrets secrets) {}

    /** Overwrites the secret, where it can be. */
    default void destroy() {}

    /** Returns what kind it is, without secrets. */
    @Override
    String toString();
}
