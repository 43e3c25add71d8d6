package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.faults.Rig.Verb;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code java.net.http} sends without being asked: a GET whose connection dies before the first byte of an answer
 * goes out once more, below the client's own retries and unseen by them.
 */
class WireCountTest {
    private static final Reply HANG_UP = connection -> false;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.github.d365fo.connector.faults.FaultMatrixTest#verbs")
    void theJdkSendsAGetTwiceAndAPostOnce(FaceUnderTest face, Verb verb) throws IOException {
        try (Rig rig = Rig.with(b -> b.retryPolicy(RetryPolicy.none()), face, HANG_UP)) {
            TransportException error = catchThrowableOfType(TransportException.class, () -> verb.call(rig, directory));
            assertThat(error.attempts()).hasSize(1);
            assertThat(rig.server.requests()).hasSize(verb.isGet() ? 2 : 1);
        }
    }

    /** Nothing is lost by it, for the message that nobody got comes back when its lease ends; but the order changes. */
    @ParameterizedTest
    @EnumSource
    void oneDequeueMayLeaseTwoMessages(FaceUnderTest face) throws IOException {
        AtomicInteger leased = new AtomicInteger();
        Reply lease = connection -> {
            int number = leased.incrementAndGet();
            return number > 1
                    && Reply.text(200, "{\"CorrelationId\":\"message-" + number + "\",\"PopReceipt\":\"secret\"}")
                            .answer(connection);
        };
        try (Rig rig = Rig.with(b -> b.retryPolicy(RetryPolicy.none()), face, lease)) {
            DequeueResult message = rig.job.dequeue().orElseThrow();
            assertThat(message.correlationId()).isEqualTo("message-2");
            assertThat(leased).hasValue(2);
        }
    }
}
