package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.support.BuildShare;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.support.MachineTrouble;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.FakeExportJob;
import io.github.d365fo.testkit.TestPackages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A machine that lacks threads, descriptors, memory or disk uses up no attempts. */
@Timeout(120)
@ExtendWith(CapturedLog.class)
class ExportMachineTroubleTest {
    private static final int ONCE = 1;
    private static final int LONG = 5;
    private static final int FOR_GOOD = Integer.MAX_VALUE;
    private static final int ATTEMPTS = 3;

    private static FakeConnectorServer server;

    @TempDir
    Path directory;

    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

    private enum Lack {
        HANDLER_OPENS("handler", MachineTrouble::descriptors),
        HANDLER_SOCKET("handler", MachineTrouble::sockets),
        HANDLER_THREAD("handler", MachineTrouble::threads),
        HANDLER_DISK("handler", MachineTrouble::space),
        HTTP_CLIENT_THREAD("http client", MachineTrouble::threads),
        HTTP_CLIENT_DESCRIPTOR("http client", MachineTrouble::descriptors),
        SOCKET("connection", MachineTrouble::sockets),
        CONNECTION_HEAP("connection", MachineTrouble::heap),
        TOKEN_THREAD("token", MachineTrouble::threads),
        SECRET_FILE("misconfigured token", MachineTrouble::descriptors);

        private final String place;
        private final Supplier<Throwable> failure;

        Lack(String place, Supplier<Throwable> failure) {
            this.place = place;
            this.failure = failure;
        }
    }

    @BeforeAll
    static void start() {
        server = FakeConnectorServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> cases() {
        return Stream.of(CommitMode.values())
                .flatMap(mode -> Stream.of(Lack.values())
                        .filter(lack -> BuildShare.has(mode.ordinal() + lack.ordinal()))
                        .map(lack -> Arguments.of(mode, lack)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itUsesUpNoAttempt(CommitMode mode, Lack lack) throws Exception {
        for (int times : List.of(ONCE, LONG, FOR_GOOD)) {
            MachineTrouble trouble = new MachineTrouble(lack.place, lack.failure, times);
            FakeExportJob messages = server.addExportJob();
            publish(messages, 2);
            handled.clear();
            Path spool = directory.resolve("spool-" + times);
            try (ConnectorClient client = trouble.client(server)) {
                RecurringJob job = client.job(messages.activityId());
                try (ExportFeed feed = feed(job, spool, mode, trouble)) {
                    feed.start();
                    if (times == FOR_GOOD) {
                        await().until(() -> trouble.met() >= LONG);
                        assertThat(feed.health().lastError()).isPresent();
                    } else {
                        awaitEnd(feed, messages);
                    }
                    assertThat(feed.health().state()).isNotEqualTo(FeedState.FAILED);
                    assertThat(feed.report().quarantined()).isZero();
                }
                trouble.end();
                // What was left comes back.
                server.clock().advance(Duration.ofMinutes(31));
                try (ExportFeed feed = feed(job, spool, mode, trouble)) {
                    feed.start();
                    awaitEnd(feed, messages);
                    assertThat(feed.report().quarantined()).isZero();
                }
            }
            assertThat(trouble.met()).isPositive();
            assertThat(handled)
                    .containsExactlyInAnyOrderElementsOf(messages.messages().stream()
                            .map(message -> message.correlationId())
                            .toList());
            assertThat(spool.resolve("quarantine"))
                    .satisfiesAnyOf(
                            place -> assertThat(place).doesNotExist(),
                            place -> assertThat(place).isEmptyDirectory());
        }
    }

    private void awaitEnd(ExportFeed feed, FakeExportJob messages) {
        await().until(() -> messages.pending() == 0
                && feed.report().spooled() == 0
                && handled.size() == messages.messages().size());
    }

    private static void publish(FakeExportJob messages, int count) {
        for (int i = 0; i < count; i++) {
            messages.publish(TestPackages.of("Customers", "ID\r\n" + i + "\r\n"));
        }
    }

    private ExportFeed feed(RecurringJob job, Path spool, CommitMode mode, MachineTrouble trouble) {
        return ExportFeed.builder(job)
                .spool(spool)
                .commit(mode)
                .attempts(ATTEMPTS)
                .clock(server.clock())
                .handler(export -> {
                    trouble.at("handler");
                    assertThat(Files.size(export.file())).isEqualTo(export.size());
                    handled.add(export.message().correlationId());
                })
                .build();
    }
}
