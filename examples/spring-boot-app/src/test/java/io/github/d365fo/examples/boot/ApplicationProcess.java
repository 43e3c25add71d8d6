package io.github.d365fo.examples.boot;

import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The application in a process of its own, asked through its actuator. */
final class ApplicationProcess implements AutoCloseable {
    static final String SECRET = "s3cr3t-V4lue-of-the-proxy";

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path output;
    private final HttpClient http = HttpClient.newHttpClient();

    ApplicationProcess(FakeConnectorServer fake, Path directory, String database) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                classPath(),
                IntegrationApplication.class.getName(),
                "--spring.main.banner-mode=off",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--d365fo.environment=" + fake.environment(),
                "--d365fo.credentials.authority=" + fake.identity().authority(),
                "--d365fo.credentials.tenant-id=" + fake.tenantId(),
                "--d365fo.credentials.client-id=" + fake.clientId(),
                "--d365fo.credentials.password=" + SECRET,
                "--d365fo.jobs.customers=" + fake.exportJob().activityId(),
                "--d365fo.jobs.journals=" + fake.importJob().activityId(),
                "--d365fo.feeds.customers.idle-wait=100ms",
                "--d365fo.feeds.customers.max-idle-wait=200ms",
                "--d365fo.feeds.customers.export.spool=" + directory.resolve("spool"),
                "--d365fo.feeds.journals.import.inbox=" + directory.resolve("inbox"),
                "--spring.datasource.url=" + database));
        try {
            output = Files.createTempFile(directory, "application", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("CLIENT_SECRET", fake.clientSecret());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the class path that it has without its tests. */
    static String classPath() {
        try {
            return Path.of("target", "classes")
                    + File.pathSeparator
                    + Files.readString(Path.of("target", "application.classpath"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what it printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the answer of an endpoint of the actuator, once the application serves it. */
    String actuator(String endpoint) {
        URI address = URI.create("http://127.0.0.1:" + port() + "/actuator/" + endpoint);
        try {
            return http.send(
                            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(output(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String port() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> !process.isAlive() || PORT.matcher(output()).find());
        Matcher port = PORT.matcher(output());
        if (!port.find()) {
            throw new AssertionError("the application did not start: " + output());
        }
        return port.group(1);
    }

    /** Asks it to end, as Kubernetes does. */
    void terminate() {
        process.destroy();
    }

    /** Ends it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        ended();
    }

    /** Waits for its end. */
    void ended() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the application does not end: " + output());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
