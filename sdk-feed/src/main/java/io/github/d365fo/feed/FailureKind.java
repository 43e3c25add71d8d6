package io.github.d365fo.feed;

/** What a failure says about the next attempt. */
public enum FailureKind {
    /** The next attempt may succeed: a database that is away, a lock, a timeout. */
    RETRYABLE,
    /** No attempt will succeed with this package. It goes to quarantine without further ones. */
    POISON,
    /** No attempt will succeed with any package: sign-in or configuration. The feed stops and says so. */
    FATAL
}
