package io.github.d365fo.examples;

import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Where the tour takes place: a fake server with a package in its queue, or a real environment. */
final class Stage implements AutoCloseable {
    private static final List<String> SETTINGS = List.of(
            "D365FO_ENVIRONMENT",
            "D365FO_TENANT_ID",
            "D365FO_CLIENT_ID",
            "D365FO_CLIENT_SECRET",
            "D365FO_IMPORT_ACTIVITY_ID",
            "D365FO_EXPORT_ACTIVITY_ID");

    private final @Nullable FakeConnectorServer fake;
    private final ConnectorClient client;
    private final String imports;
    private final String exports;
    private final Map<String, String> settings;
    private final Path directory = Files.createTempDirectory("quickstart");
    private final Path file;

    private Stage(
            @Nullable FakeConnectorServer fake,
            ConnectorClient client,
            String imports,
            String exports,
            Map<String, String> settings,
            Optional<Path> file)
            throws IOException {
        this.fake = fake;
        this.client = client;
        this.imports = imports;
        this.exports = exports;
        this.settings = settings;
        this.file = file.isPresent() ? file.get() : sample(directory.resolve("general-journal.xml"));
    }

    static Stage of(Map<String, String> settings, Optional<Path> file) throws IOException {
        if (file.isPresent() && !Files.isReadable(file.get())) {
            throw new IllegalArgumentException("the file " + file.get() + " is not there or can't be read");
        }
        List<String> missing = SETTINGS.stream()
                .filter(name -> settings.getOrDefault(name, "").isBlank())
                .toList();
        if (missing.isEmpty()) {
            return real(settings, file);
        }
        if (missing.contains("D365FO_ENVIRONMENT")) {
            return fake(settings, file);
        }
        throw new IllegalArgumentException("D365FO_ENVIRONMENT is set, but these are missing: " + missing);
    }

    private static Stage real(Map<String, String> settings, Optional<Path> file) throws IOException {
        String[] values = SETTINGS.stream()
                .map(settings::get)
                .map(Objects::requireNonNull)
                .toArray(String[]::new);
        ConnectorClient client = SignIn.client(values[0], values[1], values[2], values[3]);
        return new Stage(null, client, values[4], values[5], settings, file);
    }

    private static Stage fake(Map<String, String> settings, Optional<Path> file) throws IOException {
        FakeConnectorServer server = FakeConnectorServer.start();
        // tag::fake[]
        ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(EntraTokenProvider.builder()
                        .authority(server.environment())
                        .tenantId(server.tenantId())
                        .clientId(server.clientId())
                        .clientSecret(server.clientSecret())
                        .clock(server.clock())
                        .build())
                .clock(server.clock())
                .build();
        // end::fake[]
        Stage stage = new Stage(
                server,
                client,
                server.importJob().activityId().value(),
                server.exportJob().activityId().value(),
                settings,
                file);
        if (stage.isPackage()) {
            server.exportJob().publish(stage.file());
        } else {
            server.exportJob().publish(packageOf(stage.file()));
        }
        return stage;
    }

    boolean isFake() {
        return fake != null;
    }

    String environment() {
        return client.environment().toString();
    }

    RecurringJob imports() {
        return client.job(imports);
    }

    RecurringJob exports() {
        return client.job(exports);
    }

    Path file() {
        return file;
    }

    Path target() {
        return directory.resolve("export.zip");
    }

    /** Returns whether the file is a data package, which names its entities itself. */
    boolean isPackage() {
        return file.getFileName().toString().endsWith(".zip");
    }

    String setting(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    /** Moves the fake's clock on; without effect in a real environment. */
    void advance(Duration duration) {
        if (fake != null) {
            fake.clock().advance(duration);
        }
    }

    @Override
    public void close() {
        client.close();
        if (fake != null) {
            fake.close();
        }
    }

    private static Path sample(Path target) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Stage.class.getResourceAsStream("/general-journal.xml"))) {
            Files.copy(stream, target);
        }
        return target;
    }

    private static byte[] packageOf(Path content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry("General journal.xml"));
            Files.copy(content, zip);
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
