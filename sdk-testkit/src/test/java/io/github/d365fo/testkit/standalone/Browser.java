package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Chromium without a window. */
final class Browser {
    private final Path program;
    private final Path directory;

    private Browser(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /** Returns a browser, or leaves the test out where there is none. */
    static Browser assume() throws IOException {
        Optional<Path> found = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "no Chromium is on the path");
        // No temporary directory of JUnit's: the browser's helpers write to it a little longer than the browser lives.
        return new Browser(
                found.get(),
                Files.createTempDirectory(Path.of("target"), "browser").toAbsolutePath());
    }

    /** Returns a page as it is after {@code millis} of the browser's own time. */
    String dom(URI page, int millis) throws Exception {
        return run("--dump-dom", "--virtual-time-budget=" + millis, page.toString());
    }

    Path screenshot(URI page, String name, String... options) throws Exception {
        Path image = directory.resolve(name);
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(
                "--screenshot=" + image, "--window-size=1280,900", "--virtual-time-budget=2500", page.toString()));
        run(all.toArray(String[]::new));
        return image;
    }

    private String run(String... options) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "browser", ".html");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(directory, "profile")));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }
}
