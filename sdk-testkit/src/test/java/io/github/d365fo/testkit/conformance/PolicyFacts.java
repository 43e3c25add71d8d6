package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;
import static io.github.d365fo.testkit.conformance.Target.ENTITY;

import java.util.List;

/**
 * Facts of a second application, which is mapped to a user but in no job's authorization policy. If a job does not
 * refuse it, a file is enqueued or a message leased.
 */
final class PolicyFacts {
    static final List<Fact> ALL = List.of(
            reported(
                            "POLICY_ON_ENQUEUE",
                            "enqueue refuses an application that is not in the job's policy.",
                            "401",
                            t -> t.asStranger().enqueue(ENTITY).status())
                    .writes(),
            reported(
                            "POLICY_ON_DEQUEUE",
                            "dequeue refuses it.",
                            "401",
                            t -> t.asStranger().dequeue().status())
                    .writes(),
            guessed(
                            "POLICY_ON_ACK",
                            "ack refuses it.",
                            "401",
                            t -> t.asStranger().acknowledge("{}").status())
                    .writes(),
            guessed(
                            "POLICY_ON_JOB_STATUS",
                            "jobstatus refuses it.",
                            "401",
                            t -> t.asStranger().wire().get(t.jobStatusPath()).status())
                    .writes(),
            guessed(
                            "POLICY_ON_ACTIONS",
                            "The data management API does not ask for the policy of a job.",
                            "200 []",
                            t -> t.asStranger()
                                    .wire()
                                    .act("GetExecutionErrors", "{\"executionId\":\"" + Target.UNKNOWN + "\"}")
                                    .value())
                    .writes());

    private PolicyFacts() {}
}
