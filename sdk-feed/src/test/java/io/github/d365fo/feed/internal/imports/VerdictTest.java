package io.github.d365fo.feed.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.PayloadTooLargeException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.ServiceReply;
import io.github.d365fo.connector.error.ThrottledException;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.error.TransportException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final Failure REJECTED = Failure.of(Operation.ENQUEUE, Outcome.REJECTED);

    private static ServiceReply reply(int status) {
        return new ServiceReply(status, null, null, "");
    }

    @ParameterizedTest
    @CsvSource({"400, REFUSED", "415, REFUSED", "404, RETRY", "500, RETRY", "503, RETRY"})
    void theStatusTellsWhoseFaultItIs(int status, Verdict verdict) {
        assertThat(Verdict.ofRefusal(new ServiceException("x", REJECTED, reply(status))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"ABSENT, FATAL", "MISCONFIGURED, FATAL", "UNREACHABLE, RETRY", "THROTTLED, RETRY", "UNKNOWN, RETRY"})
    void aTokenThatTimeCanMendIsWaitedFor(TokenUnavailableException.Reason reason, Verdict verdict) {
        TokenUnavailableException failure =
                new TokenUnavailableException("x", TokenProblem.of(reason).retryAfter(Duration.ofSeconds(7)), null);
        assertThat(Verdict.ofRefusal(failure)).isEqualTo(verdict);
        assertThat(Verdict.pause(failure)).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theTypeTellsWhoseFaultItIs() {
        assertThat(Verdict.ofRefusal(new AuthorizationException("x", REJECTED, reply(403))))
                .isEqualTo(Verdict.FATAL);
        assertThat(Verdict.ofRefusal(new IllegalStateException("the client is closed")))
                .isEqualTo(Verdict.FATAL);
        assertThat(Verdict.ofRefusal(new PayloadTooLargeException("x", REJECTED, reply(413))))
                .isEqualTo(Verdict.REFUSED);
        assertThat(Verdict.ofRefusal(new IntegrityException("x", REJECTED))).isEqualTo(Verdict.UNSTEADY);
        assertThat(Verdict.ofRefusal(new TransportException("x", REJECTED))).isEqualTo(Verdict.RETRY);
    }

    @Test
    void theServiceSaysHowLongToWait() {
        ThrottledException busy = new ThrottledException("x", REJECTED, reply(429), Duration.ofSeconds(40));
        assertThat(Verdict.pause(busy)).isEqualTo(Duration.ofSeconds(40));
        assertThat(Verdict.pause(new TransportException("x", REJECTED))).isZero();
    }
}
