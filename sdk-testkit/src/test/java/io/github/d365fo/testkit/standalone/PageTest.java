package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.status.MessageState;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeDataManagement;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import io.github.d365fo.testkit.harness.CapturedLog;
import io.github.d365fo.testkit.internal.datamanagement.SamplePackage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser; left out where there is none. */
@ExtendWith(CapturedLog.class)
class PageTest {
    private final FakeConnectorServer server =
            FakeConnectorServer.builder().administration(true).start();

    @TempDir
    Path directory;

    private Browser browser;

    @BeforeEach
    void findBrowser() throws IOException {
        browser = Browser.assume();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void thePageShowsQueuesAndJournalWithoutSecrets() throws Exception {
        DequeueResult message = somethingHappens();
        String dom = browser.dom(page(server.environment()), 2500);
        assertThat(dom)
                .contains(server.exportJob().activityId().value(), message.correlationId(), "Leased", "Waiting")
                .contains(server.importJob().activityId().value(), "ProcessedWithErrors", "&lt;b&gt;General journal")
                .contains("/api/connector/dequeue/", "BadGateway<", "[redacted]")
                .contains("2026-01-05 08:00:00Z")
                .doesNotContain(server.clientSecret(), message.popReceipt(), "\"empty\">Nothing was");
        assertThat(dom).containsPattern("<p id=\"problem\"[^>]*hidden");
    }

    @Test
    void thePageFollowsWithoutBeingLoadedAgain() throws Exception {
        AtomicInteger overviews = new AtomicInteger();
        String dom = dom("</body>", path -> {
            if (path.endsWith("/overview") && overviews.incrementAndGet() == 2) {
                server.exportJob().publish(new byte[4711]);
            }
        });
        assertThat(overviews.get()).isGreaterThan(1);
        assertThat(dom).contains("4711", "Waiting").doesNotContain("\"empty\">Nothing was published");
    }

    /** Returns the page after some seconds, through a relay that tells of each path and changes the end of the page. */
    private String dom(String end, Consumer<String> asked) throws Exception {
        HttpServer relay = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        HttpClient client = HttpClient.newHttpClient();
        relay.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.accept(path);
            try {
                byte[] sent = exchange.getRequestBody().readAllBytes();
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(URI.create(server.environment() + path))
                                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(sent))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                Optional<String> type = answer.headers().firstValue("Content-Type");
                type.ifPresent(value -> exchange.getResponseHeaders().set("Content-Type", value));
                byte[] body =
                        type.filter(value -> value.startsWith("text/html")).isPresent()
                                ? new String(answer.body(), StandardCharsets.UTF_8)
                                        .replace("</body>", end)
                                        .getBytes(StandardCharsets.UTF_8)
                                : answer.body();
                exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        relay.start();
        try {
            return browser.dom(
                    page(URI.create("http://127.0.0.1:" + relay.getAddress().getPort())), 5000);
        } finally {
            relay.stop(0);
        }
    }

    /** Operates the page as a tester does, with a script that the relay adds. */
    @Test
    void whatATesterDoesByHandIsDoneOnIt() throws Exception {
        String script = """
                <script>
                const submit = (form, fields) => {
                  for (const [name, value] of Object.entries(fields)) document.forms[form].elements[name].value = value;
                  document.forms[form].requestSubmit();
                };
                const ready = setInterval(() => {
                  if (document.documentElement.dataset.ready && document.forms.fault.elements.fault.options.length) {
                    clearInterval(ready);
                    const files = new DataTransfer();
                    files.items.add(new File(["by hand"], "a.zip"));
                    document.forms.publish.elements.file.files = files.files;
                    submit("publish", {});
                    submit("end", { status: "PartiallySucceeded", recordId: "7", message: "Group 10 is closed" });
                    submit("fault", { fault: "Throttled", arguments: '{"retryAfter":{"after":"PT30S"}}', on: "DEQUEUE" });
                    submit("advance", { duration: "PT30M" });
                  }
                }, 50);
                </script></body>""";
        String dom = dom(script, path -> {});
        assertThat(server.exportJob().messages())
                .singleElement()
                .satisfies(message -> assertThat(message.size()).hasValue(7L));
        assertThat(server.clock().instant()).isEqualTo("2026-01-05T08:30:00Z");
        assertThat(server.faults().unfired()).singleElement().asString().startsWith("Throttled");
        assertThat(dom).contains("Throttled (retryAfter=RetryAfter (after=PT30S, asDate=false)) on DEQUEUE number 1");
        assertThat(dom).containsPattern("<p id=\"said\"[^>]*class=\"good\"");
        server.faults().clear();
        RecurringJob imports = server.client().job(server.importJob().activityId());
        imports.enqueue(EnqueueRequest.of(Payload.ofString("<A/>")).entity("Groups"));
        server.clock().advance(Duration.ofMinutes(2));
        assertThat(server.dataManagement().executions().get(0).errors())
                .extracting(ErrorRow::message)
                .containsExactly("Group 10 is closed");
    }

    @Test
    void whatTheServerRejectsIsSaid() throws Exception {
        String dom = dom("""
                <script>
                const ready = setInterval(() => {
                  if (document.forms.fault.elements.fault.options.length) {
                    clearInterval(ready);
                    document.forms.fault.elements.fault.value = "BadGateway";
                    document.forms.fault.elements.on.value = "NONSENSE";
                    document.forms.fault.requestSubmit();
                    document.forms.reset.elements.sure.value = "no";
                    document.forms.reset.requestSubmit();
                  }
                }, 50);
                </script></body>""", path -> {});
        assertThat(dom).containsPattern("<p id=\"said\"[^>]*class=\"bad\"[^>]*>on: expected names of");
    }

    @Test
    void thePageIsLightOrDarkAsTheReaderLikes() throws Exception {
        importAndExport();
        somethingHappens();
        URI page = page(server.environment());
        BufferedImage light =
                ImageIO.read(browser.screenshot(page, "light.png", "--blink-settings=preferredColorScheme=1")
                        .toFile());
        BufferedImage dark =
                ImageIO.read(browser.screenshot(page, "dark.png", "--blink-settings=preferredColorScheme=0")
                        .toFile());
        assertThat(light.getRGB(2, 2) & 0xff).isGreaterThan(0xe0);
        assertThat(dark.getRGB(2, 2) & 0xff).isLessThan(0x40);
    }

    @Test
    void thePageShowsDataProjectsExecutionsAndBlobs() throws Exception {
        importAndExport();
        String dom = browser.dom(page(server.environment()), 2500);
        FakeDataManagement data = server.dataManagement();
        assertThat(data.executions()).hasSize(3);
        assertThat(dom)
                .contains("<td>&lt;i&gt;Groups</td><td class=\"number\">1</td>", "<td>Customers</td>")
                .contains("<td class=\"good\">Succeeded</td>", "<td class=\"mark\">Unknown</td>")
                .contains("<td class=\"bad\">PartiallySucceeded</td>", "usmf", "Message", "Import", "Export", "not yet")
                .contains("Customer groups: 3 of 5")
                .contains("Customer groups: 2: CUSTOMERGROUPID: Group 2 is closed")
                .contains("Customer groups: Text is &lt;b&gt; too long (in staging)")
                .contains(data.blobs().get(0).name(), data.blobs().get(0).etag())
                .contains("application/octet-stream")
                .doesNotContainPattern("sig=(?!\\[redacted])")
                .doesNotContain("\"empty\">No ");
        assertThat(dom).containsPattern("<p id=\"problem\"[^>]*hidden");
    }

    private void importAndExport() throws IOException {
        FakeDataManagement data = server.dataManagement();
        data.endNext(ExecutionOutcome.partiallySucceeded(
                ErrorRow.target("2", "Group 2 is closed").field("CUSTOMERGROUPID"),
                ErrorRow.staging("", "Text is <b> too long")));
        ImportRequest groups = ImportRequest.of("<i>Groups").company("usmf");
        server.client()
                .dataManagement()
                .newImport(Payload.ofBytes(SamplePackage.of(5)), groups)
                .await(Duration.ofHours(1));
        data.project("Customers").publishExport(TestPackages.tiny());
        server.client()
                .dataManagement()
                .newExport(ExportRequest.of("Customers"))
                .download(directory.resolve("customers.zip"), Duration.ofHours(1));
        server.client()
                .job(server.importJob().activityId())
                .enqueue(EnqueueRequest.of(Payload.ofString("<Document/>")).entity("General journal"));
    }

    private DequeueResult somethingHappens() {
        server.exportJob().publish(new byte[1234]);
        server.exportJob().publish(new byte[99]);
        server.faults().on(Operation.DEQUEUE).inject(new Fault.BadGateway());
        server.faults().on(Operation.JOB_STATUS).nth(3).optional().inject(new Fault.ServerError());
        RecurringJob imports = server.client().job(server.importJob().activityId());
        var id = imports.enqueue(EnqueueRequest.of(Payload.ofString("<Document/>"))
                .entity("<b>General journal")
                .company("usmf")
                .externalId("batch-42"));
        server.importJob().setState(id, MessageState.PROCESSED_WITH_ERRORS);
        return server.client().job(server.exportJob().activityId()).dequeue().orElseThrow();
    }

    private static URI page(URI environment) {
        return URI.create(environment + "/__admin/");
    }
}
