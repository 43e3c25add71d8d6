package io.github.d365fo.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong and what to do, in place of a stack trace, when an application fails to start. */
final class SetupFailureAnalyzer extends AbstractFailureAnalyzer<SetupException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, SetupException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
