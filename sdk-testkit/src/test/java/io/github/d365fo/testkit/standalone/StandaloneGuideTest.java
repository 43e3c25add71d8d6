package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.internal.admin.AdminClient;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk of docs/standalone-server.md, command by command and answer by answer. Left out where there is no curl. */
class StandaloneGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\\n(.*?)```", Pattern.DOTALL);
    private static final Path GUIDE = Path.of("../docs/standalone-server.md");
    private static final String BASE = "http://127.0.0.1:8365";
    private static final String CUT = "--- 8< ---";

    @TempDir
    Path directory;

    @Test
    void everyAnswerIsAsShown() throws Exception {
        assumeTrue(Stream.of("bash", "curl", "sed", "grep").allMatch(StandaloneGuideTest::isThere));
        StringBuilder script = new StringBuilder("set -euo pipefail\nexport no_proxy='*'\n");
        List<String> expected = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(GUIDE));
        while (blocks.find()) {
            if (blocks.group(1).equals("sh")) {
                script.append(blocks.group(2)).append("echo '").append(CUT).append("'\n");
                expected.add("");
            } else {
                expected.set(expected.size() - 1, blocks.group(2));
            }
        }
        assertThat(expected).hasSizeGreaterThan(8);
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().administration(true).start()) {
            String own = server.environment().toString();
            String output =
                    run(script.toString().replace(BASE, own)).replace(own, BASE).replace("\r", "");
            List<String> answers = List.of(output.split(Pattern.quote(CUT) + "\n", -1));
            assertThat(answers).as(output).hasSize(expected.size() + 1);
            for (int i = 0; i < expected.size(); i++) {
                // To the last line end: a terminal shows one answer behind the other where it is missing.
                assertThat(answers.get(i)).isEqualTo(expected.get(i));
            }
            server.verify().noSecretSeen();
        }
    }

    @Test
    void everyRequestIsInTheTable() throws Exception {
        String guide = Files.readString(GUIDE);
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().administration(true).start()) {
            assertThat(new AdminClient(server.environment())
                            .get("/openapi.json")
                            .path("paths")
                            .fieldNames())
                    .toIterable()
                    .hasSizeGreaterThan(30)
                    .allSatisfy(path -> assertThat(guide)
                            .containsAnyOf(path.replaceFirst("^/__admin", "") + "`", path + "`", path + ">"));
        }
    }

    private String run(String script) throws Exception {
        Path file = Files.writeString(directory.resolve("walk.sh"), script);
        Path output = directory.resolve("walk.txt");
        Process process = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
