package io.github.d365fo.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Asks the fake what it takes for true of the service, and, where {@code D365FO_ENVIRONMENT} and the other variables of
 * the README are set, a real environment, too; the differences are written to {@code target/conformance.md}.
 */
class ConformanceTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void theFakeDoesWhatItSays(Fact fact) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            assertThat(fact.observe(Target.of(server))).isEqualTo(fact.expected());
        }
    }

    @Test
    void aRealEnvironmentIsComparedWhereThereIsOne() throws Exception {
        Optional<Target> real = Target.real(System.getenv());
        if (real.isPresent()) {
            write(real.get(), Path.of("target", "conformance.md"));
        }
        assertThat(real.isPresent()).isEqualTo(System.getenv("D365FO_ENVIRONMENT") != null);
    }

    @Test
    void differencesStandInATable() throws Exception {
        Path table = directory.resolve("conformance.md");
        try (FakeConnectorServer server =
                FakeConnectorServer.builder().applicationMapped(false).start()) {
            Target target = Target.real(Map.of(
                            "D365FO_ENVIRONMENT", server.environment().toString(),
                            "D365FO_AUTHORITY", server.environment().toString(),
                            "D365FO_TENANT_ID", server.tenantId(),
                            "D365FO_CLIENT_ID", server.clientId(),
                            "D365FO_CLIENT_SECRET", server.clientSecret()))
                    .orElseThrow();
            write(target, table);
        }
        assertThat(table)
                .content()
                .contains("| NO_TOKEN | REPORTED | 401 | 401 | same |")
                .contains("| EMPTY_ACTIVITY_ON_DEQUEUE | REPORTED | 500 | 403 | **different** |");
    }

    private static void write(Target target, Path file) throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder("| fact | confidence | fake | observed | |\n|---|---|---|---|---|\n");
        for (Fact fact : Fact.values()) {
            String observed = fact.observe(target);
            String verdict = observed.equals(fact.expected()) ? "same" : "**different**";
            table.append("| %s | %s | %s | %s | %s |%n"
                    .formatted(fact, fact.confidence(), fact.expected(), observed, verdict));
        }
        Files.writeString(file, table);
    }
}
