package io.github.d365fo.testkit.internal.admin;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeDataProject;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.internal.http.BodyText;
import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sets up a server before it answers: from a file, whose sections are bodies of requests to the administration, and from
 * a directory with packages. Errors name the file. Used by one thread.
 */
public final class Setup {
    private static final String NAME = "name";
    private static final String OUTCOME = "outcome";

    private final Administered server;

    public Setup(Administered server) {
        this.server = server;
    }

    /**
     * Applies a file. What is there already, in a stored state, is changed.
     *
     * @throws IllegalArgumentException if it says something that makes no sense; the message names it
     * @throws UncheckedIOException if it, or a file that it names, can't be read
     */
    public void apply(Path file) {
        JsonObject setup = read(file);
        try {
            apply(setup, file);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("config: " + e.getMessage(), e);
        }
    }

    private void apply(JsonObject setup, Path file) {
        setup.only(
                "server",
                "switches",
                "jobs",
                "issuers",
                "apps",
                "users",
                "dataManagement",
                "entities",
                "projects",
                "faults");
        IdentityRoutes identity =
                new IdentityRoutes(server.identity(), server.settings().identity());
        JobRoutes jobs = new JobRoutes(server.jobs(), server.settings().jobs());
        setup.object("switches")
                .ifPresent(
                        section("switches", new SwitchRoutes(server.settings().switches())::set));
        each(setup, "jobs", jobs::put);
        setup.texts("issuers").forEach(server.settings().identity()::addIssuer);
        each(setup, "apps", app -> identity.addApp(withCertificates(app, file)));
        each(setup, "users", identity::addUser);
        setup.object("dataManagement")
                .ifPresent(section(
                        "dataManagement",
                        new DataManagementRoutes(
                                server.data(), server.settings().data())::set));
        each(setup, "entities", this::entity);
        each(setup, "projects", project -> project(project, file));
        each(setup, "faults", new FaultRoutes(server.faults())::plan);
    }

    /** Returns the object in a file; it may have a byte order mark. */
    public static JsonObject read(Path file) {
        try {
            return JsonObject.parse(BodyText.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("config: " + file + " can't be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("config: " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Publishes what lies in a directory, in the order of names: {@code exports/ACTIVITY-ID/} holds the packages of an
     * export job, which is added if necessary, and {@code projects/NAME.zip} is what exports of a data project deliver.
     *
     * @throws IllegalArgumentException if the directory of a job is not named by an activity id
     * @throws UncheckedIOException if the directory can't be read
     */
    public void seed(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("seed: expected a directory, but " + directory + " is none");
        }
        for (Path job : list(directory.resolve("exports"))) {
            List<Path> packages = list(job);
            FakeExportJob export = exportJob(job);
            packages.forEach(export::publish);
        }
        for (Path file : list(directory.resolve("projects"))) {
            String name = file.getFileName().toString().replaceFirst("(?i)\\.zip$", "");
            server.data().project(name).publishExport(file);
        }
    }

    private FakeExportJob exportJob(Path directory) {
        ActivityId id;
        try {
            id = ActivityId.of(directory.getFileName().toString());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "seed: expected a directory named by an activity id, but got " + directory, e);
        }
        return server.jobs().exports().stream()
                .filter(job -> job.activityId().equals(id))
                .findFirst()
                .orElseGet(() -> server.jobs().addExport(id));
    }

    /** Returns what is in a directory, sorted by name, without hidden files; nothing if there is none. */
    private static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("seed: " + directory + " can't be read", e);
        }
    }

    private static void each(JsonObject setup, String section, Consumer<JsonObject> applier) {
        setup.objects(section).forEach(section(section, applier));
    }

    /** Says in which section something is wrong. */
    private static Consumer<JsonObject> section(String name, Consumer<JsonObject> applier) {
        return object -> {
            try {
                applier.accept(object);
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        };
    }

    private void entity(JsonObject entity) {
        entity.only(NAME, OUTCOME);
        server.data().endEntity(entity.requireText(NAME), OutcomeReader.read(entity.requireObject(OUTCOME)));
    }

    private void project(JsonObject described, Path file) {
        described.only(NAME, "export", OUTCOME);
        Optional<ExecutionOutcome> outcome = described.object(OUTCOME).map(OutcomeReader::read);
        Optional<Path> export = described.filledText("export").map(name -> beside(file, name));
        FakeDataProject project = server.data().project(described.requireText(NAME));
        outcome.ifPresent(project::endAlways);
        export.ifPresent(project::publishExport);
    }

    /** A certificate is PEM, or the name of a file with it. */
    private static JsonObject withCertificates(JsonObject app, Path file) {
        return app.names().contains("certificates")
                ? app.put(
                        "certificates",
                        app.texts("certificates").stream()
                                .map(text -> text.startsWith("-----BEGIN") ? text : text(beside(file, text)))
                                .toList())
                : app;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("certificates: " + file + " can't be read", e);
        }
    }

    /** Names of files are relative to the file that contains them. */
    private static Path beside(Path file, String name) {
        try {
            return file.toAbsolutePath().resolveSibling(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("expected the name of a file, but got " + name, e);
        }
    }
}
