package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.harness.RawHttp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that really runs out of descriptors: each connection takes one, and those are limited. */
@EnabledOnOs(OS.LINUX)
class DescriptorLimitTest {
    /** Sixty, besides the files of the class path, which may all be open. */
    private static final int FEW = 60 + System.getProperty("java.class.path").split(File.pathSeparator, -1).length;

    private static final int MANY = FEW + 100;

    @TempDir
    Path directory;

    @Test
    void idleConnectionsMakeRoomWithAWarning() throws Exception {
        Path errors = directory.resolve("errors.txt");
        List<RawHttp> open = new ArrayList<>();
        try (Program program = Program.ofClassesWithin("-n " + FEW, errors, "--frozen")) {
            assertAnswers(program, "close").close(); // Its classes are files here, and so take descriptors when loaded.
            for (int i = 0; i < MANY; i++) {
                open.add(new RawHttp(program.environment()));
            }
            assertAnswers(program, "close").close();
        } finally {
            for (RawHttp each : open) {
                each.close();
            }
        }
        assertThat(Files.readAllLines(errors))
                .filteredOn(line -> line.startsWith("fake connector server: a connection can't be accepted"))
                .hasSizeBetween(1, 10)
                .allMatch(line -> line.contains("Too many open files"));
    }

    @Test
    void connectionsThatAreKeptAliveMakeRoom() throws Exception {
        Path errors = directory.resolve("errors.txt");
        List<RawHttp> open = new ArrayList<>();
        try (Program program = Program.ofClassesWithin("-n " + FEW, errors, "--frozen")) {
            for (int i = 0; i < MANY; i++) {
                open.add(assertAnswers(program, "keep-alive"));
            }
        } finally {
            for (RawHttp each : open) {
                each.close();
            }
        }
    }

    private static RawHttp assertAnswers(Program program, String connection) throws IOException {
        String head = "GET /__admin/clock HTTP/1.1\r\nHost: "
                + program.environment().getAuthority() + "\r\nConnection: " + connection + "\r\n\r\n";
        RawHttp http = new RawHttp(program.environment());
        assertThat(http.send(head).answer().orElseThrow().status()).isEqualTo(200);
        return http;
    }
}
