package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.documented;
import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;
import static io.github.d365fo.testkit.conformance.Target.ENTITY;
import static io.github.d365fo.testkit.conformance.Target.NOBODY;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Facts of files on their way in. The files name an entity that no environment has, so that an import of them fails and
 * changes no business data.
 */
final class EnqueueFacts {
    private static final int MORE_THAN_THE_WEB_SERVERS_DEFAULT = 30_000_001;

    static final List<Fact> ALL = List.of(
            reported(
                            "ENQUEUE_ANSWER",
                            "A file is answered with its message id as a JSON text.",
                            "200 an id in quotes",
                            t -> {
                                Answer answer = t.enqueue(ENTITY);
                                return answer.status() + (isId(answer.body()) ? " an id in quotes" : " another form");
                            })
                    .writes(),
            guessed(
                            "ENQUEUE_TYPE",
                            "That answer is JSON.",
                            "application/json",
                            t -> t.enqueue(ENTITY).mediaType())
                    .writes(),
            reported("TWO_EQUAL_FILES", "Two equal files are two messages.", "two ids", t -> {
                        Set<String> ids = new TreeSet<>();
                        ids.add(t.enqueue(ENTITY).body());
                        ids.add(t.enqueue(ENTITY).body());
                        return ids.size() == 2 ? "two ids" : "one id";
                    })
                    .writes(),
            reported(
                            "ENTITY_WITH_PLUS",
                            "A blank in an entity's name may be a plus sign.",
                            "200",
                            t -> t.enqueue(ENTITY.replace("%20", "+")).status())
                    .writes(),
            guessed(
                            "NO_ENTITY",
                            "A file that names no entity is taken.",
                            "200",
                            t -> t.enqueue("").status())
                    .writes(),
            guessed(
                            "LARGE_FILE",
                            "A file of more than 30,000,000 bytes is too large.",
                            "413",
                            t -> t.enqueue(ENTITY, new byte[MORE_THAN_THE_WEB_SERVERS_DEFAULT])
                                    .status())
                    .writes(),
            documented(
                            "STATUS_OF_A_NEW_MESSAGE",
                            "A message waits for the batch job, says GetMessageStatus.",
                            "200 Enqueued",
                            t -> t.wire()
                                    .act("GetMessageStatus", "{\"messageId\":\"" + t.messageId() + "\"}")
                                    .value())
                    .writes(),
            reported(
                            "EXECUTION_OF_A_NEW_MESSAGE",
                            "It has the empty execution id until then.",
                            "200 " + NOBODY,
                            t -> t.wire()
                                    .act("GetExecutionIdByMessageId", "{\"_messageId\":\"" + t.messageId() + "\"}")
                                    .value())
                    .writes(),
            reported(
                            "JOB_STATUS_NAMES",
                            "jobstatus tells the status, a log and details.",
                            "DataJobStatus, ExecutionLog, ExecutionDetail",
                            t -> Answer.names(t.jobStatus()))
                    .writes(),
            reported(
                            "JOB_STATUS_INNER_NAMES",
                            "The status has the names of Microsoft's own contract.",
                            "DataProject, DataJobIdentifier, ExternalIdentifier, ExecutionIdentifier,"
                                    + " DataJobStartedDateTime, DataJobCompletedDateTime, DataJobState",
                            t -> Answer.names(status(t)))
                    .writes(),
            guessed("JOB_STATUS_STATE", "jobstatus tells the state as a number.", "a number", t -> {
                        JsonNode state = status(t).path("DataJobState");
                        return state.isNumber() ? "a number" : state.isTextual() ? "a text" : "nothing";
                    })
                    .writes(),
            reported(
                            "EXTERNAL_ID",
                            "jobstatus tells the external id that a file was enqueued with.",
                            "the same",
                            t -> status(t).path("ExternalIdentifier").asText().equals(Target.EXTERNAL_ID)
                                    ? "the same"
                                    : "another")
                    .writes(),
            guessed(
                            "JOB_STATUS_TIMES_NOT_YET",
                            "A time that has not come is a date long ago.",
                            "1900-01-01T00:00:00, 0001-01-01T00:00:00",
                            t -> status(t).path("DataJobStartedDateTime").asText() + ", "
                                    + status(t).path("DataJobCompletedDateTime").asText())
                    .writes(),
            reported(
                            "JOB_STATUS_DETAIL_NOT_YET",
                            "There are no details yet.",
                            "NULL",
                            t -> t.jobStatus()
                                    .path("ExecutionDetail")
                                    .getNodeType()
                                    .toString())
                    .writes(),
            reported(
                            "JOB_STATUS_TIMES",
                            "The times of an import that is over have no zone.",
                            "without a zone",
                            t -> Target.zone(
                                    t.jobStatusInTheEnd().path("DataJobStatus").path("DataJobCompletedDateTime")))
                    .slow(),
            reported(
                            "JOB_STATUS_DETAIL_NAMES",
                            "Its details have the names of Microsoft's own contract.",
                            "EntityName, Company, StagingRecords, StagingStatus, StagingErrorCount, TargetRecords,"
                                    + " TargetStatus, TargetErrorCount, ExecutionStartedDateTime,"
                                    + " ExecutionCompletedDateTime",
                            t -> Answer.names(t.jobStatusInTheEnd()
                                    .path("ExecutionDetail")
                                    .path(0)))
                    .slow());

    private EnqueueFacts() {}

    private static boolean isId(String body) {
        return body.matches("\"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\"");
    }

    private static JsonNode status(Target target) throws IOException, InterruptedException {
        return target.jobStatus().path("DataJobStatus");
    }
}
