package io.github.d365fo.connector.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as it comes is what is read at once. */
class ODataRowsTest {
    private static final String ALPHABET = "aZ0 ,:{}[]\"\\/\b\f\n\r\t\u0000\u001F\u007F\u00E4\u2028\uD83D\uDE00\uFEFF'";

    @Test
    void anyTextIsReadAlikeInAnyPieces() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            String answer = answer(random);
            List<String> expected = new ArrayList<>();
            for (JsonObject row : ODataAnswer.of(answer).objects("ErrorMessage")) {
                expected.add(row.textIfAny("ErrorMessage").orElse("").stripLeading());
            }
            assertThat(read(answer, 1 + random.nextInt(50)))
                    .as(answer)
                    .extracting(String::stripLeading)
                    .isEqualTo(expected);
        }
    }

    /** Every way to write a character. */
    @Test
    void escapesAreWhatTheyStandFor() throws Exception {
        String inner =
                "[{\\\"ErrorMessage\\\":\\\"\\\\\\\"\\\\\\\\\\\\/\\\\b\\\\f\\\\n\\\\r\\\\t\\\\u00E4\\u00e4\\\\uD83D\\\\uDE00\\\"}]";
        assertThat(read("{\"value\":\"" + inner + "\"}", 3)).containsExactly("\"\\/\b\f\n\r\t\u00E4\u00E4\uD83D\uDE00");
        assertThat(read("{\"value\":\"\\/\\b\\f\\r\\t words \\\\ \\\"\"}", 5)).containsExactly("/\b\f\r\t words \\ \"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":\"[{\\\"ErrorMessage\\\":\\\"x",
                "{\"value\":\"words",
                "{\"value\":\"words\\",
                "{\"value\":\"words\\x\"}",
                "{\"value\":\"words\\u12",
                "{\"value\":\"words\\u12g4\"}",
                "{\"value\":\"[1}\"}",
                "{\"value\":\"[] []\"}",
                "{\"value\":7}",
                "{\"value\":true}",
                "{\"value\":",
                "{\"value\"",
                "{",
                "[",
                "<html>"
            })
    void invalidJsonIsReported(String answer) {
        assertThatThrownBy(() -> read(answer, 4))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void aReaderThatFailsFails() {
        Reader failing = new Reader() {
            @Override
            public int read(char[] target, int offset, int length) throws IOException {
                throw new IOException("the line is dead");
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> ODataRows.read(failing, "ErrorMessage", row -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("the line is dead");
    }

    private static String answer(Random random) {
        StringBuilder rows = new StringBuilder("[");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            rows.append(i == 0 ? "" : ",").append(Json.write("ErrorMessage", text(random)));
        }
        String inner = random.nextInt(5) == 0
                ? "words " + text(random).strip()
                : rows.append("]").toString();
        return switch (random.nextInt(4)) {
            case 0 -> Json.write("value", inner);
            case 1 -> "{\"@odata.context\":{\"a\":[1,\"x\"]},\"value\":" + Json.write("VALUE", inner) + ",\"more\":[]}";
            case 2 -> Json.write("value", "\uFEFF \n" + inner);
            default -> inner.startsWith("[") ? inner : Json.write("value", inner);
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            int at = random.nextInt(ALPHABET.length());
            char c = ALPHABET.charAt(at);
            text.append(Character.isSurrogate(c) ? "\uD83D\uDE00" : c);
        }
        return text.toString();
    }

    private static List<String> read(String answer, int piece) throws IOException, JsonException {
        Reader whole = new StringReader(answer);
        Reader pieces = new Reader() {
            @Override
            public int read(char[] target, int offset, int length) throws IOException {
                return whole.read(target, offset, Math.min(length, piece));
            }

            @Override
            public void close() throws IOException {
                whole.close();
            }
        };
        List<String> rows = new ArrayList<>();
        ODataRows.read(
                pieces,
                "ErrorMessage",
                row -> rows.add(row.textIfAny("ErrorMessage").orElse("")));
        return rows;
    }
}
