package io.github.d365fo.testkit.internal.datamanagement;

import static io.github.d365fo.testkit.harness.DataPlaneRig.exportBody;
import static io.github.d365fo.testkit.harness.DataPlaneRig.importBody;
import static io.github.d365fo.testkit.harness.DataPlaneRig.of;
import static io.github.d365fo.testkit.harness.DataPlaneRig.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.testkit.EntityResult;
import io.github.d365fo.testkit.ErrorRow;
import io.github.d365fo.testkit.ExecutionOutcome;
import io.github.d365fo.testkit.FakeDataProject;
import io.github.d365fo.testkit.FakeExecution;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import io.github.d365fo.testkit.harness.DataPlaneRig.DataEntry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the data management API refuses, and what its switches change, over plain HTTP. */
class DataManagementRulesTest {
    private static final String INVALID = "InvokeAction - Model state is invalid.";

    private final DataPlaneRig rig = new DataPlaneRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private static byte[] groups() throws Exception {
        return zip(DataEntry.csv("Customer groups", "ID\r\n10\r\n20\r\n"));
    }

    private static String named(String name, String value) {
        return "{\"" + name + "\":\"" + value + "\"}";
    }

    private FakeExecution imported(byte[] content) throws Exception {
        ExecutionId id = rig.importPackage("Groups", content);
        rig.finish();
        return rig.data().execution(id).orElseThrow();
    }

    /** Imports, and what becomes of their files. */
    @Nested
    class Imports {
        @Test
        void importsNeedANameAndAProjectThatMayBeWritten() throws Exception {
            assertThat(rig.refusal("GetAzureWriteUrl", named("uniqueFileName", " ")))
                    .contains("uniqueFileName");
            URI address = rig.upload(groups());
            assertThat(rig.refusal("ImportFromPackage", importBody(address, "", "", true, true)))
                    .contains("definitionGroupId");
            rig.data().project("Groups");
            assertThat(rig.refusal("ImportFromPackage", importBody(address, "groups", "", true, false)))
                    .contains("exists and overwrite has not been specified");
            assertThat(rig.data().executions()).isEmpty();
        }

        @Test
        void importsOfOneProjectTakeTurnsAndIdsAreUsedOnce() throws Exception {
            URI address = rig.upload(groups());
            rig.value("ImportFromPackage", importBody(address, "Groups", "run-1", true, true));
            assertThat(rig.refusal("ImportFromPackage", importBody(address, "Groups", "run-2", true, true)))
                    .contains("The record already exists.");
            rig.value("ImportFromPackageAsync", importBody(address, "Other", "run-2", true, true));
            rig.data().parallelImports(true);
            rig.value("ImportFromPackage", importBody(address, "Groups", "run-3", true, true));
            rig.data().parallelImports(false);
            rig.finish();
            assertThat(rig.refusal("ImportFromPackage", importBody(address, "Groups", "run-1", true, true)))
                    .contains("Job ID: run-1");
            assertThat(rig.value("ImportFromPackage", importBody(address, "Groups", "run-4", false, true)))
                    .isEqualTo("run-4");
            rig.finish();
            assertThat(rig.value("GetExecutionSummaryStatus", of(ExecutionId.of("run-4"))))
                    .isEqualTo("NotRun");
        }

        @Test
        void aPackageHasOneCompositeEntityAtMost() throws Exception {
            rig.data().compositeEntities("Sales orders", "Purchase orders");
            DataEntry sales = DataEntry.csv("Sales orders", "ID\r\n1\r\n");
            URI one = rig.upload(zip(sales, DataEntry.csv("Customer groups", "ID\r\n1\r\n")));
            URI two = rig.upload(zip(sales, DataEntry.csv("Purchase orders", "ID\r\n1\r\n")));
            assertThat(rig.refusal("ImportFromPackage", importBody(two, "Orders", "", true, false)))
                    .contains("only one composite entity");
            assertThat(rig.refusal("ImportFromPackage", importBody(one, "Orders", "", true, true)))
                    .contains("Overwrite must be false");
            assertThat(rig.data().executions()).isEmpty();
            assertThat(rig.value("ImportFromPackage", importBody(one, "Orders", "run-1", true, false)))
                    .isEqualTo("run-1");
        }

