package io.github.d365fo.testkit.defects;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.TestPackages;
import io.github.d365fo.testkit.harness.CapturedLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Defects of known clients on the way out of the service, by their number in the list of fourteen. */
@ExtendWith(CapturedLog.class)
class ReceivingDefectsTest {
    private static final byte[] PACKAGE = TestPackages.tiny();

    @TempDir
    Path directory;

    private int files;

    @Test
    void defect1DequeuesTheWholeQueueFirst() {
        new Scenario(
                        server -> {
                            server.exportJob().publish(PACKAGE);
                            server.exportJob().publish(PACKAGE);
                            server.exportJob().publish(PACKAGE);
                        },
                        server -> server.verify().nothingUnacknowledged().noMessageDeliveredTwice())
                .isVisibleIn((server, peer) -> {
                    List<String> messages = new ArrayList<>();
                    for (HttpResponse<String> next = peer.dequeue(); next.statusCode() == 200; next = peer.dequeue()) {
                        messages.add(next.body());
                    }
                    for (String message : messages) {
                        peer.download(message);
                        aSlowDownload(server);
                        peer.acknowledge(message);
                    }
                })
                .isNoneOf((server, exports, imports) -> receiveAll(exports, () -> aSlowDownload(server)));
    }

    @Test
    void defect3FailsOnADateInRetryAfter() {
        new Scenario(
                        server -> {
                            server.exportJob().publish(PACKAGE);
                            server.faults()
                                    .on(Operation.DEQUEUE)
                                    .inject(new Fault.Throttled(Fault.RetryAfter.date(Duration.ofSeconds(20))));
                        },
                        server -> server.verify().nothingUnacknowledged().retryAfterHonoured())
                .isVisibleIn((server, peer) -> {
                    HttpResponse<String> answer = peer.dequeue();
                    String wait = answer.headers().firstValue("Retry-After").orElseThrow();
                    server.clock().advance(Duration.ofSeconds(Integer.parseInt(wait)));
                    receive(peer, peer.dequeue());
                })
                .isNoneOf((server, exports, imports) -> receiveAll(exports, () -> {}));
    }

    @Test
    void defect5LosesAFailedAcknowledgement() {
        new Scenario(
                        server -> {
                            server.exportJob().publish(PACKAGE);
                            server.faults().on(Operation.ACKNOWLEDGE).inject(new Fault.BadGateway());
                        },
                        server -> server.verify().nothingUnacknowledged())
                .isVisibleIn((server, peer) -> receive(peer, peer.dequeue()))
                .isNoneOf((server, exports, imports) -> receiveAll(exports, () -> {}));
    }

    @Test
    void defect6StopsAtAnyFailure() {
        new Scenario(
                        server -> {
                            server.exportJob().publish(PACKAGE);
                            server.faults().on(Operation.DEQUEUE).inject(new Fault.BadGateway());
                        },
                        server -> server.verify().nothingUnacknowledged())
                .isVisibleIn((server, peer) -> receive(peer, successful(peer.dequeue())))
                .isNoneOf((server, exports, imports) -> receiveAll(exports, () -> {}));
    }

    @Test
    void defect7StopsAtAMessageWithoutFile() {
        new Scenario(
                        server -> {
                            server.exportJob().publishWithoutFile("nothing was exported");
                            server.exportJob().publish(PACKAGE);
                        },
                        server -> server.verify().nothingUnacknowledged())
                .isVisibleIn((server, peer) -> {
                    for (HttpResponse<String> next = peer.dequeue(); next.statusCode() == 200; next = peer.dequeue()) {
                        URI.create(Peer.fields(next.body()).get("DownloadLocation"));
                        receive(peer, next);
                    }
                })
                .isNoneOf((server, exports, imports) -> receiveAll(exports, () -> {}));
    }

    @Test
    void defect12AcknowledgesAMissingFile() {
        new Scenario(
                        server -> {
                            server.exportJob().publish(PACKAGE);
                            server.faults().on(Operation.DOWNLOAD).inject(new Fault.Truncated(4));
                        },
                        server -> server.verify().noUnreadMessageAcknowledged())
                .isVisibleIn((server, peer) -> {
                    String message = peer.dequeue().body();
                    tryOnceTooFew(peer, message);
                    peer.acknowledge(message);
                })
                .isNoneOf((server, exports, imports) -> receiveAll(exports, () -> {}));
    }

    @Test
    void defect13AcknowledgesWithAChangedMessage() {
        new Scenario(
                        server -> server.exportJob().publish(PACKAGE),
                        server -> server.verify().nothingUnacknowledged())
                .isVisibleIn((server, peer) -> {
                    String message = peer.dequeue().body();
                    peer.download(message);
                    String id = Peer.fields(message).get("CorrelationId");
                    peer.acknowledge("{\"messageId\":\"" + id + "\",\"status\":\"Acknowledged\"}");
                })
                .isNoneOf((server, exports, imports) -> receiveAll(exports, () -> {}));
    }

    @Test
    void defect14UsesAnExpiredToken() {
        new Scenario(
                        server -> server.exportJob().publish(PACKAGE),
                        server -> server.verify().nothingUnacknowledged())
                .isVisibleIn((server, peer) -> {
                    server.clock().advance(Duration.ofHours(8));
                    receive(peer, successful(peer.dequeue()));
                })
                .isNoneOf((server, exports, imports) -> {
                    receiveAll(exports, () -> {});
                    server.clock().advance(Duration.ofHours(8));
                    server.exportJob().publish(PACKAGE);
                    receiveAll(exports, () -> {});
                });
    }

    private static void receive(Peer peer, HttpResponse<String> message) throws IOException, InterruptedException {
        peer.download(message.body());
        peer.acknowledge(message.body());
    }

    private static HttpResponse<String> successful(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the job is paused: status " + answer.statusCode());
        }
        return answer;
    }

    private static void aSlowDownload(FakeConnectorServer server) {
        server.clock().advance(Duration.ofMinutes(20));
    }

    /** Downloads once, in a loop whose guard never holds, and so goes on as if it had succeeded. */
    private static void tryOnceTooFew(Peer peer, String message) throws InterruptedException {
        for (int left = 1; left > 0; left--) {
            try {
                peer.download(message);
            } catch (IOException e) {
                continue;
            }
        }
    }

    private void receiveAll(RecurringJob exports, Runnable afterDownload) {
        for (Optional<DequeueResult> next = exports.dequeue(); next.isPresent(); next = exports.dequeue()) {
            if (next.get().fileExists()) {
                exports.download(next.get(), directory.resolve("package-" + files++ + ".zip"));
                afterDownload.run();
            }
            exports.acknowledge(next.get());
        }
    }
}
