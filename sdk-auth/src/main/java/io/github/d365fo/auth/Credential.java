package io.github.d365fo.auth;

import io.github.d365fo.connector.error.KnownSecrets;
import java.net.URI;

/** The credential that a program signs in with. Implementations are thread-safe. */
interface Credential {
    /** Adds grant and proof to a request to {@code endpoint}. */
    void addTo(FormBody form, URI endpoint) throws InterruptedException;

    /** Adds its permanent secrets to {@code secrets}. */
    default void tell(KnownSecrets secrets) {}

    /** Overwrites the secret, if possible. */
    default void destroy() {}

    /** Returns its kind, without secrets. */
    @Override
    String toString();
}
