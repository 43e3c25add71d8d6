package io.github.d365fo.auth;

import java.net.URI;

/** What a program signs in with. Implementations are thread-safe. */
interface Credential {
    /** Adds grant and proof to a request that goes to {@code endpoint}. */
    void addTo(FormBody form, URI endpoint) throws InterruptedException;

    /** Overwrites the secret, where it can be. */
    default void destroy() {}

    /** Returns what kind it is, without secrets. */
    @Override
    String toString();
}
