package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of actions that hold nothing, in each of their forms, and those that hold a little. */
class ODataAnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\r\n\t",
                "null",
                "{\"@odata.context\":\"https://contoso.example/data/$metadata#Edm.Null\"}",
                "{\"@odata.context\":\"x\",\"@odata.null\":true}",
                "{\"@odata.context\":\"x\",\"value\":null}",
                "{\"@odata.context\":\"x\",\"value\":\"\"}",
                "{\"@odata.context\":\"x\",\"value\":\"  \"}",
                "{\"value\":{\"@odata.context\":\"x\"}}",
                "{\"value\":{\"value\":\" \"}}"
            })
    void nothingIsNothingInEveryForm(String text) throws JsonException {
        ODataAnswer answer = ODataAnswer.of(text);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.isTrue()).isFalse();
        assertThat(answer.objects("Name")).isEmpty();
        assertThatThrownBy(answer::requiredText)
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("expected a text in value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"@odata.context\":\"x\",\"value\":\"text\"}",
                "{\"value\":{\"value\":\"text\"}}",
                "{\"value\":{\"@odata.context\":\"x\",\"value\":\"text\"}}",
                "\"text\""
            })
    void aTextIsFoundInEveryEnvelope(String text) throws JsonException {
        assertThat(ODataAnswer.of(text).requiredText()).isEqualTo("text");
        assertThat(ODataAnswer.of(text).objects("Name"))
                .singleElement()
                .satisfies(object -> assertThat(object.text("name")).contains("text"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"Name\":\"a\"}", "{\"value\":{\"Name\":\"a\"}}", "{\"value\":\"{\\\"Name\\\":\\\"a\\\"}\"}"})
    void anObjectIsNoEnvelope(String text) throws JsonException {
        assertThat(ODataAnswer.of(text).objects("Name"))
                .singleElement()
                .satisfies(object -> assertThat(object.text("Name")).contains("a"));
    }
}