        @Test
        void dataFilesOfAnotherFormatFailTheirEntity() throws Exception {
            byte[] narrow = "ID\r\n10\r\n".getBytes(StandardCharsets.UTF_8);
            byte[] wide = "\ufeffID\r\n10\r\n".getBytes(StandardCharsets.UTF_16LE);
            DataEntry broken = new DataEntry("Customers V3", "CSV-Unicode", "customers.csv", narrow);
            DataEntry right = new DataEntry("Customer groups", "CSV-Unicode", "groups.csv", wide);
            assertThat(imported(zip(right)).status()).isEqualTo(FakeExecution.Status.SUCCEEDED);
            assertThat(imported(zip(broken)).status()).isEqualTo(FakeExecution.Status.FAILED);
            FakeExecution both = imported(zip(right, broken));
            assertThat(both.status()).isEqualTo(FakeExecution.Status.PARTIALLY_SUCCEEDED);
            assertThat(both.errors()).extracting(ErrorRow::entity).containsExactly("Customers V3");
        }

        @Test
        void recordsOfAnXmlFileAreTheElementsBelowItsRoot() throws Exception {
            byte[] xml = "<Document><GROUP><ID>10</ID></GROUP><GROUP><ID>20</ID></GROUP></Document>"
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(imported(zip(new DataEntry("Customer groups", "XML-Element", "groups.xml", xml)))
                            .entities())
                    .containsExactly(new EntityResult("Customer groups", 2, 0, 2, 0));
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void entitiesThatFailAndEntitiesThatDoNot(boolean texts) throws Exception {
            rig.data().entityStatusTexts(texts).project("Groups");
            rig.data()
                    .endNext(ExecutionOutcome.partiallySucceeded(
                                    ErrorRow.target("1", "no").entity("Customers V3"))
                            .records("Customers V3", 1));
            ExecutionId id = rig.importPackage(
                    "Groups",
                    zip(
                            DataEntry.csv("Customer groups", "ID\r\n10\r\n"),
                            DataEntry.csv("Customers V3", "ID\r\n1\r\n")));
            rig.finish();
            String body = rig.call("GetEntityExecutionSummaryStatusList", of(id))
                    .body()
                    .replace("\\\"", "\"");
            assertThat(body)
                    .contains(texts ? "Collection(Edm.String)" : "DMFEntityExecutionSummaryStatus)")
                    .contains("\"EntityName\":\"Customer groups\",\"Status\":\"Succeeded\"")
                    .contains("\"EntityName\":\"Customers V3\",\"Status\":\"Failed\"");
        }

        @Test
        void aFileOfErrorKeysIsThereAWhileAfterItWasAskedFor() throws Exception {
            rig.data().project("Groups").endNext(ExecutionOutcome.partiallySucceeded(ErrorRow.target("20", "no")));
            ExecutionId id = rig.importPackage("Groups", groups());
            rig.finish();
            String entity = of(id, "Customer groups");
            assertThat(rig.value("GetImportTargetErrorKeysFileUrl", entity)).isEmpty();
            assertThat(rig.value("GenerateImportTargetErrorKeysFile", entity)).isEqualTo("true");
            assertThat(rig.value("GetImportTargetErrorKeysFileUrl", entity)).isEmpty();
            rig.server.clock().advance(Duration.ofSeconds(5));
            URI address = URI.create(rig.value("GetImportTargetErrorKeysFileUrl", entity));
            assertThat(rig.value("GetImportTargetErrorKeysFileUrl", entity)).isNotEmpty();
            assertThat(rig.get(address).body()).asString().isEqualTo("\"20\"\r\n");
            assertThat(rig.value("GetImportStagingErrorFileUrl", entity)).isEmpty();
            assertThat(rig.value("GenerateImportTargetErrorKeysFile", of(id, "Customers V3")))
                    .isEqualTo("false");
        }
    }

    /** What an action needs to be told. */
    @Nested
    class Parameters {
        @ParameterizedTest
        @ValueSource(strings = {"[]", "{}", "{\"executionId\":1}"})
        void parametersAreNeededInTheirTypes(String body) throws Exception {
            assertThat(rig.refusal("GetExecutionSummaryStatus", body)).isEqualTo(INVALID);
        }

        @Test
        void aFlagIsNoText() throws Exception {
            String body = exportBody("Groups", "", true).replace("true", "\"true\"");
            assertThat(rig.refusal("ExportToPackage", body)).isEqualTo(INVALID);
        }

        @Test
        void blankIdsFindNothing() throws Exception {
            assertThat(rig.refusal("GetMessageStatus", named("messageId", ""))).contains("was not found");
            assertThat(rig.refusal("GetExecutionSummaryStatus", named("executionId", "")))
                    .contains("Execution details were not found");
            assertThat(rig.value("GetExecutionErrors", "{\"executionId\":null}"))
                    .isEqualTo("[]");
            assertThat(rig.value("GetExecutionIdByMessageId", named("_messageId", "")))
                    .isEqualTo("00000000-0000-0000-0000-000000000000");
        }

