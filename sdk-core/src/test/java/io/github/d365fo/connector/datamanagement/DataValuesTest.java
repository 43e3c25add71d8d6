package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.status.EntityStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of data management: tolerant to read, strict to write, silent about secrets. */
class DataValuesTest {
    @ParameterizedTest
    @CsvSource({
        "Unknown, UNKNOWN, false",
        "notrun, NOT_RUN, false",
        "EXECUTING, EXECUTING, false",
        "Succeeded, SUCCEEDED, true",
        "Partially Succeeded, PARTIALLY_SUCCEEDED, true",
        "Failed, FAILED, true",
        "Cancelled, CANCELED, true",
        "Something new, UNKNOWN, false"
    })
    void statesAreReadInEverySpelling(String raw, ExecutionState state, boolean terminal) {
        ExecutionStatus status = ExecutionStatus.of(raw);
        assertThat(status.state()).isEqualTo(state);
        assertThat(status.isTerminal()).isEqualTo(terminal);
        assertThat(status.rawState()).isEqualTo(raw);
        assertThat(status.isSuccess()).isEqualTo(state == ExecutionState.SUCCEEDED);
        assertThat(status).isEqualTo(ExecutionStatus.of(raw)).hasSameHashCodeAs(ExecutionStatus.of(raw));
        assertThat(status).isNotEqualTo(raw).hasToString("ExecutionStatus[" + state + ", rawState=" + raw + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":\"[]\"}", "{\"value\":[]}", "{\"value\":\"\"}", "{\"value\":null}", "[]", ""})
    void noErrorsAreSpeltInManyWays(String json) {
        assertThat(ExecutionError.listFromJson(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":\"[{\\\"RecordId\\\":\\\"1\\\",\\\"Field\\\":\\\"F\\\",\\\"ErrorMessage\\\":\\\"no\\\"}]\"}",
                "{\"value\":{\"value\":\"[{\\\"recordid\\\":1,\\\"field\\\":\\\"F\\\",\\\"errormessage\\\":\\\"no\\\"}]\"}}",
                "{\"value\":[{\"RecordId\":\"1\",\"Field\":\"F\",\"ErrorMessage\":\"no\",\"New\":[1]}]}",
                "{\"value\":{\"RecordId\":\"1\",\"Field\":\"F\",\"ErrorMessage\":\"no\"}}"
            })
    void errorsAreReadHoweverTheyAreWrapped(String json) {
        List<ExecutionError> errors = ExecutionError.listFromJson(json);
        assertThat(errors).singleElement().hasToString("record 1: F: no");
        assertThat(errors)
                .isEqualTo(ExecutionError.listFromJson(json))
                .hasSameHashCodeAs(ExecutionError.listFromJson(json));
        assertThat(errors.get(0)).isNotEqualTo("no");
    }

    @Test
    void whatIsNoErrorListIsRefusedByName() {
        assertThatThrownBy(() -> ExecutionError.listFromJson("{\"value\":17}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("execution errors");
        assertThatThrownBy(() -> ExecutionError.listFromJson("{\"value\":\"[{\"}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EntityStatus.listFromJson("{\"value\":true}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entity status");
    }

    @Test
    void entitiesOfUnknownFormAreKept() {
        assertThat(EntityStatus.listFromJson("{\"value\":[\"Customers: Succeeded\"]}"))
                .singleElement()
                .satisfies(entity -> assertThat(entity.entity()).isEqualTo("Customers: Succeeded"));
    }

    @Test
    void entitiesAreReadByTheirOtherNamesToo() {
        String json = "{\"value\":[{\"EntityName\":\"Customers\",\"Status\":\"Failed\",\"TotalRecords\":15,"
                + "\"SuccessRecords\":11,\"ErrorRecords\":4,\"ExecutionStartDateTime\":\"2025-10-05T20:10:00Z\"}]}";
        assertThat(EntityStatus.listFromJson(json)).singleElement().satisfies(entity -> {
            assertThat(entity.stagingRecords()).isEqualTo(15);
            assertThat(entity.targetRecords()).isEqualTo(11);
            assertThat(entity.targetErrorCount()).isEqualTo(4);
            assertThat(entity.targetStatus()).contains("Failed");
            assertThat(entity.startedAt()).isPresent();
            assertThat(entity.completedAt()).isEmpty();
        });
    }

    @Test
    void addressesShowNoSignature() {
        String address = "https://acct.blob.core.windows.net/dmf/p.zip?sv=1&sig=secret%2B";
        WriteUrl url = WriteUrl.fromJson(
                "{\"value\":\"{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + address + "\\\"}\"}");
        assertThat(url.blobId()).isEqualTo("{B}");
        assertThat(url.url().uri()).hasToString(address);
        assertThat(url).hasToString("WriteUrl[{B}, https://acct.blob.core.windows.net/dmf/p.zip?[redacted]]");
        assertThat(url.url()).isEqualTo(SignedUrl.of(address)).hasSameHashCodeAs(SignedUrl.of(address));
        assertThat(url).isNotEqualTo("x").isNotEqualTo(WriteUrl.fromJson("{\"value\":\"" + address + "\"}"));
        assertThat(SignedUrl.of("https://a.example/b")).hasToString("https://a.example/b");
        assertThatThrownBy(() -> SignedUrl.of("nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signed address")
                .hasMessageNotContaining("nowhere");
        assertThatThrownBy(() -> WriteUrl.fromJson("{\"value\":\"\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write address");
        assertThatThrownBy(() -> WriteUrl.fromJson("{\"value\":\"{\\\"BlobId\\\":\\\"x\\\"}\"}"))
                .hasMessageContaining("BlobUrl");
    }

    @Test
    void requestsAreImmutableAndCheckWhatTheyAreGiven() {
        ImportRequest request = ImportRequest.of(" Customers ");
        assertThat(request.dataProject()).isEqualTo("Customers");
        assertThat(request.overwrite()).isTrue();
        assertThat(request.overwrite(false).overwrite()).isFalse();
        assertThat(request.overwrite()).isTrue();
        assertThat(request.executionId()).isEmpty();
        assertThat(request.executionId(ExecutionId.of("E")).toString()).contains("executionId=E");
        assertThatThrownBy(() -> ImportRequest.of(" ")).hasMessageContaining("dataProject");
        assertThatThrownBy(() -> request.company("a\nb")).hasMessageContaining("company");
        assertThatThrownBy(() -> request.batchGroup("")).hasMessageContaining("batchGroup");
        ExportRequest export = ExportRequest.of("Customers");
        assertThat(export.previewCount()).isEqualTo(100);
        assertThat(export.toString()).contains("ExportToPackage");
        assertThatThrownBy(() -> export.previewCount(0)).hasMessageContaining("previewCount");
        assertThatThrownBy(() -> export.packageName("")).hasMessageContaining("packageName");
        assertThatThrownBy(() -> export.entities(List.of("a,b"))).hasMessageContaining("entities");
        assertThat(ExecutionId.unique()).isNotEqualTo(ExecutionId.unique());
    }
}
