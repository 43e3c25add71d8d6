package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.feed.support.Tmpfs;
import io.github.d365fo.testkit.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An export feed whose disk is full, can't be written, or was changed by somebody else. */
class ExportFeedDiskTest extends ExportFeedRig {
    private ExportFeedBuilder builder(Path spool) {
        return builder().spool(spool);
    }

    @ParameterizedTest
    @EnumSource
    void aFullDiskLosesNothing(CommitMode mode) throws IOException {
        publish(3);
        List<String> published = published();
        Path place = Files.createDirectory(directory.resolve("small"));
        try (Tmpfs disk = Tmpfs.at(place, "size=256k")) {
            builder(place.resolve("spool")).commit(mode).build().runUntilEmpty();
            assertThat(handled).hasSize(3);
            publish(2);
            List<String> all = published();
            Path ballast = place.resolve("ballast");
            fill(ballast);

            ExportFeed starved = builder(place.resolve("spool")).commit(mode).build();
            try {
                FeedReport report = starved.runUntilEmpty();
                assertThat(report.handled()).isZero();
            } catch (FeedException | UncheckedIOException e) {
                assertThat(e).hasMessageContaining("o space left");
            }
            assertThat(handled).hasSize(3);

            Files.delete(ballast);
            server.clock().advance(Duration.ofMinutes(31));
            builder(place.resolve("spool")).commit(mode).build().runUntilEmpty();
            assertThat(handled).containsExactlyInAnyOrderElementsOf(all).containsAll(published);
            assertThat(server.exportJob().pending()).isZero();
            assertThat(disk).isNotNull();
        }
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[1024];
        try (var out = Files.newOutputStream(file)) {
            for (int i = 0; i < 100_000; i++) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("o space left");
        }
    }

    @Test
    void aDiskThatCanOnlyBeReadIsSaidAtTheStart() throws IOException {
        publish(1);
        Path place = Files.createDirectory(directory.resolve("small"));
        try (Tmpfs disk = Tmpfs.at(place, "size=1m")) {
            disk.remount("ro");
            assertThatThrownBy(() -> builder(place.resolve("spool")).build().start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("the spool can't be opened");
            assertThat(server.exportJob().messages().get(0).deliveries()).isZero();
        }
    }

    @Test
    void whatIsSpooledAndLostBeforeItsAcknowledgementIsFetchedAgain() throws IOException {
        publish(1);
        Path spool = directory.resolve("spool");
        ExportFeed first = builder(spool)
                .commit(CommitMode.AFTER_SPOOL)
                .leaseMargin(Duration.ofMinutes(29))
                .handler(export -> {
                    throw new IOException("made up");
                })
                .classifier(failure -> FailureKind.FATAL)
                .build();
        server.faults().on(Operation.DOWNLOAD).nth(1).inject(new Fault.Delay(Duration.ofMinutes(2)));
        assertThatThrownBy(first::runUntilEmpty).isInstanceOf(FeedException.class);
        assertThat(server.exportJob().pending()).isEqualTo(1);
        try (var files = Files.list(spool.resolve("packages"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        server.clock().advance(Duration.ofMinutes(31));
        builder(spool).commit(CommitMode.AFTER_SPOOL).build().runUntilEmpty();

        assertThat(handled).hasSize(1);
        assertThat(server.exportJob().pending()).isZero();
    }
}
