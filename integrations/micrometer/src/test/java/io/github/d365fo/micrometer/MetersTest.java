package io.github.d365fo.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What happens in a bad night is counted, in meters that the guide lists, without secrets and with few tags. */
@ExtendWith(CapturedLog.class)
@Timeout(120)
class MetersTest {
    private static final Path GUIDE = Path.of("..", "..", "docs", "observability.md");

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private FakeConnectorServer server;

    @BeforeEach
    void passTheNight() throws IOException {
        server = FakeConnectorServer.start();
        new BadNight(server, registry, directory).pass();
        await().untilAsserted(() ->
                assertThat(registry.find("d365fo.feed.files.ended").counter()).isNotNull());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theNightIsCounted() {
        String feed = server.exportJob().activityId().value();
        assertThat(timer("d365fo.client.calls", "operation", "enqueue", "outcome", "success"))
                .isEqualTo(2);
        assertThat(timer("d365fo.client.calls", "operation", "enqueue", "outcome", "unknown", "error", "no_response"))
                .isEqualTo(1);
        assertThat(timer("d365fo.client.requests", "operation", "dequeue", "status", "429", "error", "throttled"))
                .isEqualTo(1);
        assertThat(counter("d365fo.client.throttled", "operation", "dequeue")).isBetween(120.0, 121.0);
        assertThat(counter("d365fo.client.retries", "operation", "dequeue", "error", "throttled"))
                .isEqualTo(1);
        assertThat(timer("d365fo.client.transfers", "operation", "download", "error", "no_response"))
                .isPositive();
        assertThat(timer("d365fo.client.waits", "reason", "throttle")).isPositive();
        assertThat(timer("d365fo.client.tokens", "error", "none")).isPositive();
        assertThat(registry.get("d365fo.client.requests.active").gauge().value())
                .isZero();
        assertThat(counter("d365fo.feed.handled", "feed", feed)).isPositive();
        assertThat(counter("d365fo.feed.duplicates", "feed", feed)).isPositive();
        assertThat(counter("d365fo.feed.quarantined", "feed", feed)).isEqualTo(1);
        assertThat(counter("d365fo.feed.without.file", "feed", feed)).isEqualTo(1);
        assertThat(counter("d365fo.feed.left", "feed", feed, "reason", "download_failed"))
                .isPositive();
        assertThat(counter("d365fo.feed.troubles", "feed", feed)).isPositive();
        assertThat(timer("d365fo.feed.handling", "feed", feed, "outcome", "success"))
                .isEqualTo((long) counter("d365fo.feed.handled", "feed", feed));
        assertThat(timer("d365fo.feed.handling", "feed", feed, "outcome", "failure"))
                .isEqualTo(1);
        assertThat(registry.get("d365fo.feed.lease.remaining").timer().max(TimeUnit.MINUTES))
                .isEqualTo(29);
        assertThat(counter("d365fo.feed.files.ended", "place", "done")).isEqualTo(1);
    }

    private long timer(String name, String... tags) {
        return registry.get(name).tags(tags).timers().stream()
                .mapToLong(each -> each.count())
                .sum();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).counters().stream()
                .mapToDouble(each -> each.count())
                .sum();
    }

    @Test
    void theGuideListsEveryMeterWithItsTags() throws IOException {
        List<String> listed = Files.readAllLines(GUIDE).stream()
                .filter(line -> line.startsWith("| `d365fo."))
                .map(line -> line.split("\\|"))
                .map(cells -> (cells[1] + "," + cells[2] + "," + cells[3]).replaceAll("[` ]", ""))
                .sorted()
                .toList();
        List<String> kept = registry.getMeters().stream()
                .map(Meter::getId)
                .collect(Collectors.groupingBy(id -> id.getName() + "," + type(id)))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + "," + tags(entry.getValue()))
                .sorted()
                .toList();
        assertThat(kept).isEqualTo(listed);
    }

    private static String type(Meter.Id id) {
        return id.getType().name().toLowerCase(Locale.ROOT).replace("distribution_", "");
    }

    private static String tags(List<Meter.Id> ids) {
        return ids.stream()
                .flatMap(id -> id.getTags().stream())
                .map(Tag::getKey)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(","));
    }

    @Test
    void noTagHoldsAnIdOfAMessageOrASecret() {
        List<String> values = registry.getMeters().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .filter(tag -> !tag.getKey().equals("feed"))
                .map(Tag::getValue)
                .distinct()
                .toList();
        assertThat(values).allMatch(value -> value.matches("[a-z_]+|[A-Z]+|\\d{3}|127\\.0\\.0\\.1"));
        assertThat(registry.getMeters()).hasSizeLessThan(120);
    }

    @Test
    void agesAreThoseOfTheRegistrysClock() {
        assertThat(registry.get("d365fo.feed.throttled").timeGauges())
                .allSatisfy(gauge -> assertThat(gauge.value(TimeUnit.SECONDS))
                        .isBetween(0.0, (double) Duration.ofDays(1).toSeconds()));
        assertThat(registry.get("d365fo.feed.state").tags("state", "stopped").gauges())
                .extracting(gauge -> gauge.value())
                .containsOnly(1.0);
    }
}
