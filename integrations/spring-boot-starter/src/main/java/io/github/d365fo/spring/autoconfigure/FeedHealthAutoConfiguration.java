package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ImportFeed;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Provides the health {@code d365fo}, with one component for each feed, where {@code spring-boot-health} is on the class
 * path. {@code management.health.d365fo.enabled=false} switches it off.
 */
@AutoConfiguration(after = FeedAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
public final class FeedHealthAutoConfiguration {
    FeedHealthAutoConfiguration() {}

    /** A class of its own, since the other one is also read where there is no spring-boot-health. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnEnabledHealthIndicator("d365fo")
    @Conditional(AnyFeed.class)
    static final class Feeds {
        @Bean
        @ConditionalOnMissingBean(name = "d365foHealthContributor")
        static CompositeHealthContributor d365foHealthContributor(
                Map<String, ExportFeed> exports, Map<String, ImportFeed> imports) {
            Map<String, HealthIndicator> feeds = new TreeMap<>();
            exports.forEach((bean, feed) -> feeds.put(key(bean), new FeedHealthIndicator(feed::health)));
            imports.forEach((bean, feed) -> feeds.put(key(bean), new FeedHealthIndicator(feed::health)));
            return CompositeHealthContributor.fromMap(feeds);
        }
    }

    private static String key(String bean) {
        String prefix = Prefix.feed("").name();
        return bean.startsWith(prefix) ? bean.substring(prefix.length()) : bean;
    }

    static final class AnyFeed extends AnyNestedCondition {
        AnyFeed() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(ExportFeed.class)
        static final class Exports {}

        @ConditionalOnBean(ImportFeed.class)
        static final class Imports {}
    }
}
