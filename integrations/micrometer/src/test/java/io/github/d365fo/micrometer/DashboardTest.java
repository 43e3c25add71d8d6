package io.github.d365fo.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alerts ask for series that exist; Prometheus itself takes the rules, where it is installed. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class DashboardTest {
    private static final Path DASHBOARD = Path.of("dashboards", "grafana.json");
    private static final Path ALERTS = Path.of("dashboards", "prometheus-alerts.yml");
    private static final Path ALERTS_TEST = Path.of("src", "test", "resources", "prometheus-alerts-test.yml");
    private static final Pattern SERIES = Pattern.compile("\\bd365fo_[a-z_]+");

    @TempDir
    static Path directory;

    private static String scraped;

    @BeforeAll
    static void passTheNight() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            new BadNight(server, registry, directory).pass();
            scraped = registry.scrape();
        }
    }

    private static Set<String> series() {
        return scraped.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toSet());
    }

    private static Set<String> mentioned(String text) {
        return SERIES.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void theDashboardAsksForWhatExists() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        assertThat(dashboard.path("title").asText()).isNotBlank();
        List<JsonNode> panels = new java.util.ArrayList<>();
        dashboard.path("panels").forEach(panels::add);
        assertThat(panels).hasSizeGreaterThan(8).allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("gridPos").path("w").asInt()).isPositive();
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty();
            panel.path("targets")
                    .forEach(target -> assertThat(mentioned(target.path("expr").asText()))
                            .isNotEmpty()
                            .isSubsetOf(series()));
        });
        assertThat(panels.stream().map(panel -> panel.path("id").asInt()).distinct())
                .hasSameSizeAs(panels);
    }

    @Test
    void theAlertsAskForWhatExists() throws IOException {
        String rules = Files.readString(ALERTS);
        assertThat(mentioned(rules)).hasSizeGreaterThan(5).isSubsetOf(series());
        assertThat(rules.lines().filter(line -> line.contains("- alert:")))
                .hasSameSizeAs(
                        rules.lines().filter(line -> line.contains("summary:")).toList());
    }

    @Test
    void prometheusTakesTheRulesAndTheyFire() throws Exception {
        if (isMissing("promtool")) {
            System.err.println("No promtool is installed: Prometheus does not check the alerts.");
            return;
        }
        assertSuccess("promtool", "check", "rules", ALERTS.toString());
        assertSuccess("promtool", "test", "rules", ALERTS_TEST.toString());
    }

    private static boolean isMissing(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void assertSuccess(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
