package io.github.d365fo.testkit.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void whatWasWrittenIsReadAgain() {
        JsonObject object = new JsonObject()
                .put("text", "a \"b\" \u00e9\n")
                .put("number", 12L)
                .put("decimal", 0.5)
                .put("flag", true)
                .put("time", Instant.MIN)
                .put("duration", Duration.ofMinutes(30))
                .put("missing", Optional.empty())
                .put("present", Optional.of("x"))
                .put("texts", List.of("a", "b"))
                .put("objects", List.of(new JsonObject().put("n", 1)));
        JsonObject read = JsonObject.parse(object.toString());
        assertThat(read).hasToString(object.toString());
        assertThat(read.requireText("text")).isEqualTo("a \"b\" \u00e9\n");
        assertThat(read.number("number")).contains(12L);
        assertThat(read.integer("number")).contains(12);
        assertThat(read.decimal("number")).contains(12.0);
        assertThat(read.decimal("decimal")).contains(0.5);
        assertThat(read.flag("flag")).contains(true);
        assertThat(read.requireInstant("time")).isEqualTo(Instant.MIN);
        assertThat(read.duration("duration")).contains(Duration.ofMinutes(30));
        assertThat(read.names()).doesNotContain("missing").contains("present");
        assertThat(read.texts("texts")).containsExactly("a", "b");
        assertThat(read.objects("objects").get(0).number("n")).contains(1L);
        assertThat(read.texts("none")).isEmpty();
    }

    @Test
    void nullIsMissing() {
        JsonObject read = JsonObject.parse("{\"a\":null,\"b\":[null,\"x\"],\"c\":false,\"d\":{\"e\":{}}}");
        assertThat(read.names()).containsExactly("b", "c", "d");
        assertThat(read.texts("b")).containsExactly("x");
        assertThat(read.object("d").orElseThrow().names()).containsExactly("e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "1", "{\"secret\":", "{} {}"})
    void whatIsNoObjectIsRefusedWithoutBeingShown(String text) {
        assertThatThrownBy(() -> JsonObject.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aFieldOfAnotherKindIsNamed() {
        JsonObject object =
                JsonObject.parse("{\"t\":\"x\",\"n\":1,\"o\":{},\"l\":[1],\"d\":1.5,\"big\":9999999999,\"s\":\"x\","
                        + "\"huge\":123456789012345678901234567890,\"b\":\" \"}");
        refused(object, o -> o.text("n"), "n: expected a text, but got a number");
        refused(object, o -> o.number("t"), "t: expected a whole number, but got a text");
        refused(object, o -> o.number("d"), "d: expected a whole number, but got a number");
        refused(object, o -> o.integer("big"), "big: expected a number of 32 bits, but got 9999999999");
        refused(object, o -> o.number("huge"), "huge: expected a whole number, but got a number");
        refused(object, o -> o.filledText("b"), "b: expected a text, but it is blank");
        refused(object, o -> o.flag("o"), "o: expected true or false, but got something else");
        refused(object, o -> o.texts("l"), "l: expected a list of texts, but got a number");
        refused(object, o -> o.objects("t"), "t: expected a list of objects, but got a text");
        refused(object, o -> o.duration("t"), "t: expected a duration such as PT30M, but got 1 other characters");
        refused(object, o -> o.instant("t"), "t: expected a time such as");
        refused(object, o -> o.requireText("none"), "none: expected a text, but it is missing");
        refused(object, o -> o.requireInstant("none"), "none: expected a time, but it is missing");
        refused(object, o -> o.only("n", "t"), "o: expected one of the fields [n, t], but got another");
    }

    private static void refused(JsonObject object, Function<JsonObject, Object> reading, String message) {
        assertThatThrownBy(() -> reading.apply(object))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
