package io.github.d365fo.testkit.internal.xml;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes an XML document by its byte order mark or its declaration (XML 1.0, appendix F). The JDK's parser does that,
 * too, but prints bytes that it can't decode to the error stream, past every logger.
 */
final class XmlDecoder {
    private static final int LONGEST_DECLARATION = 1 << 8;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final Pattern ENCODING =
            Pattern.compile("<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']*)[\"'].*", Pattern.DOTALL);

    private XmlDecoder() {}

    /**
     * Returns the characters of a document.
     *
     * @throws UnsupportedEncodingException if the document names an encoding that this JVM doesn't know
     */
    static Reader open(InputStream document) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(document);
        stream.mark(LONGEST_DECLARATION);
        byte[] start = stream.readNBytes(LONGEST_DECLARATION);
        stream.reset();
        if (startsWith(start, MARK)) {
            stream.skipNBytes(MARK.length);
        }
        return new InputStreamReader(
                stream,
                charset(start)
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static Charset charset(byte[] start) throws UnsupportedEncodingException {
        if (startsWith(start, (byte) 0xfe, (byte) 0xff) || startsWith(start, (byte) 0xff, (byte) 0xfe)) {
            return StandardCharsets.UTF_16;
        }
        if (startsWith(start, (byte) 0, (byte) '<')) {
            return StandardCharsets.UTF_16BE;
        }
        if (startsWith(start, (byte) '<', (byte) 0)) {
            return StandardCharsets.UTF_16LE;
        }
        Matcher declared = ENCODING.matcher(new String(start, StandardCharsets.ISO_8859_1));
        return startsWith(start, MARK) || !declared.matches() ? StandardCharsets.UTF_8 : known(declared.group(1));
    }

    private static Charset known(String name) throws UnsupportedEncodingException {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedEncodingException("the encoding of the declaration is unknown");
        }
    }

    private static boolean startsWith(byte[] bytes, byte... expected) {
        return bytes.length >= expected.length
                && Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length);
    }
}
