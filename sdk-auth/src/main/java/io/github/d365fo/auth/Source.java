package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.KnownSecrets;

/** Gets a token for a resource, and keeps none. Implementations are thread-safe and block. */
interface Source {
    /** Gets a token. What is secret and made for the request, such as an assertion, is told to {@code secrets} before. */
    AccessToken fetch(String resource, KnownSecrets secrets) throws InterruptedException;

    /** Tells {@code secrets} what it signs in with. */
    default void tell(KnownSecrets secrets) {}

    /** Overwrites the secret, where it can be. */
    default void destroy() {}

    /** Returns where and with what it signs in, and nothing secret. */
    @Override
    String toString();
}
