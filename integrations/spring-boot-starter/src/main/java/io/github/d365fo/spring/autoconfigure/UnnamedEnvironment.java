package io.github.d365fo.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if {@code d365fo.environment} is set, or nothing under {@code d365fo.environments} is: an application without
 * either lacks a property, and is to fail with its name.
 */
class UnnamedEnvironment extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isConfigured(context.getEnvironment())
                ? ConditionOutcome.match()
                : ConditionOutcome.noMatch(ConditionMessage.of("all environments have names"));
    }

    /** Returns whether there is an environment without a name, or no environment at all. */
    static boolean isConfigured(Environment environment) {
        return environment.containsProperty("d365fo.environment")
                || Keys.of(environment, "d365fo.environments").isEmpty();
    }

    /** Matches also if there are credentials that named environments can share. */
    static final class OrCredentials extends UnnamedEnvironment {
        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Keys.of(context.getEnvironment(), "d365fo.credentials").isEmpty()
                    ? super.getMatchOutcome(context, metadata)
                    : ConditionOutcome.match();
        }
    }
}
