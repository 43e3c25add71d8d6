package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.feed.FailureClassifier;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.internal.run.MachineTrouble;

/** What is known of the failures of this SDK; whatever is not known may pass. */
public final class DefaultClassifier implements FailureClassifier {
    /** The one instance. */
    public static final DefaultClassifier INSTANCE = new DefaultClassifier();

    private DefaultClassifier() {}

    @Override
    public FailureKind classify(Throwable failure) {
        if (MachineTrouble.isOfAll(failure)) {
            // A secret that can't be read for want of a descriptor, for example.
            return FailureKind.RETRYABLE;
        }
        if (failure instanceof AuthorizationException) {
            return FailureKind.FATAL;
        }
        if (failure instanceof TokenUnavailableException token) {
            return switch (token.reason()) {
                case ABSENT, MISCONFIGURED -> FailureKind.FATAL;
                case UNREACHABLE, THROTTLED, UNKNOWN -> FailureKind.RETRYABLE;
            };
        }
        return failure instanceof DataPackageException ? FailureKind.POISON : FailureKind.RETRYABLE;
    }
}
