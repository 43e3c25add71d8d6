package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies on the disk of an export feed: damaged, without its ledger, and for whose eyes. */
class ExportFeedSpoolTest extends ExportFeedRig {
    /** What may have become of a record. */
    enum Damage {
        EMPTY(record -> new byte[0]),
        TORN(record -> Arrays.copyOf(record, record.length / 2)),
        ZEROED(record -> new byte[record.length]),
        NOISE(record -> {
            byte[] noise = record.clone();
            Arrays.fill(noise, (byte) 0xfe);
            return noise;
        }),
        NO_ESCAPE(record -> "entry=\\u00\n".getBytes(StandardCharsets.UTF_8)),
        NO_TIME(record -> replace(record, "dequeuedAt=", "dequeuedAt=x")),
        NO_SIZE(record -> replace(record, "size=", "size=x")),
        NEITHER_YES_NOR_NO(record -> replace(record, "committed=", "committed=x")),
        OF_ANOTHER(record -> replace(record, "entry=", "entry=x")),
        GONE(record -> record) {
            @Override
            void doTo(Path record) throws IOException {
                Files.delete(record);
            }
        },
        A_DIRECTORY(record -> record) {
            @Override
            void doTo(Path record) throws IOException {
                Files.delete(record);
                Files.createDirectory(record);
            }
        };

        private final UnaryOperator<byte[]> change;

        Damage(UnaryOperator<byte[]> change) {
            this.change = change;
        }

        void doTo(Path record) throws IOException {
            Files.write(record, change.apply(Files.readAllBytes(record)));
        }

        private static byte[] replace(byte[] record, String from, String to) {
            return new String(record, StandardCharsets.UTF_8).replace(from, to).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Three messages are acknowledged, and their packages wait in the spool. */
    private void fillSpool() {
        server.clock().autoAdvance(false);
        publish(3);
        try (ExportFeed feed = builder()
                .commit(CommitMode.AFTER_SPOOL)
                .handler(export -> {
                    throw new IOException("made up");
                })
                .build()) {
            feed.start();
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            feed.health().spooled() == 3 && server.exportJob().pending() == 0);
        }
        server.clock().autoAdvance(true);
        told.events.clear();
    }

    private FeedReport runSpooled() {
        return builder().commit(CommitMode.AFTER_SPOOL).build().runUntilEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedRecordIsSetAsideAndTheOthersAreHandled(Damage damage) throws IOException {
        fillSpool();
        Path record = packagesInSpool().stream()
                .filter(file -> file.toString().endsWith(".properties"))
                .findFirst()
                .orElseThrow();
        String name = record.getFileName().toString().replace(".properties", "");
        damage.doTo(record);

        assertThat(runSpooled().handled()).isEqualTo(2);

        Path aside = spool().resolve("damaged");
        assertThat(Files.exists(aside.resolve(name + ".properties"))).isEqualTo(damage != Damage.GONE);
        assertThat(aside.resolve(name + ".zip")).isNotEmptyFile();
        assertThat(runSpooled().handled()).isZero();
        assertThat(told.of(FeedListener.Trouble.class))
                .as("told at each start until somebody has looked")
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.failure()).hasMessageContaining(name));
    }

    @Test
    void aSpoolWithoutItsLedgerLosesNothingAndSaysSo() throws IOException {
        fillSpool();
        delete(spool().resolve("ledger"));

        assertThat(runSpooled().handled()).isEqualTo(3);
        assertThat(handled).doesNotHaveDuplicates();
        assertThat(told.of(FeedListener.Trouble.class))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.failure()).hasMessageContaining("was the ledger deleted"));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void packagesAreForTheirOwnersEyes() throws IOException {
        assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
        publish(1);
        builder()
                .attempts(1)
                .handler(export -> {
                    throw new IOException("made up");
                })
                .build()
                .runUntilEmpty();

        for (String name : List.of("packages", "quarantine")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool().resolve(name))))
                    .isEqualTo("rwx------");
        }
    }

    /** A handler may throw what it knows of its message, and what a server has told it. */
    @Test
    void secretsInWhatAHandlerThrowsGoNowhere() throws IOException {
        publish(1);
        String token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lYm9keSJ9.c2lnbmF0dXJlLW9mLXNvbWVib2R5";
        StringBuilder receipt = new StringBuilder();
        builder()
                .attempts(1)
                .handler(export -> {
                    receipt.append(export.message().popReceipt());
                    throw new IOException("Authorization: Bearer " + token, new IOException("receipt " + receipt));
                })
                .build()
                .runUntilEmpty();

        FeedListener.Quarantined event = told.of(FeedListener.Quarantined.class).get(0);
        assertThat(Files.readString(event.place().resolve("failure.txt")))
                .contains("[redacted]")
                .doesNotContain(token)
                .doesNotContain(receipt);
        assertThat(told.of(FeedListener.AttemptFailed.class).get(0).failure())
                .hasMessageNotContaining(token)
                .hasRootCauseInstanceOf(IOException.class)
                .rootCause()
                .hasMessageNotContaining(receipt.toString());
    }

    /** Such as an opaque token, of which only the client knows that it is one. */
    @Test
    void whatOnlyTheClientKnowsAsASecretGoesNowhere() throws IOException {
        publish(1);
        String secret = "Xq7~pL2vRt9.wZ4kBn";
        try (ConnectorClient client = ConnectorClient.builder()
                .environment(server.environment())
                .tokenProvider(server.tokenProvider())
                .secret(secret)
                .clock(server.clock())
                .build()) {
            ExportFeed.builder(client.job(server.exportJob().activityId()))
                    .spool(spool())
                    .clock(server.clock())
                    .listener(told)
                    .attempts(1)
                    .handler(export -> {
                        throw new IOException("it said " + secret, new IOException("no " + secret));
                    })
                    .build()
                    .runUntilEmpty();
        }

        FeedListener.Quarantined event = told.of(FeedListener.Quarantined.class).get(0);
        assertThat(Files.readString(event.place().resolve("failure.txt")))
                .contains("[redacted]")
                .doesNotContain(secret);
        assertThat(told.of(FeedListener.AttemptFailed.class).get(0).failure())
                .hasMessageNotContaining(secret)
                .rootCause()
                .hasMessageNotContaining(secret);
    }

    /** Whatever users' functions throw for ever, the next attempt waits. */
    @ParameterizedTest
    @EnumSource
    void errorsForEverAreNoHotLoop(CommitMode mode) {
        server.clock().autoAdvance(false);
        publish(1);
        AtomicInteger attempts = new AtomicInteger();
        FeedListener failing = new FeedListener() {
            @Override
            public void onAttemptFailed(AttemptFailed event) {
                throw new LinkageError("made up");
            }
        };
        try (ExportFeed feed = builder()
                .commit(mode)
                .attempts(1_000)
                .listener(failing)
                .classifier(failure -> {
                    throw new LinkageError("made up");
                })
                .handler(export -> {
                    attempts.incrementAndGet();
                    throw new StackOverflowError("made up");
                })
                .build()) {
            feed.start();
            for (int i = 1; i <= 3; i++) {
                int expected = i;
                await().atMost(Duration.ofMinutes(1))
                        .until(() ->
                                attempts.get() >= expected && server.clock().waiting() > 0);
                assertThat(attempts).hasValue(expected);
                server.clock().advance(Duration.ofSeconds(1L << (i - 1)));
            }
        }
    }
}
