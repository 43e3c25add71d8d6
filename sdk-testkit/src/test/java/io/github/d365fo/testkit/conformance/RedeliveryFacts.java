package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.documented;
import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;

import java.io.IOException;
import java.util.List;

/** Facts of messages whose lease ends, and, at last, of an empty queue. */
final class RedeliveryFacts {
    static final List<Fact> ALL = List.of(
            guessed(
                            "REDELIVERY_CORRELATION_ID",
                            "A redelivery has the same correlation id.",
                            "the same",
                            t -> same(t, "CorrelationId"))
                    .slow(),
            guessed(
                            "REDELIVERY_RECEIPT",
                            "A redelivery has a receipt of its own.",
                            "another",
                            t -> same(t, "PopReceipt"))
                    .slow(),
            documented(
                            "REDELIVERY_DATE",
                            "A redelivery tells when the message was delivered last.",
                            "told",
                            t -> t.redelivery()
                                            .second()
                                            .json()
                                            .path("LastDequeueDateTime")
                                            .isTextual()
                                    ? "told"
                                    : "not told")
                    .slow(),
            guessed(
                            "REDELIVERY_ZONE",
                            "That date has no zone.",
                            "without a zone",
                            t -> Target.zone(t.redelivery().second().json().path("LastDequeueDateTime")))
                    .slow(),
            guessed(
                            "ACK_WITH_THE_FIRST_RECEIPT",
                            "ack wants the latest receipt.",
                            "500",
                            t -> t.acknowledge(t.redelivery().first().body()).status())
                    .slow(),
            documented(
                            "ACK_OF_A_REDELIVERY",
                            "A redelivery is acknowledged like a first delivery.",
                            "200",
                            t -> t.acknowledge(t.redelivery().second().body()).status())
                    .slow(),
            guessed("LATE_ACK", "An ack after the lease is an internal error.", "500", RedeliveryFacts::lateAck)
                    .slow(),
            reported("EMPTY_QUEUE", "An empty queue has no content.", "204", RedeliveryFacts::emptyQueue)
                    .writes());

    private RedeliveryFacts() {}

    private static String same(Target target, String field) throws IOException, InterruptedException {
        Target.Redelivery redelivery = target.redelivery();
        return redelivery
                        .first()
                        .json()
                        .path(field)
                        .equals(redelivery.second().json().path(field))
                ? "the same"
                : "another";
    }

    private static String lateAck(Target target) throws IOException, InterruptedException {
        Answer message = target.lease();
        target.letLeaseEnd();
        return target.acknowledge(message.body()).status();
    }

    private static String emptyQueue(Target target) throws IOException, InterruptedException {
        for (int i = 0; i < Target.SEARCHED; i++) {
            Answer answer = target.dequeue();
            if (!answer.body().contains("PopReceipt")) {
                return answer.status();
            }
        }
        throw new Unobserved("the queue has more than " + Target.SEARCHED + " messages");
    }
}
