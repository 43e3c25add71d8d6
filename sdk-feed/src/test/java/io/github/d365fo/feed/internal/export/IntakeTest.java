package io.github.d365fo.feed.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.internal.run.Growing;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** When a feed asks for the next message. */
class IntakeTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final RandomGenerator HIGHEST = () -> -1L;

    private final Intake intake = new Intake(waits(), waits(), () -> true, false);

    private static Growing waits() {
        return new Growing(Duration.ofSeconds(1), Duration.ofMinutes(5), HIGHEST);
    }

    private Duration wait(int polling) {
        return Duration.between(NOW, intake.nextQuestion(polling).orElseThrow());
    }

    @Test
    void anythingIsFollowedByTheNextQuestionAtOnceAndSideBySide() {
        intake.found(NOW);
        assertThat(intake.mayAsk(1, NOW)).isTrue();
    }

    /** As with a disk that has room for a probe and for no package: each would be leased for nothing. */
    @Test
    void messagesThatCanNotBeTakenOverAreAskedForLessAndLess() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 8; i++) {
            intake.failed(NOW, Duration.ZERO);
            intake.found(NOW);
            assertThat(wait(0)).isGreaterThan(last);
            assertThat(intake.nextQuestion(1)).as("one at a time").isEmpty();
            last = wait(0);
        }
        intake.tookOver(NOW);
        assertThat(intake.mayAsk(1, NOW)).isTrue();
        intake.failed(NOW, Duration.ZERO);
        assertThat(wait(0)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    /** As with a machine without threads: packages can be spooled, and each handler fails. */
    @Test
    void messagesThatCanNotBeHandledAreNotAskedForAlthoughTheyCanBeTakenOver() {
        Duration minute = Duration.ofMinutes(1);
        intake.found(NOW);
        intake.hold(NOW.plus(minute));
        intake.hold(NOW.plusSeconds(1));
        intake.failed(NOW, Duration.ZERO);
        intake.found(NOW);
        intake.tookOver(NOW);
        assertThat(wait(0)).isEqualTo(minute);
        intake.letGo();
        assertThat(intake.mayAsk(1, NOW)).isTrue();
    }
}
