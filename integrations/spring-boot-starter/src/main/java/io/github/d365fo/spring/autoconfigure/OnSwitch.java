package io.github.d365fo.spring.autoconfigure;

import java.util.Arrays;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Reads the properties of a {@link ConditionalOnSwitch} as Boot binds any other: Boot's own condition takes only "true" for yes. */
final class OnSwitch extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Object names = Objects.requireNonNull(metadata.getAnnotationAttributes(ConditionalOnSwitch.class.getName()))
                .get("value");
        ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnSwitch.class);
        return Arrays.stream((String[]) Objects.requireNonNull(names))
                .filter(name -> !isOn(context.getEnvironment(), name))
                .findFirst()
                .map(off -> ConditionOutcome.noMatch(message.because(off + " is false")))
                .orElseGet(() -> ConditionOutcome.match(message.because("nothing is switched off")));
    }

    private static boolean isOn(Environment environment, String name) {
        try {
            return Binder.get(environment).bind(name, Boolean.class).orElse(true);
        } catch (BindException e) {
            String value = environment.getProperty(name, "");
            throw new PropertyException(
                    name,
                    "expected true or false, but got " + value.length() + " characters that are neither",
                    "Set it to true or false, or remove it, which is true.");
        }
    }
}
