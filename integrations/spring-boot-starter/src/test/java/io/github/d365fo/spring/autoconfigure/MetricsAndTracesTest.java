package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.ImportFeed;
import io.github.d365fo.micrometer.ClientMetrics;
import io.github.d365fo.micrometer.FeedMetrics;
import io.github.d365fo.opentelemetry.ClientTracing;
import io.github.d365fo.opentelemetry.FeedTracing;
import io.github.d365fo.spring.ExportListener;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

/** With the modules for them and Boot's own beans, clients and feeds have metrics and traces without a line of code. */
class MetricsAndTracesTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private static FakeConnectorServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        server = FakeConnectorServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clear() {
        server.reset();
        server.clock().autoAdvance(true);
    }

    /** What is observed, by which module, and what of Boot's it needs. */
    private enum Kind {
        METRICS("d365fo.metrics.enabled", ClientMetrics.class, FeedMetrics.class, "io.micrometer.core") {
            @Override
            ApplicationContextRunner withTwo(ApplicationContextRunner runner) {
                return runner.withBean("one", MeterRegistry.class, SimpleMeterRegistry::new)
                        .withBean("two", MeterRegistry.class, SimpleMeterRegistry::new);
            }

            @Override
            ApplicationContextRunner withOwn(ApplicationContextRunner runner) {
                return runner.withBean("own", ClientMetrics.class, () -> ClientMetrics.of(new SimpleMeterRegistry()))
                        .withBean("feeds", FeedMetrics.class, () -> FeedMetrics.of(new SimpleMeterRegistry()));
            }
        },
        TRACES("d365fo.tracing.enabled", ClientTracing.class, FeedTracing.class, "io.opentelemetry.api") {
            @Override
            ApplicationContextRunner withTwo(ApplicationContextRunner runner) {
                return runner.withBean("one", OpenTelemetry.class, OpenTelemetry::noop)
                        .withBean("two", OpenTelemetry.class, OpenTelemetry::noop);
            }

            @Override
            ApplicationContextRunner withOwn(ApplicationContextRunner runner) {
                return runner.withBean("own", ClientTracing.class, () -> ClientTracing.of(OpenTelemetry.noop()))
                        .withBean(
                                "feeds",
                                FeedTracing.class,
                                () -> FeedTracing.of(OpenTelemetry.noop(), ClientTracing.of(OpenTelemetry.noop())));
            }
        };

        final String property;
        final Class<?> clients;
        final Class<?> feeds;
        final String library;

        Kind(String property, Class<?> clients, Class<?> feeds, String library) {
            this.property = property;
            this.clients = clients;
            this.feeds = feeds;
            this.library = library;
        }

        abstract ApplicationContextRunner withTwo(ApplicationContextRunner runner);

        abstract ApplicationContextRunner withOwn(ApplicationContextRunner runner);
    }

    private static ApplicationContextRunner withoutBoots() {
        return Contexts.of(server)
                .withPropertyValues(
                        "d365fo.jobs.customers=" + server.exportJob().activityId());
    }

    private static ApplicationContextRunner withBoots() {
        return withBoots(withoutBoots());
    }

    private static ApplicationContextRunner withBoots(ApplicationContextRunner runner) {
        return runner.withConfiguration(AutoConfigurations.of(
                org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class,
                OpenTelemetrySdkAutoConfiguration.class));
    }

    @ParameterizedTest
    @EnumSource
    void areThereWithBootsOwnBeans(Kind kind) {
        withBoots()
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(kind.clients)
                        .hasSingleBean(kind.feeds));
    }

    private static Named<UnaryOperator<ApplicationContextRunner>> reason(
            String name, UnaryOperator<ApplicationContextRunner> change) {
        return Named.of(name, change);
    }

    static Stream<Arguments> reasonsAgainst() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(
                                reason("off", all -> withBoots(all).withPropertyValues(kind.property + "=false")),
                                reason("all off", all -> withBoots(all).withPropertyValues("d365fo.enabled=false")),
                                reason(
                                        "without the module",
                                        all -> withBoots(all)
                                                .withClassLoader(
                                                        new FilteredClassLoader(kind.clients.getPackageName()))),
                                reason(
                                        "without the library",
                                        all -> all.withClassLoader(
                                                new FilteredClassLoader(kind.library, kind.clients.getPackageName()))),
                                reason("without a bean", all -> all),
                                reason("with two beans, none of them primary", kind::withTwo))
                        .map(reason -> Arguments.of(kind, reason)));
    }

    @ParameterizedTest
    @MethodSource
    void reasonsAgainst(Kind kind, UnaryOperator<ApplicationContextRunner> change) {
        change.apply(withoutBoots()).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanDefinitionNames())
                    .noneMatch(name -> name.matches(
                            kind == Kind.METRICS
                                    ? "d365fo(Client|Feed)(Metrics|Gauges)"
                                    : "d365fo(Client|Feed)Tracing"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void onesOfTheApplicationTakeTheirPlace(Kind kind) {
        kind.withOwn(withBoots()).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanNamesForType(kind.clients)).containsExactly("own");
            assertThat(context.getBeanNamesForType(kind.feeds)).containsExactly("feeds");
        });
    }

    private ApplicationContextRunner observed() {
        return withBoots()
                .withPropertyValues(
                        "d365fo.jobs.journals=" + server.importJob().activityId(),
                        "d365fo.environments.eu.environment=" + server.environment(),
                        "d365fo.feeds.customers.auto-start=false",
                        "d365fo.feeds.customers.export.spool=" + directory.resolve("spool"),
                        "d365fo.feeds.journals.auto-start=false",
                        "d365fo.feeds.journals.import.inbox=" + directory.resolve("journals"),
                        "d365fo.feeds.vendors.auto-start=false",
                        "d365fo.feeds.vendors.import.data-project=Vendors",
                        "d365fo.feeds.vendors.import.inbox=" + directory.resolve("vendors"))
                .withBean(Customers.class)
                .withBean(InMemorySpanExporter.class, InMemorySpanExporter::create)
                .withUserConfiguration(Exporting.class);
    }

    @Test
    void allClientsAndFeedsHaveMetrics() {
        server.exportJob().publishTiny();
        observed().run(context -> {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            context.getBean(ExportFeed.class).runUntilEmpty();
            context.getBean("d365fo.environments.eu", ConnectorClient.class)
                    .job(server.exportJob().activityId())
                    .dequeue();
            assertThat(registry.get("d365fo.client.calls")
                            .tag("operation", "dequeue")
                            .timers())
                    .singleElement()
                    .satisfies(calls -> assertThat(calls.count()).isEqualTo(3)); // a package, then nothing, twice
            String customers = server.exportJob().activityId().value();
            assertThat(registry.get("d365fo.feed.handled")
                            .tag("feed", customers)
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(context.getBeansOfType(ImportFeed.class)).hasSize(2);
            assertThat(registry.get("d365fo.feed.state").tag("state", "stopped").gauges())
                    .extracting(gauge -> gauge.getId().getTag("feed"))
                    .containsExactlyInAnyOrder(
                            customers, server.importJob().activityId().value(), "Vendors");
        });
    }

    @Test
    void whatAHandlerDoesIsBelowItsHandling() {
        server.exportJob().publishTiny();
        observed().run(context -> {
            context.getBean(ExportFeed.class).runUntilEmpty();
            List<SpanData> spans = context.getBean(InMemorySpanExporter.class).getFinishedSpanItems();
            SpanData handling = named(spans, "handle ");
            SpanData delivery = named(spans, "dequeue ");
            SpanData inside = named(spans, "enqueue ");
            assertThat(handling.getLinks())
                    .singleElement()
                    .satisfies(link ->
                            assertThat(link.getSpanContext().getSpanId()).isEqualTo(delivery.getSpanId()));
            assertThat(inside.getParentSpanId()).isEqualTo(handling.getSpanId());
        });
    }

    private static SpanData named(List<SpanData> spans, String beginning) {
        return spans.stream()
                .filter(span -> span.getName().startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    static final class Exporting {
        @Bean(destroyMethod = "") // Boot closes it.
        SdkTracerProvider tracerProvider(InMemorySpanExporter spans) {
            return SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build();
        }
    }

    static final class Customers {
        private final ObjectProvider<ConnectorClient> client;

        Customers(ObjectProvider<ConnectorClient> client) {
            this.client = client;
        }

        @ExportListener("customers")
        void load(Export export) {
            client.getObject()
                    .async()
                    .job(server.importJob().activityId())
                    .enqueue(EnqueueRequest.of(Payload.ofString(export.sha256())))
                    .toCompletableFuture()
                    .join();
        }
    }
}
