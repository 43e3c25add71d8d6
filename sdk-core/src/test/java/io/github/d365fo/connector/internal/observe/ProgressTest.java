package io.github.d365fo.connector.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.support.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user hears how far a transfer is, now and then and at its end. */
@ExtendWith(CapturedLog.class)
class ProgressTest {
    private final List<ConnectorListener.Transfer> ends = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private final List<Object> failures = new ArrayList<>();
    private final CallEvents call = new Observer(
                    List.of(new ConnectorListener() {
                        @Override
                        public void onTransfer(Transfer event) {
                            ends.add(event);
                        }

                        @Override
                        public void onTransferStarted(TransferStarted event) {
                            failures.add("began");
                        }

                        @Override
                        public void onTransferFailed(TransferFailed event) {
                            failures.add(event.bytes() + " " + event.errorType());
                        }
                    }),
                    new KnownSecrets())
            .call(Operation.DOWNLOAD, Subject.of("https://nowhere.invalid"));

    @Test
    void theEndIsReportedToUserAndObserver() {
        Progress progress = progress((moved, total) -> {
            told.add(moved);
            told.add(total.orElseThrow());
        });
        progress.onProgress(10, OptionalLong.of(20));
        told.clear();
        progress.end();
        assertThat(told).containsExactly(10L, 20L);
        assertThat(ends).hasSize(1).first().satisfies(end -> {
            assertThat(end.operation()).isEqualTo(Operation.DOWNLOAD);
            assertThat(end.bytes()).isEqualTo(10);
            assertThat(end.total()).hasValue(20);
        });
    }

    @Test
    void progressIsReportedTenTimesASecondAtMost() {
        long begin = System.nanoTime();
        Progress progress = progress((moved, total) -> told.add(moved));
        await().until(() -> {
            for (int i = 0; i < 1000; i++) {
                progress.onProgress(i, OptionalLong.empty());
            }
            return told.size() >= 2;
        });
        assertThat((long) told.size()).isLessThanOrEqualTo((System.nanoTime() - begin) / 100_000_000);
    }

    @Test
    void aListenerThatFailsEndsNothing() {
        Progress progress = progress((moved, total) -> {
            throw new IllegalStateException("of the user");
        });
        progress.end();
        assertThat(ends).hasSize(1);
    }

    @Test
    void aTransferThatBreaksOffIsReportedOnce() {
        Progress progress = progress(TransferListener.none());
        progress.failed(ErrorType.FILE);
        assertThat(failures).as("nothing was transferred").isEmpty();
        progress.onProgress(10, OptionalLong.of(20));
        progress.failed(ErrorType.NO_RESPONSE);
        progress.failed(ErrorType.CANCELLED);
        assertThat(failures).containsExactly("began", "10 NO_RESPONSE");
        assertThat(ends).isEmpty();
    }

    private Progress progress(TransferListener listener) {
        return new Progress(Operation.DOWNLOAD, listener, call);
    }
}
