package io.github.d365fo.testkit.conformance;

import static io.github.d365fo.testkit.conformance.Fact.guessed;
import static io.github.d365fo.testkit.conformance.Fact.reported;
import static io.github.d365fo.testkit.conformance.Target.NOBODY;
import static io.github.d365fo.testkit.conformance.Target.UNKNOWN;

import java.util.List;

/** Facts of what the actions of the data management API say of executions, messages and projects that nobody knows. */
final class UnknownIdFacts {
    private static final String NOT_FOUND = "were not found";
    private static final String EXECUTION = "{\"executionId\":\"" + UNKNOWN + "\"}";
    private static final String EXECUTION_AND_ENTITY =
            "{\"executionId\":\"" + UNKNOWN + "\",\"entityName\":\"Customer groups\"}";

    static final List<Fact> ALL = List.of(
            reported(
                    "STATUS_OF_AN_UNKNOWN_EXECUTION",
                    "GetExecutionSummaryStatus refuses an execution that it can't see.",
                    "400 " + NOT_FOUND,
                    t -> t.wire().act("GetExecutionSummaryStatus", EXECUTION).refusal(NOT_FOUND)),
            guessed(
                    "ERRORS_OF_AN_UNKNOWN_EXECUTION",
                    "GetExecutionErrors has none to tell of one.",
                    "200 []",
                    t -> t.wire().act("GetExecutionErrors", EXECUTION).value()),
            guessed(
                    "PAGE_OF_AN_UNKNOWN_EXECUTION",
                    "GetExecutionSummaryPageUrl refuses one.",
                    "400 innererror",
                    t -> t.wire().act("GetExecutionSummaryPageUrl", EXECUTION).refusal()),
            guessed(
                    "ENTITIES_OF_AN_UNKNOWN_EXECUTION",
                    "GetEntityExecutionSummaryStatusList refuses one.",
                    "400 innererror",
                    t -> t.wire()
                            .act("GetEntityExecutionSummaryStatusList", EXECUTION)
                            .refusal()),
            guessed(
                    "PACKAGE_OF_AN_UNKNOWN_EXECUTION",
                    "GetExportedPackageUrl refuses one.",
                    "400 innererror",
                    t -> t.wire().act("GetExportedPackageUrl", EXECUTION).refusal()),
            guessed(
                    "STAGING_ERRORS_OF_AN_UNKNOWN_EXECUTION",
                    "GetImportStagingErrorFileUrl refuses one.",
                    "400 innererror",
                    t -> t.wire()
                            .act("GetImportStagingErrorFileUrl", EXECUTION_AND_ENTITY)
                            .refusal()),
            guessed(
                    "ERROR_KEYS_OF_AN_UNKNOWN_EXECUTION",
                    "GetImportTargetErrorKeysFileUrl has no file of one.",
                    "200 ",
                    t -> t.wire()
                            .act("GetImportTargetErrorKeysFileUrl", EXECUTION_AND_ENTITY)
                            .value()),
            guessed(
                    "STATUS_OF_AN_UNKNOWN_MESSAGE",
                    "GetMessageStatus refuses a message that was never enqueued.",
                    "400 innererror",
                    t -> t.wire()
                            .act("GetMessageStatus", "{\"messageId\":\"" + NOBODY + "\"}")
                            .refusal()),
            guessed(
                    "EXECUTION_OF_AN_UNKNOWN_MESSAGE",
                    "GetExecutionIdByMessageId takes such a message for one that is not picked up.",
                    "200 " + NOBODY,
                    t -> t.wire()
                            .act("GetExecutionIdByMessageId", "{\"_messageId\":\"" + NOBODY + "\"}")
                            .value()),
            reported(
                    "MESSAGE_ID_WITHOUT_UNDERSCORE",
                    "The parameter of GetExecutionIdByMessageId begins with an underscore.",
                    "400 innererror",
                    t -> t.wire()
                            .act("GetExecutionIdByMessageId", "{\"messageId\":\"" + NOBODY + "\"}")
                            .refusal()),
            guessed(
                    "EXPORT_OF_AN_UNKNOWN_PROJECT",
                    "ExportToPackage refuses a data project that does not exist.",
                    "400 innererror",
                    t -> t.wire()
                            .act(
                                    "ExportToPackage",
                                    "{\"definitionGroupId\":\"" + UNKNOWN
                                            + "\",\"packageName\":\"none\",\"executionId\":\"\",\"reExecute\":false,"
                                            + "\"legalEntityId\":\"\"}")
                            .refusal()),
            guessed(
                    "VERSION_TOKEN_OF_AN_UNKNOWN_PROJECT",
                    "ResetVersionToken refuses a data project that does not exist.",
                    "400 innererror",
                    t -> t.wire()
                            .act(
                                    "ResetVersionToken",
                                    "{\"definitionGroupId\":\"" + UNKNOWN
                                            + "\",\"entityName\":\"Customer groups\",\"sourceName\":\"AX\"}")
                            .refusal()));

    private UnknownIdFacts() {}
}
