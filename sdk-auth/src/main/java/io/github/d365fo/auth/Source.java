package io.github.d365fo.auth;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.error.KnownSecrets;

/** A source of tokens without a cache. Implementations are thread-safe and block. */
interface Source {
    /** Gets a token. Secrets made for the request, such as an assertion, are added to {@code secrets} first. */
    AccessToken fetch(String resource, KnownSecrets secrets) throws InterruptedException;

    /** Adds its credential to {@code secrets}. */
    default void tell(KnownSecrets secrets) {}

    /** Overwrites the secret, if possible. */
    default void destroy() {}

    /** Returns where and how it signs in, without secrets. */
    @Override
    String toString();
}
