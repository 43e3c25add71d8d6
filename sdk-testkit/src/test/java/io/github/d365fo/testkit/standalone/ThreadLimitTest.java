package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.testkit.harness.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that really runs out of threads: each takes addresses for its stack, and those are limited. */
@EnabledOnOs(OS.LINUX)
@EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "virtual threads have no stacks of their own")
class ThreadLimitTest {
    private static final String THREE_GIGABYTES = "-v 3000000";

    @TempDir
    Path directory;

    @Test
    void aServerThatRanOutOfThreadsAnswersAgain() throws Exception {
        Path errors = directory.resolve("errors.txt");
        try (Program program = Program.ofClassesWithin(THREE_GIGABYTES, errors)) {
            List<RawHttp> open = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                // Each keeps its thread: the head goes on.
                open.add(new RawHttp(program.environment()).send("GET / HTTP/1.1\r\nHost: localhost\r\nX: "));
            }
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(errors)
                            .content()
                            .contains("no thread could be started", "unable to create native thread"));
            for (RawHttp each : open) {
                each.close();
            }
            assertAnswers(program);
        }
    }

    private static void assertAnswers(Program program) throws IOException {
        String head = "GET /__admin/overview HTTP/1.1\r\nHost: "
                + program.environment().getAuthority() + "\r\nConnection: close\r\n\r\n";
        try (RawHttp http = new RawHttp(program.environment())) {
            assertThat(http.send(head).answer().orElseThrow().status()).isEqualTo(200);
        }
    }
}
