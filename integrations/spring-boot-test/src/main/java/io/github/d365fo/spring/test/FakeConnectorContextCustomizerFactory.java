package io.github.d365fo.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Adds the fake to the contexts of tests with {@link FakeConnector}, nested tests included. */
final class FakeConnectorContextCustomizerFactory implements ContextCustomizerFactory {
    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> test, List<ContextConfigurationAttributes> attributes) {
        FakeConnector annotation = TestContextAnnotationUtils.findMergedAnnotation(test, FakeConnector.class);
        return annotation == null ? null : new FakeConnectorContextCustomizer(annotation);
    }
}
