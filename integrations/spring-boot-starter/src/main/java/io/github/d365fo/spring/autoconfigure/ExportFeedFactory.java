package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ExportFeedBuilder;
import io.github.d365fo.feed.FailureClassifier;
import io.github.d365fo.feed.JdbcDeliveryLedger;
import io.github.d365fo.spring.ExportFeedCustomizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;

/** Makes the export feeds that the properties describe. */
final class ExportFeedFactory {
    private static final Duration FIRST_IDLE = Duration.ofSeconds(5);
    private static final Duration LAST_IDLE = Duration.ofMinutes(1);

    private final BeanFactory beans;
    private final ListenerMethods methods;
    private final FeedSettings settings;
    private final ObjectProvider<FailureClassifier> classifier;
    private final List<ExportFeedCustomizer> customizers;

    ExportFeedFactory(
            BeanFactory beans,
            ListenerMethods methods,
            FeedSettings settings,
            ObjectProvider<FailureClassifier> classifier,
            ObjectProvider<ExportFeedCustomizer> customizers) {
        this.beans = beans;
        this.methods = methods;
        this.settings = settings;
        this.classifier = classifier;
        this.customizers = customizers.orderedStream().toList();
    }

    /**
     * Returns the feed {@code key}, not started.
     *
     * @throws SetupException if a property is missing or wrong, or no method takes over its packages
     */
    ExportFeed feed(String key) {
        Prefix prefix = Prefix.feed(key);
        FeedProperties.Export export = Objects.requireNonNull(settings.get(key).exportSettings());
        ExportFeedBuilder builder = ExportFeed.builder(settings.job(key));
        apply(prefix.then("export"), export, builder);
        prefix.set("concurrency", settings.get(key).concurrency(), builder::concurrency);
        prefix.set("drain-timeout", settings.drainTimeout(key), builder::drainTimeout);
        prefix.set(
                "idle-wait",
                settings.idle(key, FIRST_IDLE, LAST_IDLE),
                idle -> builder.idleWait(idle.first(), idle.longest()));
        settings.listeners().forEach(builder::listener);
        classifier.ifUnique(builder::classifier);
        handler(prefix.then("export"), methods.get(key), export, builder);
        customizers.forEach(customizer -> customizer.customize(key, builder));
        ExportFeed feed = builder.build();
        settings.watched(key, feed::health);
        return feed;
    }

    private static void apply(Prefix prefix, FeedProperties.Export export, ExportFeedBuilder builder) {
        Path spool = prefix.required(
                "spool",
                export.spool(),
                "Set it to the directory where the packages of this feed lie until they are handled.");
        builder.spool(spool);
        builder.commit(export.commit());
        builder.poison(export.poison());
        prefix.set("spool-limit", export.spoolLimit().toBytes(), builder::spoolLimit);
        prefix.set("attempts", export.attempts(), builder::attempts);
        prefix.set("quarantine", export.quarantine(), builder::quarantine);
        prefix.set("lease-margin", export.leaseMargin(), builder::leaseMargin);
        prefix.set("claim", export.claim(), builder::claim);
    }

    private void handler(
            Prefix prefix, ListenerMethod method, FeedProperties.Export export, ExportFeedBuilder builder) {
        if (method.isTransactional()) {
            DataSource database = database(prefix, export);
            builder.ledger(ledger(database)).transactionalHandler(database, method::handle);
            return;
        }
        builder.handler(method::handle);
        switch (export.ledger()) {
            case DIRECTORY -> {} // The builder's own.
            case MEMORY -> builder.ledger(DeliveryLedger.inMemory());
            case JDBC -> builder.ledger(ledger(database(prefix, export)));
        }
    }

    private static JdbcDeliveryLedger ledger(DataSource database) {
        JdbcDeliveryLedger ledger = DeliveryLedger.jdbc(database);
        ledger.createTables();
        return ledger;
    }

    private DataSource database(Prefix prefix, FeedProperties.Export export) {
        String name = export.dataSource();
        try {
            return name == null ? beans.getBean(DataSource.class) : beans.getBean(name, DataSource.class);
        } catch (NoSuchBeanDefinitionException e) {
            throw new PropertyException(
                    prefix.name() + ".data-source",
                    name == null
                            ? "the feed needs one DataSource bean, but there is none or there are several"
                            : "expected the name of a DataSource bean, but there is no bean \"" + name + "\"",
                    "Set spring.datasource.url, or name the bean.");
        }
    }
}
