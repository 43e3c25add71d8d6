package io.github.d365fo.connector.datamanagement;

import static io.github.d365fo.connector.datamanagement.DataRig.HOUR;
import static io.github.d365fo.connector.datamanagement.DataRig.created;
import static io.github.d365fo.connector.datamanagement.DataRig.expired;
import static io.github.d365fo.connector.datamanagement.DataRig.outcome;
import static io.github.d365fo.connector.datamanagement.DataRig.refused;
import static io.github.d365fo.connector.datamanagement.DataRig.text;
import static io.github.d365fo.connector.datamanagement.DataRig.unknownExecution;
import static io.github.d365fo.connector.datamanagement.DataRig.writeUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.AuthorizationException;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ProcessingTimeoutException;
import io.github.d365fo.connector.error.ServiceException;
import io.github.d365fo.connector.error.TransportException;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import io.github.d365fo.connector.support.ScriptedServer.Request;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports from upload to outcome: each step, each loss, each way to go on. */
@Timeout(60)
class ImportOperationTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("E-1");
    private static final ImportRequest REQUEST =
            ImportRequest.of("Customers").company("usmf").executionId(EXECUTION);
    private static final Payload PACKAGE = Payload.ofString("PKzip");

    /** Questions in ten minutes: at 0, 1, 3, 7, 15, 31 seconds, then every 30 until 601. */
    private static final List<Reply> NEVER_KNOWN = Collections.nCopies(25, unknownExecution());

    private static Reply[] script(Object... parts) {
        List<Reply> replies = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof List<?> several) {
                several.forEach(reply -> replies.add((Reply) reply));
            } else {
                replies.add((Reply) part);
            }
        }
        return replies.toArray(Reply[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void aPackageIsUploadedImportedAndFollowedToItsOutcome(FaceUnderTest face) throws Exception {
        Reply[] script = script(
                writeUrl(),
                created(),
                text("E-1"),
                unknownExecution(),
                text("NotRun"),
                text("Executing"),
                text("Succeeded"),
                outcome("Succeeded", "[]"));
        try (DataRig rig = new DataRig(face, script)) {
            ImportOperation operation = rig.data.newImport(PACKAGE, REQUEST);
            assertThat(operation.step()).isEqualTo(ExecutionStep.NEW);
            assertThat(operation.executionId()).isEqualTo(EXECUTION);
            assertThat(rig.server.requests()).isEmpty();
            List<Long> progress = Collections.synchronizedList(new ArrayList<>());
            ImportOutcome outcome = operation.await(HOUR, (sent, total) -> progress.add(sent));
            assertThat(outcome.isSuccess()).isTrue();
            assertThat(outcome.isTerminal()).isTrue();
            assertThat(outcome.executionId()).contains(EXECUTION);
            assertThat(outcome.page()).hasToString("Optional[https://contoso.example/page?x=1]");
            assertThat(outcome.gaps()).isEmpty();
            assertThat(operation.step()).isEqualTo(ExecutionStep.FINISHED);
            assertThat(progress).contains(5L);
            assertThat(rig.asked())
                    .containsExactly(
                            "GetAzureWriteUrl",
                            "PUT",
                            "ImportFromPackage",
                            "GetExecutionSummaryStatus",
                            "GetExecutionSummaryStatus",
                            "GetExecutionSummaryStatus",
                            "GetExecutionSummaryStatus",
                            "GetExecutionSummaryStatus",
                            "GetExecutionErrors",
                            "GetEntityExecutionSummaryStatusList",
                            "GetExecutionSummaryPageUrl");
            assertThat(rig.clock.delays())
                    .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
            assertThat(rig.body(0)).isEqualTo("{\"uniqueFileName\":\"E-1.zip\"}");
            assertThat(rig.body(2)).contains("sig=secret-signature", "\"executionId\":\"E-1\"");
        }
    }

    /** Only a proxy may say 407, so nobody knows whether it stands before the service or behind it. */
    @ParameterizedTest
    @EnumSource
    void aWishForAProxysSignInIsNoReasonToImportAgain(FaceUnderTest face) throws Exception {
        Reply[] script = script(
                writeUrl(),
                created(),
                Reply.text(407, ""),
                text("Executing"),
                text("Succeeded"),
                outcome("Succeeded", "[]"));
        try (DataRig rig = new DataRig(face, script)) {
            assertThat(rig.data.newImport(PACKAGE, REQUEST).await(HOUR).isSuccess())
                    .isTrue();
            assertThat(rig.asked()).containsOnlyOnce("ImportFromPackage");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStorageGetsNoTokenAndNoHeadersOfTheEnvironment(FaceUnderTest face) throws Exception {
        Reply[] script = script(writeUrl(), created(), text("E-1"), text("Succeeded"), outcome("Succeeded", "[]"));
        try (DataRig rig = new DataRig(face, script)) {
            rig.data.newImport(PACKAGE, REQUEST).await(HOUR);
            Request put = rig.server.requests().get(1);
            assertThat(put.target()).isEqualTo("/blob/p.zip?sv=1&sig=secret-signature");
            assertThat(put.header("x-ms-blob-type")).isEqualTo("BlockBlob");
            assertThat(put.headers())
                    .doesNotContainKeys("authorization", "x-ms-version", "odata-version", "odata-maxversion");
            assertThat(new String(put.body(), StandardCharsets.UTF_8)).isEqualTo("PKzip");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachImportGetsAnIdOfItsOwnWhereNoneIsGiven(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, text("x"))) {
            ImportRequest request = ImportRequest.of("Customers");
            ExecutionId first = rig.data.newImport(PACKAGE, request).executionId();
            assertThat(first.value()).isNotBlank();
            assertThat(rig.data.newImport(PACKAGE, request).executionId()).isNotEqualTo(first);
        }
    }

    /** An import whose answer was lost. */
    @Nested
    class LostAnswers {
        @ParameterizedTest
        @EnumSource
        void aLostImportIsFoundByItsId(FaceUnderTest face) throws Exception {
            Reply[] script = script(
                    writeUrl(),
                    created(),
                    Reply.reset(true),
                    unknownExecution(),
                    text("Executing"),
                    text("Succeeded"),
                    outcome("Succeeded", "[]"));
            try (DataRig rig = new DataRig(face, script)) {
                ImportOutcome outcome = rig.data.newImport(PACKAGE, REQUEST).await(HOUR);
                assertThat(outcome.isSuccess()).isTrue();
                assertThat(rig.asked()).containsOnlyOnce("ImportFromPackage").containsOnlyOnce("PUT");
            }
        }

        @ParameterizedTest
        @EnumSource
        void anImportUnknownForTenMinutesIsSentAgain(FaceUnderTest face) throws Exception {
            Reply[] script = script(
                    writeUrl(),
                    created(),
                    Reply.reset(true),
                    NEVER_KNOWN,
                    writeUrl(),
                    created(),
                    text("E-1"),
                    text("Succeeded"),
                    outcome("Succeeded", "[]"));
            try (DataRig rig = new DataRig(face, script)) {
                assertThat(rig.data.newImport(PACKAGE, REQUEST).await(HOUR).isSuccess())
                        .isTrue();
                assertThat(rig.asked()).filteredOn("ImportFromPackage"::equals).hasSize(2);
                Duration waited = rig.clock.delays().stream().reduce(Duration.ZERO, Duration::plus);
                assertThat(waited).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
            }
        }

        @ParameterizedTest
        @EnumSource
        void anImportLostTwiceSaysHowToFindOut(FaceUnderTest face) throws Exception {
            List<Reply> lost = new ArrayList<>(List.of(writeUrl(), created(), Reply.reset(true)));
            lost.addAll(NEVER_KNOWN);
            try (DataRig rig = new DataRig(face, script(lost, lost))) {
                TransportException error = catchThrowableOfType(
                        TransportException.class,
                        () -> rig.data.newImport(PACKAGE, REQUEST).await(HOUR));
                assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(error.operation()).isEqualTo(Operation.IMPORT_PACKAGE);
                assertThat(error).hasMessageContaining("E-1").hasMessageContaining("executionStatus");
                assertThat(rig.asked()).filteredOn("ImportFromPackage"::equals).hasSize(2);
            }
        }

        @ParameterizedTest
        @EnumSource
        void aPayloadThatCanNotBeHadAgainIsNotSentAgain(FaceUnderTest face) throws Exception {
            // What has no known length goes as a block and the list of blocks.
            Reply[] script = script(writeUrl(), created(), created(), Reply.reset(true), NEVER_KNOWN);
            try (DataRig rig = new DataRig(face, script)) {
                Payload once = Payload.ofSingleUse(new ByteArrayInputStream(new byte[] {1}));
                assertThatThrownBy(() -> rig.data.newImport(once, REQUEST).await(HOUR))
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining("E-1");
                assertThat(rig.asked()).containsOnlyOnce("ImportFromPackage");
            }
        }

        @ParameterizedTest
        @EnumSource
        void theRawActionSaysHowToFindOutWhenItsAnswerIsLost(FaceUnderTest face) throws Exception {
            try (DataRig rig = new DataRig(face, Reply.reset(true))) {
                ConnectorException error = catchThrowableOfType(
                        ConnectorException.class,
                        () -> rig.data.importFromPackage(
                                SignedUrl.of("https://acct.blob.core.windows.net/p?sig=secret-signature"), REQUEST));
                assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN);
                assertThat(error)
                        .hasMessageContaining("execution id E-1")
                        .hasMessageContaining("executionStatus")
                        .hasMessageNotContaining("secret");
                assertThat(rig.server.requests()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheServiceRefusesIsExplainedAndNotSentAgain(FaceUnderTest face) throws Exception {
        Reply[] script = script(
                writeUrl(),
                created(),
                refused("The data project 'Customers' exists and overwrite has not been specified."));
        try (DataRig rig = new DataRig(face, script)) {
            ServiceException error = catchThrowableOfType(
                    ServiceException.class,
                    () -> rig.data.newImport(PACKAGE, REQUEST.overwrite(false)).await(HOUR));
            assertThat(error)
                    .hasMessageContaining("The data project 'Customers' exists")
                    .hasMessageContaining("overwrite(true)")
                    .hasMessageContaining("composite");
            assertThat(error.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(rig.asked()).containsExactly("GetAzureWriteUrl", "PUT", "ImportFromPackage");
        }
    }

    /** An address of the storage that expires. */
    @Nested
    class Addresses {
        @ParameterizedTest
        @EnumSource
        void anAddressThatEndsInMidTransferIsReplaced(FaceUnderTest face) throws Exception {
            Reply[] script = script(
                    writeUrl(),
                    expired(),
                    writeUrl(),
                    expired(),
                    writeUrl(),
                    created(),
                    text("E-1"),
                    text("Succeeded"),
                    outcome("Succeeded", "[]"));
            try (DataRig rig = new DataRig(face, script)) {
                assertThat(rig.data.newImport(PACKAGE, REQUEST).await(HOUR).isSuccess())
                        .isTrue();
                assertThat(rig.asked()).filteredOn("PUT"::equals).hasSize(3);
            }
        }

        @ParameterizedTest
        @EnumSource
        void anAddressThatExpiresThreeTimesIsAnError(FaceUnderTest face) throws Exception {
            Reply[] script = script(writeUrl(), expired(), writeUrl(), expired(), writeUrl(), expired());
            try (DataRig rig = new DataRig(face, script)) {
                AuthorizationException error = catchThrowableOfType(
                        AuthorizationException.class,
                        () -> rig.data.newImport(PACKAGE, REQUEST).await(HOUR));
                assertThat(error.operation()).isEqualTo(Operation.BLOB_UPLOAD);
                assertThat(error).hasMessageNotContaining("secret");
                assertThat(rig.server.requests()).hasSize(6);
            }
        }
    }

    /** An import that is taken up again. */
    @Nested
    class Resumed {
        @ParameterizedTest
        @EnumSource
        void afterAFailureTheOperationGoesOnWhereItWas(FaceUnderTest face) throws Exception {
            Reply[] script = script(
                    writeUrl(),
                    created(),
                    text("E-1"),
                    Reply.text(403, "no"),
                    text("Executing"),
                    text("Succeeded"),
                    outcome("Succeeded", "[]"));
            try (DataRig rig = new DataRig(face, script)) {
                ImportOperation operation = rig.data.newImport(PACKAGE, REQUEST);
                assertThatThrownBy(() -> operation.await(HOUR)).isInstanceOf(AuthorizationException.class);
                assertThat(operation.step()).isEqualTo(ExecutionStep.RUNNING);
                assertThat(operation.await(HOUR).isSuccess()).isTrue();
                assertThat(rig.asked()).containsOnlyOnce("ImportFromPackage").containsOnlyOnce("PUT");
            }
        }

        @ParameterizedTest
        @EnumSource
        void anImportOfAnEarlierProcessIsTakenUpByItsId(FaceUnderTest face) throws Exception {
            Reply[] known = script(text("Executing"), text("Succeeded"), outcome("Succeeded", "[]"));
            try (DataRig rig = new DataRig(face, known)) {
                assertThat(rig.data.resumeImport(PACKAGE, REQUEST).await(HOUR).isSuccess())
                        .isTrue();
                assertThat(rig.asked()).doesNotContain("PUT", "ImportFromPackage");
            }
            Reply[] never = script(
                    NEVER_KNOWN, writeUrl(), created(), text("E-1"), text("Succeeded"), outcome("Succeeded", "[]"));
            try (DataRig rig = new DataRig(face, never)) {
                assertThat(rig.data.resumeImport(PACKAGE, REQUEST).await(HOUR).isSuccess())
                        .isTrue();
                assertThat(rig.asked()).containsOnlyOnce("ImportFromPackage");
            }
        }

        @ParameterizedTest
        @EnumSource
        void anImportThatIsOnlyFollowedIsNeverStarted(FaceUnderTest face) throws Exception {
            try (DataRig rig = new DataRig(face, unknownExecution())) {
                assertThatThrownBy(() -> rig.data.resumeImport(EXECUTION).await(HOUR))
                        .isInstanceOf(ServiceException.class)
                        .hasMessageContaining("Execution details were not found");
                assertThat(rig.asked()).containsOnly("GetExecutionSummaryStatus");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTimeoutNamesTheExecution(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, writeUrl(), created(), text("E-1"), text("Executing"))) {
            ProcessingTimeoutException error = catchThrowableOfType(
                    ProcessingTimeoutException.class,
                    () -> rig.data.newImport(PACKAGE, REQUEST).await(Duration.ofMinutes(2)));
            assertThat(error.lastState()).isEqualTo("Executing");
            assertThat(error).hasMessageContaining("E-1").hasMessageContaining("PT2M");
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsThatMakeNoSenseAreRefusedAtOnce(FaceUnderTest face) throws Exception {
        try (DataRig rig = new DataRig(face, text("x"))) {
            assertThatThrownBy(() -> rig.data.resumeImport(PACKAGE, ImportRequest.of("Customers")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("executionId");
            assertThatThrownBy(() -> rig.data.newImport(PACKAGE, REQUEST.execute(false)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("execute");
            assertThatThrownBy(() -> rig.data.newImport(PACKAGE, REQUEST).await(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("atMost");
            assertThat(rig.server.requests()).isEmpty();
        }
    }
}
