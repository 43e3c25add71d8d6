package io.github.d365fo.connector.internal.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.internal.time.Time;
import io.github.d365fo.connector.support.RecordingClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much of a user's time is left. */
class DeadlineTest {
    @Test
    void aDeadlineLeavesWhatIsLeftAndNeverLess() {
        RecordingClock clock = new RecordingClock();
        Deadline deadline = new Deadline(Time.of(clock), Duration.ofMinutes(2));
        clock.advance(Duration.ofSeconds(30));
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(90));
        clock.advance(Duration.ofHours(1));
        assertThat(deadline.left()).isZero();
    }
}
