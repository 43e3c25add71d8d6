package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ImportFeed;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Registers the feeds. */
final class FeedRegistrar implements ImportBeanDefinitionRegistrar {
    private final Environment environment;
    private final BeanFactory beans;

    FeedRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        NamedBeans named = new NamedBeans(registry);
        for (String key : Keys.of(environment, "d365fo.feeds")) {
            String name = Prefix.feed(key).name();
            switch (kind(key)) {
                case EXPORT ->
                    named.register(
                            name,
                            key,
                            true,
                            ExportFeed.class,
                            () -> beans.getBean(ExportFeedFactory.class).feed(key));
                case IMPORT ->
                    named.register(
                            name,
                            key,
                            true,
                            ImportFeed.class,
                            () -> beans.getBean(ImportFeedFactory.class).feed(key));
            }
        }
    }

    private enum Kind {
        EXPORT,
        IMPORT
    }

    private Kind kind(String key) {
        boolean exports = isSet(key, "export");
        if (exports == isSet(key, "import")) {
            throw new PropertyException(
                    Prefix.feed(key).name(),
                    "expected settings of an export feed or of an import feed, but got " + (exports ? "both" : "none"),
                    "Set " + Prefix.feed(key).name() + ".export.spool for an export feed, or "
                            + Prefix.feed(key).name() + ".import.inbox for an import feed.");
        }
        return exports ? Kind.EXPORT : Kind.IMPORT;
    }

    private boolean isSet(String key, String kind) {
        return !Keys.of(environment, Prefix.feed(key).then(kind).name()).isEmpty();
    }
}
