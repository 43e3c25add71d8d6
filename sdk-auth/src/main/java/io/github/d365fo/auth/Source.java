package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;

/** Gets a token for a resource, and keeps none. Implementations are thread-safe and block. */
interface Source {
    AccessToken fetch(String resource) throws InterruptedException;

    /** Overwrites the secret, where it can be. */
    default void destroy() {}

    /** Returns where and with what it signs in, and nothing secret. */
    @Override
    String toString();
}
