package io.github.d365fo.testkit.defects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.RecordedRequest;
import io.github.d365fo.testkit.harness.CapturedLog;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Defects of known clients on the way into the service, by their number in the list of fourteen. Number 8 is shown
 * here with the status of a message, which clients ask for in the same way; {@link DataManagementDefectsTest} has the rest.
 */
@ExtendWith(CapturedLog.class)
class SendingDefectsTest {
    @Test
    void defect2IgnoresRetryAfter() {
        new Scenario(
                        server -> server.faults()
                                .on(Operation.ENQUEUE)
                                .times(3)
                                .inject(new Fault.Throttled(Fault.RetryAfter.seconds(30))),
                        server -> server.verify().retryAfterHonoured())
                .isVisibleIn((server, peer) -> {
                    HttpResponse<String> answer = peer.enqueue("x", Map.of());
                    while (answer.statusCode() == 429) {
                        answer = peer.enqueue("x", Map.of());
                    }
                })
                .isNoneOf((server, exports, imports) -> imports.enqueue(customers("x")));
    }

    @Test
    void defect4ResendsAFileThatMayHaveArrived() {
        new Scenario(
                        server -> server.faults().on(Operation.ENQUEUE).inject(new Fault.GatewayTimeout()),
                        server -> server.verify().enqueuedOnceFor("usmf").noImportSentTwice())
                .isVisibleIn((server, peer) -> {
                    for (int left = 3; left > 0 && peer.enqueue("x", Map.of()).statusCode() / 100 != 2; left--) {}
                })
                .isNoneOf((server, exports, imports) -> assertThatThrownBy(() -> imports.enqueue(customers("x")))
                        .isInstanceOfSatisfying(
                                ServiceException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN)));
    }

    @Test
    void defect4ResendsARejectedFile() {
        new Scenario(
                        server -> server.faults()
                                .on(Operation.ENQUEUE)
                                .times(5)
                                .optional()
                                .inject(new Fault.Forbidden()),
                        server -> server.verify().requests(Operation.ENQUEUE, 1))
                .isVisibleIn((server, peer) -> {
                    for (int left = 3; left > 0 && peer.enqueue("x", Map.of()).statusCode() / 100 != 2; left--) {}
                })
                .isNoneOf((server, exports, imports) -> assertThatThrownBy(() -> imports.enqueue(customers("x")))
                        .isInstanceOf(ServiceException.class));
    }

    @Test
    void defect8PollsImportsWithoutPause() {
        new Scenario(
                        server -> server.importJob()
                                .endNext(ExecutionOutcome.partiallySucceeded(
                                        ErrorRow.target("1", "is missing").field("Name"))),
                        SendingDefectsTest::assertPausesBetweenPolls)
                .isVisibleIn((server, peer) -> {
                    String id = peer.enqueue("x", Map.of()).body();
                    String state = state(peer, id);
                    for (int left = 20; left > 0 && state.equals("Enqueued"); left--) {
                        state = state(peer, id);
                    }
                })
                .isNoneOf((server, exports, imports) -> {
                    MessageId id = imports.enqueue(customers("x"));
                    assertThat(imports.awaitProcessed(id, Duration.ofMinutes(10))
                                    .isSuccess())
                            .isFalse();
                });
    }

    @Test
    void defect11KeepsHeadersForTheNextCall() {
        new Scenario(
                        server -> {},
                        server -> assertThat(server.importJob().enqueued())
                                .element(1)
                                .satisfies(file -> assertThat(file.externalId()).isEmpty()))
                .isVisibleIn((server, peer) -> {
                    Map<String, String> defaultHeaders = new HashMap<>();
                    defaultHeaders.put("x-ms-dyn-externalidentifier", "batch-1");
                    peer.enqueue("x", defaultHeaders);
                    peer.enqueue("y", defaultHeaders);
                })
                .isNoneOf((server, exports, imports) -> {
                    imports.enqueue(customers("x").externalId("batch-1"));
                    imports.enqueue(customers("y"));
                });
    }

    private static EnqueueRequest customers(String content) {
        return EnqueueRequest.of(Payload.ofString(content)).entity("Customers").company("usmf");
    }

    private static String state(Peer peer, String id) throws Exception {
        return Peer.fields(peer.status(id).body()).get("value");
    }

    private static void assertPausesBetweenPolls(FakeConnectorServer server) {
        List<RecordedRequest> polls = server.requests().stream()
                .filter(request -> request.operation()
                        .filter(Operation.MESSAGE_STATUS::equals)
                        .isPresent())
                .toList();
        assertThat(polls).extracting(RecordedRequest::at).doesNotHaveDuplicates();
    }
}
