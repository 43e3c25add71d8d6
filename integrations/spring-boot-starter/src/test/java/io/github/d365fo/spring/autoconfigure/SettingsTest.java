package io.github.d365fo.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.json.PackageVersion;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the properties of an environment do on the wire, with the oldest Jackson that Boot brings. */
class SettingsTest {
    @RegisterExtension
    static final CapturedLog LOG = new CapturedLog();

    @TempDir
    Path directory;

    private FakeConnectorServer server = FakeConnectorServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private ApplicationContextRunner client() {
        return Contexts.of(server)
                .withPropertyValues(
                        "d365fo.jobs.journals=" + server.importJob().activityId(),
                        "d365fo.jobs.customers=" + server.exportJob().activityId());
    }

    /** Boot decides which Jackson its users get, and that is older than the one the SDK is built with. */
    @Test
    void theSdkWorksWithBootsJackson() {
        assertThat(PackageVersion.VERSION.getMajorVersion()).isEqualTo(2);
        assertThat(PackageVersion.VERSION.getMinorVersion()).isEqualTo(21);
        server.exportJob().publishTiny();
        client().run(context -> {
            RecurringJob journals = context.getBean("d365fo.jobs.journals", RecurringJob.class);
            var id = journals.enqueue(
                    EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
            assertThat(journals.messageStatus(id).isTerminal()).isFalse();
            RecurringJob customers = context.getBean("d365fo.jobs.customers", RecurringJob.class);
            var message = customers.dequeue().orElseThrow();
            customers.download(message, directory.resolve("customers.zip"));
            customers.acknowledge(message);
            server.verify().nothingUnacknowledged();
        });
    }

    @Test
    void retriesAreCounted() {
        server.faults().on(Operation.DEQUEUE).times(2).inject(new Fault.ServerError());
        client().withPropertyValues("d365fo.retry.max-attempts=2").run(context -> {
            RecurringJob customers = context.getBean("d365fo.jobs.customers", RecurringJob.class);
            assertThat(catchThrowableOfType(ConnectorException.class, customers::dequeue)
                            .attempts())
                    .hasSize(2);
        });
    }

    @Test
    void aResponseThatTakesTooLongFails() {
        server.faults().on(Operation.DEQUEUE).always().optional().inject(new Fault.Stall());
        client().withPropertyValues("d365fo.response-timeout=50ms", "d365fo.retry.max-attempts=1")
                .run(context -> {
                    RecurringJob customers = context.getBean("d365fo.jobs.customers", RecurringJob.class);
                    // On a busy machine it may be the sign-in that takes too long.
                    assertThat(catchThrowableOfType(ConnectorException.class, customers::dequeue))
                            .hasMessageMatching("(?s).*(the response timeout|for 50 ms).*");
                });
    }

    @Test
    void whatIsNoPackageIsDownloadedIfThatIsNotChecked() {
        server.exportJob().publish("no package".getBytes(StandardCharsets.UTF_8));
        client().withPropertyValues("d365fo.package-check=false").run(context -> {
            RecurringJob customers = context.getBean("d365fo.jobs.customers", RecurringJob.class);
            customers.download(customers.dequeue().orElseThrow(), directory.resolve("text"));
            assertThat(directory.resolve("text")).hasContent("no package");
        });
    }

    @Test
    void theCertificatesOfABundleAreTrustedByTheClientAndTheSignIn() throws Exception {
        server.close();
        server = FakeConnectorServer.builder().tls(true).start();
        Path pem = Files.writeString(
                directory.resolve("ca.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(server.certificate().getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        client().withPropertyValues(
                        "d365fo.ssl.bundle=fo", "spring.ssl.bundle.pem.fo.truststore.certificate=" + pem.toUri())
                .run(context -> assertThat(context.getBean("d365fo.jobs.customers", RecurringJob.class)
                                .dequeue())
                        .isEmpty());
    }

    @Test
    void theProxyIsAskedForTheSignIn() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0)) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            Contexts.bare()
                    .withPropertyValues(
                            "d365fo.environment=https://contoso.operations.dynamics.com",
                            "d365fo.credentials.tenant-id=contoso.com",
                            "d365fo.credentials.client-id=app",
                            "d365fo.credentials.client-secret=s3cr3t",
                            "d365fo.jobs.customers=6D31E09F-0249-459F-94F0-AAD9C2C47B64",
                            "d365fo.retry.max-attempts=1",
                            "d365fo.proxy.host=127.0.0.1",
                            "d365fo.proxy.port=" + proxy.getLocalPort(),
                            "d365fo.proxy.username=robot",
                            "d365fo.proxy.password=pr0xy-s3cr3t")
                    .run(context -> {
                        ConnectorException failure = catchThrowableOfType(
                                ConnectorException.class,
                                () -> context.getBean(RecurringJob.class).dequeue());
                        assertThat(failure).hasMessageNotContaining("pr0xy-s3cr3t");
                    });
            assertThat(asked.join()).isEqualTo("CONNECT login.microsoftonline.com:443 HTTP/1.1");
        }
    }

    private static String firstLine(ServerSocket proxy) {
        try (var connection = proxy.accept();
                var in = connection.getInputStream()) {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
                line.append((char) c);
            }
            return line.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
