package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.Export;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.feed.FailureClassifier;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.FeedListener;
import io.github.d365fo.feed.FeedReport;
import io.github.d365fo.feed.FeedState;
import io.github.d365fo.spring.ExportListener;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.scheduling.annotation.Async;

/** What the method of an {@link ExportListener} gets, and what follows from what it does. */
class ExportFeedTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    private static FakeConnectorServer server;

    @TempDir
    Path spool;

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

    /** A feed that a test runs until it is empty. */
    private ApplicationContextRunner feed(Class<?> listener) {
        return Contexts.of(server)
                .withPropertyValues(
                        "d365fo.jobs.customers=" + server.exportJob().activityId(),
                        "d365fo.feeds.customers.auto-start=false",
                        "d365fo.feeds.customers.export.spool=" + spool)
                .withBean(listener);
    }

    @Nested
    class Parameters {
        @Test
        void ofAllKindsInAnyOrder() {
            server.exportJob()
                    .publish(TestPackages.of("Customers V3", "ACCOUNT,NAME\r\nC1,Contoso\r\nC2,Fabrikam\r\n"));
            feed(Everything.class).run(context -> {
                assertThat(context.getBean(ExportFeed.class).runUntilEmpty().handled())
                        .isEqualTo(1);
                assertThat(context.getBean(Everything.class).got)
                        .containsExactly("Contoso", "Fabrikam", "Customers V3", "1");
            });
        }

        @Test
        void ofTheEntityThatTheListenerNames() {
            server.exportJob().publish(TestPackages.of("Vendors", "ACCOUNT\r\nV1\r\n"));
            feed(Named.class).run(context -> {
                FeedReport report = context.getBean(ExportFeed.class).runUntilEmpty();
                assertThat(report.quarantined()).isEqualTo(1);
                assertThat(context.getBean(ExportFeed.class)
                                .health()
                                .lastError()
                                .orElseThrow())
                        .hasMessageContaining("expected the entity Customers V3, but the package has [Vendors]");
            });
        }

        @Test
        void theReaderIsClosedWhenTheMethodReturns() {
            server.exportJob().publishTiny();
            feed(Keeping.class).run(context -> {
                context.getBean(ExportFeed.class).runUntilEmpty();
                DataPackageReader kept = context.getBean(Keeping.class).reader;
                assertThat(catchThrowableOfType(
                                Exception.class,
                                () -> kept.open(kept.files().get(0)).readAllBytes()))
                        .isNotNull();
            });
        }
    }

    @Nested
    class Failures {
        @Test
        void whatTheMethodThrowsIsJudgedAsItIs() {
            server.exportJob().publishTiny();
            List<Throwable> judged = new CopyOnWriteArrayList<>();
            feed(Failing.class)
                    .withBean(FailureClassifier.class, () -> failure -> {
                        judged.add(failure);
                        return FailureKind.POISON;
                    })
                    .run(context -> {
                        assertThat(context.getBean(ExportFeed.class)
                                        .runUntilEmpty()
                                        .quarantined())
                                .isEqualTo(1);
                        assertThat(judged).singleElement().isInstanceOf(IOException.class);
                    });
        }

        @Test
        void anErrorIsAnAttemptThatFailed() {
            server.exportJob().publishTiny();
            feed(Overflowing.class)
                    .withPropertyValues("d365fo.feeds.customers.export.attempts=1")
                    .run(context -> {
                        assertThat(context.getBean(ExportFeed.class)
                                        .runUntilEmpty()
                                        .quarantined())
                                .isEqualTo(1);
                        assertThat(context.getBean(ExportFeed.class).health().lastError())
                                .containsInstanceOf(StackOverflowError.class);
                    });
        }

        @Test
        void allFeedListenersHear() {
            server.exportJob().publishTiny();
            List<String> heard = new CopyOnWriteArrayList<>();
            feed(Failing.class)
                    .withPropertyValues("d365fo.feeds.customers.export.attempts=1")
                    .withBean("one", FeedListener.class, () -> hearing("one", heard))
                    .withBean("two", FeedListener.class, () -> hearing("two", heard))
                    .run(context -> context.getBean(ExportFeed.class).runUntilEmpty());
            assertThat(heard).containsExactlyInAnyOrder("one", "two");
        }
    }

    private static FeedListener hearing(String name, List<String> heard) {
        return new FeedListener() {
            @Override
            public void onQuarantined(Quarantined event) {
                heard.add(name);
            }
        };
    }

    @Nested
    class IntoADatabase {
        private final JdbcDataSource database = new JdbcDataSource();

        @Test
        void whatTheMethodWroteIsCommittedWithTheLedgersEntry() throws SQLException {
            rows("CREATE TABLE customer (account VARCHAR(20))");
            server.exportJob().publish(TestPackages.of("Customers V3", "ACCOUNT\r\nC1\r\nC2\r\n"));
            feed(Inserting.class).withBean(DataSource.class, () -> database).run(context -> {
                FeedReport report = context.getBean(ExportFeed.class).runUntilEmpty();
                assertThat(report.handled()).isEqualTo(1);
                assertThat(rows("SELECT account FROM customer")).isEqualTo(2);
                assertThat(rows("SELECT id FROM d365fo_delivery WHERE state='HANDLED'"))
                        .isEqualTo(1);
            });
        }

        @Test
        void nothingOfAFailedAttemptIsThere() throws SQLException {
            rows("CREATE TABLE customer (account VARCHAR(20) PRIMARY KEY)");
            server.exportJob().publish(TestPackages.of("Customers V3", "ACCOUNT\r\nC1\r\nC1\r\n"));
            feed(Inserting.class)
                    .withPropertyValues("d365fo.feeds.customers.export.attempts=1")
                    .withBean(DataSource.class, () -> database)
                    .run(context -> {
                        assertThat(context.getBean(ExportFeed.class)
                                        .runUntilEmpty()
                                        .quarantined())
                                .isEqualTo(1);
                        assertThat(rows("SELECT account FROM customer")).isZero();
                    });
        }

        @Test
        void aPlainListenerCanHaveItsLedgerThere() {
            server.exportJob().publishTiny();
            feed(Keeping.class)
                    .withPropertyValues(
                            "d365fo.feeds.customers.export.ledger=jdbc",
                            "d365fo.feeds.customers.export.data-source=second")
                    .withBean("first", DataSource.class, JdbcDataSource::new)
                    .withBean("second", DataSource.class, () -> database)
                    .run(context -> {
                        context.getBean(ExportFeed.class).runUntilEmpty();
                        assertThat(rows("SELECT id FROM d365fo_delivery WHERE state='HANDLED'"))
                                .isEqualTo(1);
                    });
        }

        IntoADatabase() {
            database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        }

        private int rows(String sql) throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                int count = 0;
                if (statement.execute(sql)) {
                    while (statement.getResultSet().next()) {
                        count++;
                    }
                }
                return count;
            }
        }
    }

    @Nested
    class Methods {
        @Test
        void theOneOfAProxyIsCalledThroughTheProxy() {
            server.exportJob().publishTiny();
            List<String> calls = new CopyOnWriteArrayList<>();
            feed(Proxied.class).withBean(Advice.class, () -> new Advice(calls)).run(context -> {
                context.getBean(ExportFeed.class).runUntilEmpty();
                assertThat(calls).containsExactly("around", "listener");
            });
        }

        @Test
        void thatNoFeedCallsIsNamed() {
            Contexts.of(server)
                    .withBean(Keeping.class)
                    .run(context -> assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo(
                                    "d365fo.feeds.customers.export.spool: it is required by @ExportListener(\"customers\")"
                                            + " Keeping.load and is not set"));
        }

        @Test
        void thatIsMissingIsNamed() {
            feed(Object.class)
                    .run(context -> assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo(
                                    "d365fo.feeds.customers: no method of a bean has @ExportListener(\"customers\")"));
        }

        @Test
        void twoForOneFeedAreNamed() {
            feed(Keeping.class)
                    .withBean(Failing.class)
                    .run(context -> assertThat(Contexts.analysis(context).getDescription())
                            .contains("Keeping.load")
                            .contains("Failing.load"));
        }

        @Test
        void withAnotherParameterAreNamed() {
            feed(Odd.class)
                    .run(context -> assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo(
                                    "@ExportListener(\"customers\") Odd.load: expected parameters of the types Export,"
                                            + " DataPackageReader, DataRows, Connection, but got String"));
        }

        @Test
        void thatReturnSomethingAreNamed() {
            feed(Returning.class)
                    .run(context -> assertThat(Contexts.analysis(context).getDescription())
                            .contains("expected it to return nothing, but it returns int"));
        }

        /** The message would be acknowledged, and the package deleted, before the method runs. */
        @ParameterizedTest
        @ValueSource(classes = {Later.class, AllLater.class, OwnLater.class})
        void thatReturnBeforeTheyAreDoneAreNamed(Class<?> listener) {
            feed(listener)
                    .run(context -> assertThat(Contexts.analysis(context).getDescription())
                            .contains(listener.getSimpleName() + ".load", "but it is @Async"));
        }
    }

    @Nested
    class Starting {
        @Test
        void withTheApplicationAlsoIfItsBeansAreLazy() {
            server.clock().autoAdvance(false);
            feed(Keeping.class)
                    .withPropertyValues("d365fo.feeds.customers.auto-start=true")
                    .withInitializer(context ->
                            context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                    .run(context -> {
                        server.exportJob().publishTiny();
                        server.clock().advanceUntil(() -> server.exportJob().pending() == 0, Duration.ofMinutes(5));
                        assertThat(context.getBean(Keeping.class).reader).isNotNull();
                    });
        }

        @Test
        void notIfTheApplicationDoesItItself() {
            feed(Keeping.class)
                    .run(context -> assertThat(
                                    context.getBean(ExportFeed.class).health().state())
                            .isEqualTo(FeedState.STOPPED));
        }
    }

    static final class Everything {
        final List<String> got = new CopyOnWriteArrayList<>();

        @ExportListener("customers")
        void load(DataRows rows, Export export, DataPackageReader reader) {
            rows.forEachRemaining(row -> got.add(row.text("NAME").orElseThrow()));
            got.add(reader.manifest().entities().get(0).name());
            got.add(Integer.toString(export.attempt()));
        }
    }

    static final class Named {
        @ExportListener(value = "customers", entity = "Customers V3")
        void load(DataRows rows) {}
    }

    static final class Keeping {
        volatile DataPackageReader reader;

        @ExportListener("customers")
        public void load(DataPackageReader opened) {
            reader = opened;
        }
    }

    static final class Failing {
        @ExportListener("customers")
        void load() throws IOException {
            throw new IOException("the warehouse is closed");
        }
    }

    static final class Overflowing {
        @ExportListener("customers")
        void load() {
            throw new StackOverflowError();
        }
    }

    static final class Inserting {
        @ExportListener("customers")
        void load(Connection connection, DataRows rows) throws SQLException {
            try (var insert = connection.prepareStatement("INSERT INTO customer VALUES (?)")) {
                while (rows.hasNext()) {
                    insert.setString(1, rows.next().text("ACCOUNT").orElseThrow());
                    insert.executeUpdate();
                }
            }
        }
    }

    static final class Odd {
        @ExportListener("customers")
        void load(String file) {}
    }

    static final class Returning {
        @ExportListener("customers")
        int load(Export export) {
            return 1;
        }
    }

    static class Later {
        @Async
        @ExportListener("customers")
        public void load(Export export) {}
    }

    @Async
    static class AllLater {
        @ExportListener("customers")
        public void load(Export export) {}
    }

    @Async
    @Retention(RetentionPolicy.RUNTIME)
    @interface Background {}

    static class OwnLater {
        @Background
        @ExportListener("customers")
        public void load(Export export) {}
    }

    /** Not final, so that it can have a proxy. */
    static class Proxied {
        private List<String> calls;

        @ExportListener("customers")
        public void load(Export export) {
            calls.add("listener");
        }

        Proxied called(List<String> by) {
            calls = by;
            return this;
        }
    }

    /** Wraps {@link Proxied} as transactions and retries do. */
    record Advice(List<String> calls) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            if (!(bean instanceof Proxied proxied)) {
                return bean;
            }
            var proxy = new ProxyFactory(proxied.called(calls));
            proxy.setProxyTargetClass(true);
            proxy.addAdvice((MethodInterceptor) call -> {
                if (call.getMethod().isAnnotationPresent(ExportListener.class)) {
                    calls.add("around");
                }
                return call.proceed();
            });
            return proxy.getProxy();
        }
    }
}
