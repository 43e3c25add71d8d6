package io.github.d365fo.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.FeedListener.HandlingEnded;
import io.github.d365fo.feed.FeedListener.HandlingListener;
import io.github.d365fo.feed.FeedListener.HandlingStarted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener hears the beginning and the end of each handling, around the handler and in its thread. */
class HandlingEventsTest extends ExportFeedRig {
    private final List<String> story = Collections.synchronizedList(new ArrayList<>());
    private final List<HandlingEnded> ends = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void standStill() {
        server.clock().autoAdvance(false);
    }

    private final class Storyteller implements FeedListener {
        private final String name;

        Storyteller(String name) {
            this.name = name;
        }

        @Override
        public HandlingListener onHandlingStarted(HandlingStarted event) {
            story.add(name + " begins in " + Thread.currentThread().getName());
            return ended -> {
                assertThat(ended.started()).isSameAs(event);
                ends.add(ended);
                story.add(name + " ends in " + Thread.currentThread().getName());
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachHandlingIsInsideItsEvents(CommitMode mode) {
        publish(1);
        ExportFeed feed = builder()
                .commit(mode)
                .listener(new Storyteller("first"))
                .listener(new Storyteller("second"))
                .handler(export -> {
                    story.add("handled in " + Thread.currentThread().getName());
                    server.clock().advance(Duration.ofMinutes(10));
                })
                .build();
        assertThat(feed.runUntilEmpty().handled()).isEqualTo(1);
        String thread = story.get(2).substring("handled in ".length());
        assertThat(story)
                .containsExactly(
                        "first begins in " + thread,
                        "second begins in " + thread,
                        "handled in " + thread,
                        "second ends in " + thread,
                        "first ends in " + thread);
        assertThat(ends).hasSize(2).allSatisfy(end -> {
            assertThat(end.failure()).isEmpty();
            assertThat(end.elapsed()).isEqualTo(Duration.ofMinutes(10));
            assertThat(end.leaseRemaining()).isEqualTo(Duration.ofMinutes(20));
            assertThat(end.started().correlationId()).isEqualTo(published().get(0));
            assertThat(end.started().attempt()).isEqualTo(1);
            assertThat(end.started().size()).isPositive();
        });
    }

    @Test
    void eachAttemptIsToldWithItsFailure() {
        publish(1);
        ExportFeed feed = builder()
                .attempts(2)
                .listener(new Storyteller("it"))
                .handler(export -> {
                    server.clock().advance(Duration.ofHours(1));
                    throw new StackOverflowError("not this one");
                })
                .build();
        server.clock().autoAdvance(true);
        feed.runUntilEmpty();
        assertThat(ends)
                .extracting(
                        end -> end.started().attempt() + " " + end.failure().orElseThrow() + " " + end.leaseRemaining())
                .containsExactly(
                        "1 java.lang.StackOverflowError: not this one PT0S",
                        "2 java.lang.StackOverflowError: not this one PT0S");
    }

    @Test
    void whatAListenerThrowsChangesNothing() {
        publish(2);
        ExportFeed feed = builder()
                .listener(new FeedListener() {
                    @Override
                    public HandlingListener onHandlingStarted(HandlingStarted event) {
                        throw new NoSuchMethodError("an adapter of another version");
                    }
                })
                .listener(new FeedListener() {
                    @Override
                    public HandlingListener onHandlingStarted(HandlingStarted event) {
                        return null;
                    }
                })
                .listener(new FeedListener() {
                    @Override
                    public HandlingListener onHandlingStarted(HandlingStarted event) {
                        return ended -> {
                            throw new StackOverflowError();
                        };
                    }
                })
                .listener(new Storyteller("last"))
                .build();
        assertThat(feed.runUntilEmpty().handled()).isEqualTo(2);
        assertThat(ends).hasSize(2);
        assertThat(told.of(FeedListener.Handled.class)).hasSize(2);
    }

    @Test
    void aReplayIsToldAsWell() {
        publish(1);
        ExportFeed feed = builder()
                .attempts(1)
                .handler(export -> {
                    throw new IllegalStateException("no");
                })
                .build();
        server.clock().autoAdvance(true);
        feed.runUntilEmpty();
        Path place = told.of(FeedListener.Quarantined.class).get(0).place();
        builder().listener(new Storyteller("it")).build().replay(place);
        assertThat(story)
                .containsExactly(
                        "it begins in " + Thread.currentThread().getName(),
                        "it ends in " + Thread.currentThread().getName());
    }

    @Test
    void theHealthTellsTheBytesOfTheSpool() {
        publish(1);
        List<Long> seen = new ArrayList<>();
        ExportFeed[] feed = new ExportFeed[1];
        feed[0] = builder()
                .handler(export -> {
                    seen.add(feed[0].health().spooledBytes());
                    seen.add(export.size());
                })
                .build();
        feed[0].runUntilEmpty();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).isEqualTo(seen.get(1)).isPositive();
        assertThat(feed[0].health().spooledBytes()).isZero();
        assertThat(feed[0].health().inDoubt()).isZero();
    }
}
