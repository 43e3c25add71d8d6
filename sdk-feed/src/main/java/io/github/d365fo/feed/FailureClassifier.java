package io.github.d365fo.feed;

import io.github.d365fo.feed.internal.export.DefaultClassifier;

/** Decides what a failure says about the next attempt. Must be thread-safe. */
@FunctionalInterface
public interface FailureClassifier {
    /**
     * Classifies what a handler, a download or a call to the service threw. A classifier that throws, or returns null,
     * counts as {@link FailureKind#RETRYABLE}.
     */
    FailureKind classify(Throwable failure);

    /**
     * Returns the default. {@link FailureKind#FATAL} is a refused sign-in or missing right (401, 403, a token that can't be
     * had for a reason that waiting doesn't change); {@link FailureKind#POISON} is a package that can't be read
     * ({@link io.github.d365fo.connector.packages.DataPackageException}); everything
     * else is {@link FailureKind#RETRYABLE}, an {@link Error} included.
     */
    static FailureClassifier ofDefaults() {
        return DefaultClassifier.INSTANCE;
    }
}
