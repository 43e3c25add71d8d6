package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a feed starts, pauses and ends. */
class ExportFeedRunningTest extends ExportFeedRig {
    @BeforeEach
    void standStill() {
        server.clock().autoAdvance(false);
    }

    @Test
    void aStartedFeedTakesWhatComes() {
        try (ExportFeed feed = builder().concurrency(2).build()) {
            feed.start();
            await().until(() -> feed.health().state() == FeedState.IDLE);
            publish(5);
            server.clock().advance(Duration.ofSeconds(5));
            await().until(() -> server.exportJob().pending() == 0);
            assertThat(feed.health().lastSuccess()).isPresent();
        }
        assertThat(handled).containsExactlyInAnyOrderElementsOf(published());
    }

    @Test
    void aPausedFeedTakesNothing() {
        try (ExportFeed feed = builder().build()) {
            feed.start();
            await().until(() -> feed.health().state() == FeedState.IDLE);
            feed.pause();
            assertThat(feed.health().state()).isEqualTo(FeedState.PAUSED);
            publish(1);
            server.clock().advance(Duration.ofMinutes(2));
            assertThat(server.exportJob().messages().get(0).deliveries()).isZero();
            feed.resume();
            await().until(() -> server.exportJob().pending() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closingLetsAHandlerFinish(CommitMode mode) throws Exception {
        publish(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExportFeed feed = builder()
                .commit(mode)
                .handler(export -> {
                    begun.countDown();
                    mayEnd.await();
                    remember(export);
                })
                .build();
        feed.start();
        begun.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(feed::close);
        await().until(() -> feed.health().state() == FeedState.DRAINING);
        mayEnd.countDown();
        closing.get(1, TimeUnit.MINUTES);

        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
        assertThat(handled).hasSize(1);
        assertThat(server.exportJob().pending()).isZero();
    }

    @Test
    void aHandlerThatDoesNotFinishIsInterruptedAndItsMessageIsLeft() throws Exception {
        publish(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Throwable> ending = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        ExportFeed feed = builder()
                .handler(export -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        ending.set(e);
                        throw e;
                    } finally {
                        ended.countDown();
                    }
                })
                .build();
        feed.start();
        begun.await();

        feed.drain(Duration.ofMillis(50));

        assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(ending.get()).isInstanceOf(InterruptedException.class);
        assertThat(server.exportJob().pending()).isEqualTo(1);
    }

    /** It has not failed by itself, so it must not be given up because the feed was closed again and again. */
    @ParameterizedTest
    @EnumSource
    void attemptsThatClosingCutsShortDoNotCount(CommitMode mode) throws Exception {
        publish(1);
        for (int i = 0; i < 3; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            ExportFeed feed = builder()
                    .commit(mode)
                    .attempts(1)
                    .handler(export -> {
                        begun.countDown();
                        new CountDownLatch(1).await();
                    })
                    .build();
            feed.start();
            begun.await();
            feed.drain(Duration.ofMillis(50));
            server.clock().advance(Duration.ofMinutes(31));
        }
        FeedReport report = builder().commit(mode).attempts(1).build().runUntilEmpty();

        assertThat(handled).hasSize(1);
        assertThat(report.quarantined()).isZero();
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored")
    void aListenerThatBlocksHoldsNothingUp() throws Exception {
        publish(2);
        CountDownLatch never = new CountDownLatch(1);
        FeedListener blocking = new FeedListener() {
            @Override
            public void onStateChanged(StateChanged event) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        ExportFeed feed = builder().listener(blocking).build();
        CompletableFuture.runAsync(() -> {
                    feed.start();
                    await().until(() -> server.exportJob().pending() == 0);
                    feed.close();
                })
                .get(1, TimeUnit.MINUTES);

        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
        assertThat(handled).hasSize(2);
        never.countDown();
    }

    @Test
    void aListenerIsToldOneEventAfterTheOtherAndAllBeforeTheFeedIsClosed() {
        publish(20);
        AtomicReference<Thread> inside = new AtomicReference<>();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        FeedListener listener = new FeedListener() {
            @Override
            public void onHandled(Handled event) {
                assertThat(inside.getAndSet(Thread.currentThread())).isNull();
                order.add(event.correlationId());
                inside.set(null);
            }
        };
        FeedReport report = builder().listener(listener).build().runUntilEmpty();

        assertThat(report.handled()).isEqualTo(20);
        assertThat(order).isEqualTo(handled);
    }

    @Test
    void aHandlerMayCloseItsFeed() throws Exception {
        publish(2);
        AtomicReference<ExportFeed> feed = new AtomicReference<>();
        feed.set(builder()
                .handler(export -> {
                    feed.get().close();
                    remember(export);
                })
                .build());
        feed.get().start();

        await().until(() -> feed.get().health().state() == FeedState.STOPPED);
        assertThat(handled).hasSize(1);
        assertThat(server.exportJob().acknowledged()).isEqualTo(1);
    }

    @Test
    void closingTwiceOrBeforeTheStartDoesNothing() {
        ExportFeed feed = builder().build();
        feed.close();
        feed.close();
        assertThatThrownBy(feed::start).isInstanceOf(IllegalStateException.class);
        assertThat(feed.health().state()).isEqualTo(FeedState.STOPPED);
        assertThat(feed.report().handled()).isZero();
        feed.pause();
        feed.resume();
    }

    @Test
    void oneSpoolHasOneFeed() {
        try (ExportFeed feed = builder().build()) {
            feed.start();
            assertThatThrownBy(() -> builder().build().start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("another feed in this process");
        }
        ExportFeed other = ExportFeed.builder(server.client().job("{11111111-2222-3333-4444-555555555555}"))
                .spool(spool())
                .handler(this::nothing)
                .build();
        assertThatThrownBy(other::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("needs one of its own");
    }

    private void nothing(Export export) {
        assertThat(export).isNotNull();
    }

    @Test
    void aFeedThatWasStartedIsNotStartedAgain() {
        try (ExportFeed feed = builder().build()) {
            feed.start();
            assertThatThrownBy(feed::start).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(feed::runUntilEmpty).isInstanceOf(IllegalStateException.class);
        }
    }
}
