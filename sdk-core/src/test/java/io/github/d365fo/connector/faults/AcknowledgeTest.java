package io.github.d365fo.connector.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClientBuilder;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of acknowledgements that are lost, refused, or come twice. */
@ExtendWith(CapturedLog.class)
class AcknowledgeTest {
    private static final UnaryOperator<ConnectorClientBuilder> ONE_TRY =
            builder -> builder.retryPolicy(RetryPolicy.none());
    private static final Reply OK = Reply.text(200, "");
    private static final Reply BAD_GATEWAY = Reply.text(502, "<html>502</html>");
    private static final Reply BROKEN = Reply.text(500, "{\"Message\":\"An error has occurred.\"}");
    private static final Reply LOST = Reply.reset(true);
    private static final String OTHER_JOB = "5acd8121-d4e1-4cf8-b31f-9713de3e3627";

    @ParameterizedTest
    @EnumSource
    void aSecondAcknowledgementSendsNothing(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, OK, BROKEN)) {
            DequeueResult message = rig.message();
            rig.job.acknowledge(message);
            rig.job.acknowledge(message);
            rig.job.acknowledge(AckRequest.of(
                    "c", "secret-receipt", message.downloadLocation().orElseThrow()));
            for (FaceUnderTest any : FaceUnderTest.values()) {
                any.job(rig.client, "{" + Rig.ACTIVITY.toUpperCase() + "}").acknowledge(message);
            }
            assertThat(rig.server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherDeliveryMessageOrJobIsAsked(FaceUnderTest face) throws IOException {
        try (Rig rig = new Rig(face, OK)) {
            DequeueResult message = rig.message();
            rig.job.acknowledge(message);
            for (String other : List.of(
                    message.toJson().replace("secret-receipt", "next-receipt"),
                    message.toJson().replace("\"c\"", "\"d\""))) {
                rig.job.acknowledge(DequeueResult.fromJson(other));
            }
            face.job(rig.client, OTHER_JOB).acknowledge(message);
            assertThat(rig.server.requests()).hasSize(4);
        }
    }

    /** Should the service keep a receipt over a redelivery, or forget an acknowledgement. */
    @ParameterizedTest
    @EnumSource
    void aRedeliveryIsAcknowledgedAgain(FaceUnderTest face) throws IOException {
        Reply message = Reply.text(
                200,
                "{\"CorrelationId\":\"c\",\"PopReceipt\":\"secret-receipt\",\"DownloadLocation\":\"https://host/a\"}");
        try (Rig rig = new Rig(face, message, OK, message, OK, message, OK)) {
            for (int delivery = 1; delivery <= 3; delivery++) {
                rig.job.acknowledge(rig.job.dequeue().orElseThrow());
                assertThat(rig.server.requests()).hasSize(2 * delivery);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatFailedIsAskedAgain(FaceUnderTest face) throws IOException {
        try (Rig rig = Rig.with(ONE_TRY, face, BROKEN, OK)) {
            catchThrowableOfType(ConnectorException.class, () -> rig.job.acknowledge(rig.message()));
            rig.job.acknowledge(rig.message());
            assertThat(rig.server.requests()).hasSize(2);
        }
    }

    static Stream<Arguments> secondAnswers() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(BROKEN, BAD_GATEWAY, LOST).map(answer -> Arguments.of(face, answer)));
    }

    /** Two threads acknowledge at once: the second is refused, or its answer lost, and yet both are right. */
    @ParameterizedTest
    @MethodSource("secondAnswers")
    void whatAnotherCallAcknowledgedMeanwhileIsDone(FaceUnderTest face, Reply second) throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch acknowledged = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean();
        Reply inTurn = connection -> {
            both.countDown();
            both.await();
            if (first.compareAndSet(false, true)) {
                return OK.answer(connection);
            }
            acknowledged.await();
            return second.answer(connection);
        };
        try (Rig rig = Rig.with(ONE_TRY, face, inTurn)) {
            List<CompletableFuture<Void>> calls = Stream.of(1, 2)
                    .map(call -> CompletableFuture.runAsync(() -> rig.job.acknowledge(rig.message())))
                    .toList();
            CompletableFuture.anyOf(calls.get(0), calls.get(1)).join();
            acknowledged.countDown();
            CompletableFuture.allOf(calls.get(0), calls.get(1)).join();
            assertThat(rig.server.requests()).hasSize(2);
        }
    }

    static Stream<Arguments> doubtfulEnds() {
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.of(
                        Arguments.of(face, "five 502s", List.of(BAD_GATEWAY)),
                        Arguments.of(face, "refused: late, a second one, a foreign one", List.of(BROKEN)),
                        Arguments.of(face, "done, its answer lost, and refused from then on", List.of(LOST, BROKEN)),
                        Arguments.of(face, "done, 502, and refused from then on", List.of(BAD_GATEWAY, BROKEN)),
                        Arguments.of(face, "every answer lost", List.of(LOST))));
    }

    /** Whether it arrived can't be known, so the advice has to be right for both. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("doubtfulEnds")
    void aDoubtfulAcknowledgementHasAdvice(FaceUnderTest face, String name, List<Reply> replies) throws IOException {
        try (Rig rig = new Rig(face, replies.toArray(Reply[]::new))) {
            ConnectorException end =
                    catchThrowableOfType(ConnectorException.class, () -> rig.job.acknowledge(rig.message()));
            assertThat(end.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(end.attempts()).hasSize(5);
            assertThat(end)
                    .hasMessageContaining("already acknowledged or whose lease has ended")
                    .hasMessageContaining("the file you stored is good")
                    .hasMessageContaining("Dequeue again")
                    .hasMessageContaining("comes back 30 minutes after it was dequeued")
                    .hasMessageNotContaining("secret-receipt");
        }
    }
}
