package io.github.d365fo.testkit.conformance;

import java.io.IOException;
import java.net.http.HttpResponse;

/**
 * Something that the fake takes for true of the service, and how to see whether it is. None leases a message or imports
 * a file, so that they can be asked of an environment that is in use.
 */
enum Fact {
    NO_TOKEN(Confidence.REPORTED, "401", target -> status(target.getAs("", dequeue()))),
    WRONG_TOKEN(Confidence.REPORTED, "401", target -> status(target.getAs("Bearer wrong", dequeue()))),
    EMPTY_ACTIVITY_ON_DEQUEUE(
            Confidence.REPORTED, "500", target -> status(target.get("/api/connector/dequeue/" + Fact.NOBODY))),
    EMPTY_ACTIVITY_ON_ACK(
            Confidence.GUESSED, "500", target -> status(target.post("/api/connector/ack/" + Fact.NOBODY, "{}"))),
    LANGUAGE_PREFIX(
            Confidence.DOCUMENTED, "500", target -> status(target.get("/en/api/connector/dequeue/" + Fact.NOBODY))),
    BRACES(
            Confidence.DOCUMENTED,
            "500",
            target -> status(target.get("/api/connector/dequeue/%7B" + Fact.NOBODY + "%7D"))),
    ANY_CASE(Confidence.REPORTED, "500", target -> status(target.get("/API/Connector/Dequeue/" + Fact.NOBODY))),
    ACK_OF_NOTHING(
            Confidence.GUESSED,
            "500",
            target -> status(target.post("/api/connector/ack/" + target.exportActivity(), "{}"))),
    JOB_STATUS_OF_AN_UNKNOWN_MESSAGE(
            Confidence.GUESSED,
            "500",
            target -> status(
                    target.get("/api/connector/jobstatus/" + target.importActivity() + "?jobId=" + Fact.NOBODY))),
    MESSAGE_STATUS_OF_AN_UNKNOWN_MESSAGE(
            Confidence.GUESSED,
            "400",
            target -> status(target.post(Fact.ACTION, "{\"messageId\":\"" + Fact.NOBODY + "\"}"))),
    ACTION_WITHOUT_ITS_PARAMETER(Confidence.REPORTED, "400 innererror", target -> {
        var answer = target.post(Fact.ACTION, "{}");
        return answer.statusCode() + (answer.body().contains("innererror") ? " innererror" : "");
    });

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";
    private static final String ACTION =
            "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetMessageStatus";

    private final Confidence confidence;
    private final String expected;
    private final Probe probe;

    Fact(Confidence confidence, String expected, Probe probe) {
        this.confidence = confidence;
        this.expected = expected;
        this.probe = probe;
    }

    /** How far a fact is to be trusted as long as nobody has measured it. */
    enum Confidence {
        DOCUMENTED,
        REPORTED,
        GUESSED
    }

    private interface Probe {
        String of(Target target) throws IOException, InterruptedException;
    }

    Confidence confidence() {
        return confidence;
    }

    String expected() {
        return expected;
    }

    String observe(Target target) throws IOException, InterruptedException {
        return probe.of(target);
    }

    private static String dequeue() {
        return "/api/connector/dequeue/" + NOBODY;
    }

    private static String status(HttpResponse<String> answer) {
        return String.valueOf(answer.statusCode());
    }
}
