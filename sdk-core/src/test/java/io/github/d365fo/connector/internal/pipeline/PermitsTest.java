package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.internal.pipeline.Permits.Place;
import org.junit.jupiter.api.Test;

/** First come, first served, and nothing is lost however a place is left. */
class PermitsTest {
    private final Permits permits = new Permits(2);
    private final Place first = permits.enter();
    private final Place second = permits.enter();
    private final Place third = permits.enter();
    private final Place fourth = permits.enter();

    @Test
    void asManyAsThereAreGoInAndTheOthersWait() {
        assertThat(first.turn()).isCompletedWithValue(first);
        assertThat(second.turn()).isCompletedWithValue(second);
        assertThat(third.turn()).isNotDone();
        assertThat(fourth.turn()).isNotDone();
    }

    @Test
    void whoeverLeavesLetsTheNextInLineIn() {
        second.run();
        assertThat(third.turn()).isCompletedWithValue(third);
        assertThat(fourth.turn()).isNotDone();
    }

    @Test
    void aPermitIsGivenBackOnce() {
        first.run();
        first.run();
        assertThat(fourth.turn()).isNotDone();
    }

    @Test
    void whoeverLeavesTheLineEndsItsWaitAndFreesNoPermit() {
        third.run();
        assertThat(third.turn()).isCancelled();
        assertThat(fourth.turn()).isNotDone();
        first.run();
        assertThat(fourth.turn()).isCompletedWithValue(fourth);
    }

    @Test
    void aPermitPassesByThoseWhoseWaitHasEnded() {
        third.turn().completeExceptionally(new IllegalStateException("ended"));
        first.run();
        assertThat(fourth.turn()).isCompletedWithValue(fourth);
    }

    @Test
    void whatAllHaveLeftIsFreeAgainAndNoMore() {
        first.run();
        second.run();
        third.run();
        fourth.run();
        assertThat(permits.enter().turn()).isCompleted();
        assertThat(permits.enter().turn()).isCompleted();
        assertThat(permits.enter().turn()).isNotDone();
    }
}
