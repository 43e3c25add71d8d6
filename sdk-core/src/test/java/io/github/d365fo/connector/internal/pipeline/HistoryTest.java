package io.github.d365fo.connector.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Attempt;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Refused;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One doubtful try puts a whole call in doubt; what certainly did nothing does not. */
class HistoryTest {
    private static final ExchangeFailure LOST = new NoAnswer("the answer was lost", null, true);
    private static final ExchangeFailure NEVER_SENT = new NoAnswer("no connection", null, false);
    private static final ExchangeFailure REFUSED =
            new Refused(400, HttpHeaders.of(Map.of(), (name, value) -> true), "");

    private final History enqueue = new History(Operation.ENQUEUE, "");
    private final History dequeue = new History(Operation.DEQUEUE, "");

    @Test
    void aRefusalAfterALostAnswerLeavesAWriteInDoubt() {
        enqueue.failed(LOST);
        enqueue.failed(REFUSED);
        assertThat(enqueue.outcome(REFUSED)).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aReadThatWasRefusedInTheEndWasRefused() {
        dequeue.failed(LOST);
        dequeue.failed(REFUSED);
        assertThat(dequeue.outcome(REFUSED)).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void aReadThatDidNotLeaveInTheEndMayHaveArrivedBefore() {
        dequeue.failed(LOST);
        dequeue.failed(NEVER_SENT);
        assertThat(dequeue.outcome(NEVER_SENT)).isEqualTo(Outcome.UNKNOWN);
        assertThat(dequeue.outcomeOfEarlyEnd()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void whatNeverLeftWasNotSent() {
        enqueue.failed(NEVER_SENT);
        enqueue.failed(NEVER_SENT);
        assertThat(enqueue.outcome(NEVER_SENT)).isEqualTo(Outcome.NOT_SENT);
        assertThat(enqueue.outcomeOfEarlyEnd()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void anEndWhileItIsSentLeavesItInDoubt() {
        assertThat(enqueue.outcomeOfEarlyEnd()).isEqualTo(Outcome.NOT_SENT);
        enqueue.sending();
        assertThat(enqueue.outcomeOfEarlyEnd()).isEqualTo(Outcome.UNKNOWN);
        enqueue.sendingEnded(new InterruptedException());
        assertThat(enqueue.outcomeOfEarlyEnd()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void anEndBeforeAnythingLeftIsCertain() {
        enqueue.sending();
        enqueue.sendingEnded(NEVER_SENT);
        assertThat(enqueue.outcomeOfEarlyEnd()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void anEndInAWaitAfterARefusalIsCertain() {
        enqueue.sending();
        enqueue.failed(REFUSED);
        assertThat(enqueue.outcomeOfEarlyEnd()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void eachTrySaysHowLongWasWaitedForItAndWhy() {
        enqueue.waited(Duration.ofSeconds(1));
        enqueue.waited(Duration.ofSeconds(2));
        enqueue.failed(REFUSED);
        enqueue.next();
        enqueue.failed(NEVER_SENT);
        enqueue.next();
        enqueue.endedEarly("closed");
        assertThat(enqueue.attempts())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Attempt(1, Duration.ofSeconds(3), OptionalInt.of(400), "status 400"),
                        new Attempt(2, Duration.ZERO, OptionalInt.empty(), "no connection"),
                        new Attempt(3, Duration.ZERO, OptionalInt.empty(), "closed"));
    }
}
