package io.github.d365fo.testkit.internal.xml;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlTextTest {
    private static final String NAME = "M\u00fcller";

    static Stream<Arguments> documents() {
        return Stream.of(
                document("", UTF_8),
                document("\ufeff", UTF_8),
                document("\ufeff<?xml version='1.0' encoding='utf-8'?>", UTF_8),
                document("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes'?>\n", UTF_8),
                document("<?xml version='1.0' encoding = 'ISO-8859-1'?>", ISO_8859_1),
                document("<?xml version='1.0' encoding='windows-1252'?>", Charset.forName("windows-1252")),
                document("", UTF_16),
                document("\ufeff", UTF_16LE),
                document("\ufeff<?xml version='1.0' encoding='utf-16'?>", UTF_16LE),
                document("<?xml version='1.0' encoding='utf-16'?>", UTF_16BE),
                document("<?xml version='1.0' encoding='utf-16'?>", UTF_16LE));
    }

    private static Arguments document(String start, Charset charset) {
        return Arguments.of(start, charset, (start + "<Name>" + NAME + "</Name>").getBytes(charset));
    }

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("documents")
    void everyEncodingIsRead(String start, Charset charset, byte[] document) throws Exception {
        assertThat(text(document)).isEqualTo(NAME);
    }

    @Test
    void undecodableBytesAreReportedToTheCaller() {
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, UTF_8));
        try {
            byte[] broken = {'<', 'a', '>', (byte) 0xc3, '<', '/', 'a', '>'};
            assertThatThrownBy(() -> text(broken)).isInstanceOf(XMLStreamException.class);
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(UTF_8)).doesNotContain("Fatal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"klingon", "", "utf 8"})
    void anUnknownEncodingIsRefused(String encoding) {
        byte[] document = ("<?xml version='1.0' encoding='" + encoding + "'?><a/>").getBytes(UTF_8);
        assertThatThrownBy(() -> text(document)).isInstanceOf(XMLStreamException.class);
    }

    private static String text(byte[] document) throws XMLStreamException {
        XMLStreamReader reader = XmlText.reader(new ByteArrayInputStream(document));
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamReader.CHARACTERS) {
                text.append(reader.getText());
            }
        }
        return text.toString();
    }
}
