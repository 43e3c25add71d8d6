package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.feed.support.HostileException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the methods of an exception do that a program's own code throws, the feed treats it as it treats any other: the
 * methods are the program's code, too.
 */
@ExtendWith(CapturedLog.class)
class HostileFailuresTest extends ExportFeedRig {
    @ParameterizedTest
    @MethodSource("io.github.d365fo.feed.support.HostileException#fewKinds")
    void theHandlersGoToQuarantine(HostileException.Kind kind) throws IOException {
        publish(1);
        FeedReport report = builder()
                .attempts(2)
                .handler(export -> {
                    throw kind.get();
                })
                .build()
                .runUntilEmpty();
        assertThat(report.quarantined()).isEqualTo(1);
        assertThat(server.exportJob().pending()).isZero();
        assertThat(told.of(FeedListener.AttemptFailed.class)).hasSize(2);
        try (var files = Files.walk(directory.resolve("spool"))) {
            Path words = files.filter(file -> file.endsWith("failure.txt"))
                    .findFirst()
                    .orElseThrow();
            assertThat(words).content().contains("HostileException");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.d365fo.feed.support.HostileException#fewKinds")
    void aLedgersLeaveTheMessageForLater(HostileException.Kind kind) {
        publish(1);
        AtomicBoolean failed = new AtomicBoolean();
        FeedReport report = builder()
                .ledger((activity, owner, clock) ->
                        failing(DeliveryLedger.inMemory().open(activity, owner, clock), kind, failed))
                .build()
                .runUntilEmpty();
        assertThat(failed).isTrue();
        assertThat(report.leftOver()).hasSize(1);
    }

    private static LedgerSession failing(LedgerSession inner, HostileException.Kind kind, AtomicBoolean failed) {
        return (LedgerSession) Proxy.newProxyInstance(
                LedgerSession.class.getClassLoader(), new Class<?>[] {LedgerSession.class}, (proxy, method, args) -> {
                    if (method.getName().equals("claim") && failed.compareAndSet(false, true)) {
                        throw kind.get();
                    }
                    return method.invoke(inner, args);
                });
    }

    @ParameterizedTest
    @MethodSource("io.github.d365fo.feed.support.HostileException#fewKinds")
    void aRequestFunctionsFailTheFile(HostileException.Kind kind) throws IOException {
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(inbox.resolve("a.csv"), "ID\n1\n");
        try (ImportFeed feed = ImportFeed.builder(
                        server.client().job(server.importJob().activityId()))
                .inbox(inbox)
                .clock(server.clock())
                .settleTime(Duration.ZERO)
                .request(file -> {
                    throw kind.get();
                })
                .onResult(result -> {
                    throw kind.get();
                })
                .listener(told)
                .build()) {
            assertThat(feed.runUntilEmpty()).isEqualTo(new ImportReport(0, 1, 0, 0));
            assertThat(inbox.resolve("failed/a.csv.report.txt")).content().contains("no request could be made");
            assertThatCode(() -> feed.health().lastError().orElseThrow().toString())
                    .doesNotThrowAnyException();
        }
    }
}
