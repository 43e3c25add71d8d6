package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.documented;
import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;
import static io.github.d365fo.testkit.conformance.Target.NOBODY;

import java.io.IOException;
import java.util.List;

/** Facts of {@code /api/connector} that neither lease a message nor import a file. */
final class ConnectorFacts {
    private static final String DEQUEUE = "/api/connector/dequeue/" + NOBODY;

    static final List<Fact> ALL = List.of(
            reported(
                    "NO_TOKEN",
                    "A call without a token is refused.",
                    "401",
                    t -> t.wire().send("GET", t.wire().at(DEQUEUE), "").status()),
            reported(
                    "WRONG_TOKEN",
                    "A call with what is no token is refused.",
                    "401",
                    t -> wrongToken(t).status()),
            reported(
                    "WRONG_TOKEN_BODY",
                    "The refusal of a token has the names of a Web API error.",
                    "Message, StackTrace, ExceptionType",
                    t -> Answer.names(wrongToken(t).json())),
            reported(
                    "EMPTY_ACTIVITY_ON_DEQUEUE",
                    "A job that does not exist is an internal error, on dequeue.",
                    "500",
                    t -> t.wire().get(DEQUEUE).status()),
            guessed(
                    "EMPTY_ACTIVITY_BODY",
                    "The internal error has a message and nothing else.",
                    "Message",
                    t -> Answer.names(t.wire().get(DEQUEUE).json())),
            guessed(
                    "EMPTY_ACTIVITY_ON_ENQUEUE",
                    "A job that does not exist is an internal error, on enqueue.",
                    "500",
                    t -> t.wire().post("/api/connector/enqueue/" + NOBODY, "").status()),
            guessed(
                    "EMPTY_ACTIVITY_ON_ACK",
                    "A job that does not exist is an internal error, on ack.",
                    "500",
                    t -> t.wire().post("/api/connector/ack/" + NOBODY, "{}").status()),
            guessed(
                    "EMPTY_ACTIVITY_ON_JOB_STATUS",
                    "A job that does not exist is an internal error, on jobstatus.",
                    "500",
                    t -> jobStatus(t, NOBODY)),
            documented(
                    "LANGUAGE_PREFIX",
                    "A path may begin with a language.",
                    "500",
                    t -> t.wire().get("/en" + DEQUEUE).status()),
            documented(
                    "BRACES",
                    "An activity id may have braces around it.",
                    "500",
                    t -> t.wire()
                            .get("/api/connector/dequeue/%7B" + NOBODY + "%7D")
                            .status()),
            reported(
                    "ANY_CASE",
                    "The case of a path does not count.",
                    "500",
                    t -> t.wire().get("/API/Connector/Dequeue/" + NOBODY).status()),
            guessed(
                    "UNKNOWN_VERB",
                    "Another path of the connector does not exist.",
                    "404",
                    t -> t.wire().get("/api/connector/nothing/" + NOBODY).status()),
            guessed(
                    "WRONG_METHOD",
                    "GET does not enqueue.",
                    "405",
                    t -> t.wire().get("/api/connector/enqueue/" + NOBODY).status()),
            guessed(
                    "ACK_OF_NOTHING",
                    "An ack whose body is no answer of dequeue is an internal error.",
                    "500",
                    t -> t.wire()
                            .post("/api/connector/ack/" + t.exportActivity(), "{}")
                            .status()),
            guessed(
                    "JOB_STATUS_OF_AN_UNKNOWN_MESSAGE",
                    "A message that was never enqueued is an internal error, on jobstatus.",
                    "500",
                    t -> jobStatus(t, t.importActivity())));

    private ConnectorFacts() {}

    private static Answer wrongToken(Target target) throws IOException, InterruptedException {
        return target.wire().send("GET", target.wire().at(DEQUEUE), "", "Authorization", "Bearer wrong");
    }

    private static String jobStatus(Target target, String activity) throws IOException, InterruptedException {
        return target.wire()
                .get("/api/connector/jobstatus/" + activity + "?jobId=" + NOBODY)
                .status();
    }
}
