package io.github.d365fo.spring.test;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/** Adds the fake to a context. Two tests share one if their annotations say the same. */
record FakeConnectorContextCustomizer(FakeConnector annotation) implements ContextCustomizer {
    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration tests) {
        BeanDefinition beans =
                new RootBeanDefinition(FakeConnectorBeans.class, () -> new FakeConnectorBeans(annotation, context));
        ((BeanDefinitionRegistry) context.getBeanFactory()).registerBeanDefinition("fakeConnectorBeans", beans);
    }
}
