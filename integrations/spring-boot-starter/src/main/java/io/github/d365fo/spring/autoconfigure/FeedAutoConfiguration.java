package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.FailureClassifier;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.spring.ExportFeedCustomizer;
import io.github.d365fo.spring.ImportFeedCustomizer;
import java.time.Duration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Provides a feed for each of {@code d365fo.feeds}: an {@link io.github.d365fo.feed.ExportFeed} whose packages go to the
 * method with its {@link io.github.d365fo.spring.ExportListener}, or an {@link io.github.d365fo.feed.ImportFeed}. They
 * start after everything else of the application, and stop before it.
 */
@AutoConfiguration(after = ConnectorAutoConfiguration.class)
@ConditionalOnSwitch("d365fo.enabled")
@Import(FeedRegistrar.class)
public final class FeedAutoConfiguration {
    private static final Duration BOOTS_DEFAULT = Duration.ofSeconds(30);

    FeedAutoConfiguration() {}

    @Bean
    static ListenerMethods d365foListenerMethods(
            ConfigurableListableBeanFactory beans, ConnectorProperties properties) {
        return new ListenerMethods(beans, properties.feeds());
    }

    @Bean
    static ExportFeedFactory d365foExportFeedFactory(
            ListableBeanFactory beans,
            ListenerMethods methods,
            FeedSettings settings,
            ObjectProvider<FailureClassifier> classifier,
            ObjectProvider<ExportFeedCustomizer> customizers) {
        return new ExportFeedFactory(beans, methods, settings, classifier, customizers);
    }

    @Bean
    static ImportFeedFactory d365foImportFeedFactory(
            FeedSettings settings, ObjectProvider<ImportFeedCustomizer> customizers) {
        return new ImportFeedFactory(settings, customizers);
    }

    @Bean
    static FeedSettings d365foFeedSettings(
            ListableBeanFactory beans,
            ConnectorProperties properties,
            ObjectProvider<FeedListener> listeners,
            ObjectProvider<FeedWatch> watches,
            Environment environment) {
        return new FeedSettings(
                new Lookup(beans),
                properties.feeds(),
                listeners.orderedStream().toList(),
                watches.orderedStream().toList(),
                Binder.get(environment)
                        .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
                        .orElse(BOOTS_DEFAULT));
    }

    @Bean
    static FeedLifecycle d365foFeedLifecycle(ListableBeanFactory beans, FeedSettings settings) {
        return new FeedLifecycle(beans, settings);
    }
}
