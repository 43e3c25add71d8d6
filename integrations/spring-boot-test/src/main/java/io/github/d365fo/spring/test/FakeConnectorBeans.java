package io.github.d365fo.spring.test;

import io.github.d365fo.spring.ConnectorClientCustomizer;
import io.github.d365fo.spring.ConnectorConnectionDetails;
import io.github.d365fo.spring.ExportFeedCustomizer;
import io.github.d365fo.spring.ImportFeedCustomizer;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.PriorityOrdered;

/** Registers the beans of the fake, before the starter looks for what the application has of its own. */
final class FakeConnectorBeans implements BeanDefinitionRegistryPostProcessor, PriorityOrdered {
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private final FakeConnector annotation;
    private final ConfigurableApplicationContext context;

    FakeConnectorBeans(FakeConnector annotation, ConfigurableApplicationContext context) {
        this.annotation = annotation;
        this.context = context;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        BeanFactory beans = context.getBeanFactory();
        JobNames names = JobNames.of(annotation, context.getEnvironment());
        Supplier<FakeConnectorServer> server = () -> beans.getBean(FakeConnectorServer.class);
        register(registry, FakeConnectorServer.class, () -> started(names));
        register(registry, FakeDirectories.class, FakeDirectories::new);
        register(registry, FakeJobs.class, () -> new FakeJobs(server.get(), names));
        register(
                registry,
                ConnectorConnectionDetails.class,
                () -> new FakeConnectionDetails(server.get(), beans.getBean(FakeJobs.class)));
        register(
                registry,
                ConnectorClientCustomizer.class,
                () -> (name, client) -> client.clock(server.get().clock()));
        register(registry, ExportFeedCustomizer.class, () -> exports(beans));
        register(registry, ImportFeedCustomizer.class, () -> imports(beans));
        names.exports()
                .forEach(name -> register(
                        registry,
                        FakeExportJob.class,
                        name,
                        () -> beans.getBean(FakeJobs.class).exporting(name)));
        names.imports()
                .forEach(name -> register(
                        registry,
                        FakeImportJob.class,
                        name,
                        () -> beans.getBean(FakeJobs.class).importing(name)));
    }

    /** If the waits of several feeds moved the clock, or a test did, the clock would run ahead of what they do. */
    private static FakeConnectorServer started(JobNames names) {
        FakeConnectorServer server = FakeConnectorServer.start();
        if (names.feeds() > 0) {
            server.clock().run();
        }
        return server;
    }

    private static ExportFeedCustomizer exports(BeanFactory beans) {
        return (name, feed) -> {
            Path spool = beans.getBean(FakeDirectories.class).spool(name);
            feed.spool(spool)
                    .quarantine(spool.resolve("quarantine"))
                    .idleWait(FIRST_WAIT, LONGEST_WAIT)
                    .clock(beans.getBean(FakeConnectorServer.class).clock());
        };
    }

    private static ImportFeedCustomizer imports(BeanFactory beans) {
        return (name, feed) -> {
            Path inbox = beans.getBean(FakeDirectories.class).inbox(name);
            feed.inbox(inbox)
                    .done(inbox.resolve("done"))
                    .failed(inbox.resolve("failed"))
                    .inDoubtFolder(inbox.resolve("in-doubt"))
                    .journal(inbox.resolve(".journal"))
                    .settleTime(LONGEST_WAIT)
                    .idleWait(FIRST_WAIT, LONGEST_WAIT)
                    .clock(beans.getBean(FakeConnectorServer.class).clock());
        };
    }

    private static <T> void register(BeanDefinitionRegistry registry, Class<T> type, Supplier<T> supplier) {
        registry.registerBeanDefinition(
                "fakeConnector." + type.getSimpleName(), new RootBeanDefinition(type, supplier));
    }

    private static <T> void register(
            BeanDefinitionRegistry registry, Class<T> type, String name, Supplier<T> supplier) {
        RootBeanDefinition definition = new RootBeanDefinition(type, supplier);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        registry.registerBeanDefinition("fakeConnector." + type.getSimpleName() + "." + name, definition);
    }
}
