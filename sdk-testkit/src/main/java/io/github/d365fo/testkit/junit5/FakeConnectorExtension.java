package io.github.d365fo.testkit.junit5;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.FakeImportJob;
import io.github.d365fo.testkit.TestClock;
import io.github.d365fo.testkit.internal.journal.JournalAssertionError;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a fake connector server: a fresh one for each test method, closed after it.
 *
 * <pre>{@code
 * @ExtendWith(FakeConnectorExtension.class)
 * class JournalFeedTest {
 *     @Test
 *     void sendsTheJournalOnce(FakeConnectorServer server, FakeImportJob job, ConnectorClient client) {
 *         JournalFeed feed = new JournalFeed(client, job.activityId().value());
 *         feed.confirm(feed.send(Path.of("journal.xml"), "batch-42"));
 *         server.verify().enqueuedOnceFor("usmf").noImportSentTwice();
 *     }
 * }
 * }</pre>
 *
 * <p>When a test fails, the requests and answers of the server are shown once with the failure, one per line and
 * without secrets, and published as a report entry. A planned fault that never struck fails the test.
 *
 * <p>Parameters may be of the types {@link FakeConnectorServer}, {@link ConnectorClient}, {@link FakeImportJob},
 * {@link FakeExportJob} and {@link TestClock}; all parameters of one test belong to one server. In a constructor or a
 * method that runs before all tests, the server belongs to the class and serves all its test methods. Register the
 * extension with {@code @RegisterExtension} and {@link #FakeConnectorExtension(Supplier)} to set switches. Safe for
 * tests that run in parallel.
 */
@SuppressWarnings("exports") // Only users of this package need JUnit.
public final class FakeConnectorExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final Map<Class<?>, Function<FakeConnectorServer, Object>> PARAMETERS = Map.of(
            FakeConnectorServer.class, server -> server,
            ConnectorClient.class, FakeConnectorServer::client,
            FakeImportJob.class, FakeConnectorServer::importJob,
            FakeExportJob.class, FakeConnectorServer::exportJob,
            TestClock.class, FakeConnectorServer::clock);

    private final Supplier<FakeConnectorServer> start;

    /** Creates an extension that starts servers with the default behaviour. */
    public FakeConnectorExtension() {
        this(FakeConnectorServer::start);
    }

    /** Creates an extension that starts each server with {@code start}. */
    public FakeConnectorExtension(Supplier<FakeConnectorServer> start) {
        this.start = Objects.requireNonNull(start, "start");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Function<FakeConnectorServer, Object> part = PARAMETERS.get(type);
        if (part == null) {
            throw new ParameterResolutionException("parameter: expected a part of the fake server, but got " + type);
        }
        return part.apply(server(context));
    }

    /** Adds the journals of the test's servers, its own and its class's, to a failure. */
    @Override
    public void afterTestExecution(ExtensionContext test) {
        Optional<Throwable> failure = test.getExecutionException();
        for (Optional<ExtensionContext> at = Optional.of(test);
                failure.isPresent() && at.isPresent();
                at = at.get().getParent()) {
            Running running = store(at.get()).get(Running.class, Running.class);
            if (running != null) {
                String timeline = running.server.verify().timeline();
                test.publishReportEntry("fake connector server", timeline);
                // Not every runner shows report entries, but all show suppressed exceptions.
                JournalAssertionError.makeBrief(failure.get());
                failure.get().addSuppressed(new RequestsOfTheTest(timeline));
            }
        }
    }

    private FakeConnectorServer server(ExtensionContext context) {
        for (Optional<ExtensionContext> at = context.getParent();
                at.isPresent();
                at = at.get().getParent()) {
            Running ofTheClass = store(at.get()).get(Running.class, Running.class);
            if (ofTheClass != null) {
                return ofTheClass.server;
            }
        }
        return store(context)
                .getOrComputeIfAbsent(Running.class, key -> new Running(start.get()), Running.class)
                .server;
    }

    /**
     * One server for each outermost context that needs one: JUnit closes it when that context, method or class, ends.
     */
    private ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(FakeConnectorExtension.class, this, context.getUniqueId()));
    }

    /** Attaches the journal to a failure. */
    private static final class RequestsOfTheTest extends RuntimeException {
        private static final long serialVersionUID = 1;

        RequestsOfTheTest(String timeline) {
            super("requests and answers of the fake connector server:\n" + timeline, null, false, false);
        }
    }

    @SuppressWarnings("deprecation") // JUnit before 5.13 closes no other kind of resource.
    private static final class Running implements CloseableResource, AutoCloseable {
        private final FakeConnectorServer server;

        Running(FakeConnectorServer server) {
            this.server = server;
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
