package io.github.d365fo.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids in every spelling, and operations that are never repeated. */
class IdsTest {
    private static final String GUID = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    @ParameterizedTest
    @ValueSource(
            strings = {
                GUID,
                "{6D31E09F-0249-459F-94F0-AAD9C2C47B64}",
                "%7B6d31e09f-0249-459f-94f0-aad9c2c47b64%7D",
                "%7b6d31e09f-0249-459f-94f0-aad9c2c47b64%7d",
                " 6D31E09F-0249-459F-94F0-AAD9C2C47B64 "
            })
    void anActivityIdIsReadInEverySpelling(String text) {
        assertThat(ActivityId.of(text))
                .isEqualTo(ActivityId.of(UUID.fromString(GUID)))
                .hasSameHashCodeAs(ActivityId.of(GUID))
                .hasToString(GUID)
                .isNotEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "journal", "{" + GUID, GUID + "0", "6d31e09f02490459f094f00aad9c2c47b64"})
    void whatIsNoActivityIdIsRefused(String text) {
        assertThatThrownBy(() -> ActivityId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("activityId")
                .hasMessageContaining(text.length() + " characters");
    }

    @Test
    void otherIdsAreKeptAsTheyAre() {
        assertThat(MessageId.verbatim("\"F0BC\""))
                .isEqualTo(MessageId.verbatim(" f0bc "))
                .hasToString("F0BC");
        assertThat(MessageId.verbatim("f0bc"))
                .hasSameHashCodeAs(MessageId.verbatim("F0BC"))
                .isNotEqualTo("f0bc");
        assertThat(ExecutionId.of("XX-2016-08-27T20:58:15-3")).hasToString("XX-2016-08-27T20:58:15-3");
        assertThat(ExecutionId.of("a")).isEqualTo(ExecutionId.of("A")).hasSameHashCodeAs(ExecutionId.of("A"));
        assertThat(ExecutionId.of("a")).isNotEqualTo(MessageId.verbatim("a"));
        assertThatThrownBy(() -> MessageId.verbatim("\" \"")).hasMessageContaining("messageId");
        assertThatThrownBy(() -> ExecutionId.of("")).hasMessageContaining("executionId");
    }

    @Test
    void whatStartsAnImportOrAnExportIsNotRepeatable() {
        Set<Operation> once = EnumSet.of(
                Operation.ENQUEUE, Operation.IMPORT_PACKAGE, Operation.IMPORT_DMT_PACKAGE, Operation.EXPORT_PACKAGE);
        for (Operation operation : Operation.values()) {
            assertThat(operation.isRepeatable()).isEqualTo(!once.contains(operation));
        }
        assertThat(Operation.ACKNOWLEDGE.isRead()).isFalse();
        assertThat(Operation.DEQUEUE.isRead()).isTrue();
    }
}