        @Test
        void onlyListedEntitiesAreKnown() throws Exception {
            rig.data().onlyEntities("Customer groups", "Customers V3");
            assertThat(rig.value(
                            "GetEntitySequence", named("listOfDataEntities", "customers v3, Nothing,,Customer groups")))
                    .isEqualTo("customers v3-1-1-1,Customer groups-1-1-2,");
            URI address = rig.upload(zip(DataEntry.csv("Nothing", "ID\r\n1\r\n")));
            assertThat(rig.refusal("ImportFromPackage", importBody(address, "Groups", "", true, true)))
                    .contains("Nothing");
            assertThat(rig.data().executions()).isEmpty();
        }

        @Test
        void detailsAreRefusedForTheFirstQuestions() throws Exception {
            rig.data().detailsAfter(Duration.ZERO).detailsAfterCalls(2);
            ExecutionId id = rig.importPackage("Groups", groups());
            rig.finish();
            for (int i = 0; i < 2; i++) {
                assertThat(rig.refusal("GetExecutionSummaryStatus", of(id)))
                        .contains("Execution details were not found for execution id");
            }
            assertThat(rig.value("GetExecutionSummaryStatus", of(id))).isEqualTo("Succeeded");
        }
    }

    @Test
    void resetForgetsExecutionsFilesAndPlans() throws Exception {
        rig.importPackage("Groups", groups());
        rig.data().endNext(ExecutionOutcome.failed());
        rig.data().project("Groups").endNext(ExecutionOutcome.failed());
        rig.server.reset();
        assertThat(rig.data().executions()).isEmpty();
        assertThat(rig.data().blobs()).isEmpty();
        assertThat(rig.data().projects()).hasSize(1);
        assertThat(imported(groups()).status()).isEqualTo(FakeExecution.Status.SUCCEEDED);
    }

    /** Exports, whole and of changes. */
    @Nested
    class Exports {
        @Test
        void anExportNeedsAProjectAndANewId() throws Exception {
            assertThat(rig.refusal("ExportToPackage", exportBody("Groups", "run-1", false)))
                    .contains("does not exist");
            rig.data().project("Groups").publishExport(groups());
            rig.value("ExportToPackage", exportBody("Groups", "run-1", false));
            assertThat(rig.refusal("ExportToPackage", exportBody("Groups", "run-1", false)))
                    .contains("Job ID: run-1");
            assertThat(rig.value("ExportToPackage", exportBody("Groups", "run-1", true)))
                    .isEqualTo("run-1");
        }

        @Test
        void aDeltaIsDeliveredOnceUntilItsTokenIsReset() throws Exception {
            rig.data().project("Groups").publishExport(groups());
            assertThat(delta("run-1")).isEqualTo(groups().length);
            assertThat(delta("run-2")).isNotEqualTo(groups().length);
            rig.value(
                    "ResetVersionToken",
                    "{\"definitionGroupId\":\"Groups\",\"entityName\":\"Customer groups\",\"sourceName\":\"AX\"}");
            assertThat(delta("run-3")).isEqualTo(groups().length);
        }

        private int delta(String id) throws Exception {
            rig.value("ExportToPackageDelta", exportBody("Groups", id, false));
            rig.finish();
            return rig.get(URI.create(rig.value("GetExportedPackageUrl", of(ExecutionId.of(id)))))
                    .body()
                    .length;
        }

        @Test
        void anExportThatFailsOrIsCalledOffDeliversNothing() throws Exception {
            FakeDataProject project = rig.data().project("Groups");
            project.endNext(ExecutionOutcome.failed());
            project.endNext(ExecutionOutcome.canceled());
            for (String id : new String[] {"run-1", "run-2"}) {
                rig.value("ExportToPackage", exportBody("Groups", id, false));
                rig.finish();
                assertThat(rig.value("GetExportedPackageUrl", of(ExecutionId.of(id))))
                        .isEmpty();
            }
        }

        @Test
        void exportsCanAnswerAsTheirSamplesDo() throws Exception {
            rig.data().nestedExportValues(true).project("Groups");
            assertThat(rig.call("ExportToPackage", exportBody("Groups", "run-1", false))
                            .body())
                    .contains("\"value\":{\"value\":\"run-1\"}");
        }
    }

    @Test
    void switchesRefuseWhatMeansNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.data().sasVersion("newest"))
                .withMessage("sasVersion: expected a date such as 2021-08-06, but got newest");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.data().executionsTake(Duration.ofSeconds(-1)))
                .withMessageStartingWith("executionsTake: expected zero or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.data().detailsAfter(Duration.ofSeconds(-1)))
                .withMessageStartingWith("detailsAfter: expected zero or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.data().detailsAfterCalls(-1))
                .withMessage("detailsAfterCalls: expected zero or more, but got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExecutionOutcome.succeeded().records("Customers V3", -1))
                .withMessage("records: expected zero or more, but got -1");
    }
}
