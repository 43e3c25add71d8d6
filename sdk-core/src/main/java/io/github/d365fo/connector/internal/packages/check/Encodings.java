package io.github.d365fo.connector.internal.packages.check;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes bytes as text. The encoding comes from the byte order mark, else, for XML, from the declaration, else from
 * the caller. Bytes that are not in the encoding are an error and never replaced.
 */
public final class Encodings {
    private static final int MARK_LENGTH = 3;
    private static final int DECLARATION_LENGTH = 256;
    private static final Pattern DECLARED = Pattern.compile("<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([\\w.:-]+)[\"']");

    private Encodings() {}

    /** Reads {@code in} by its byte order mark or, without one, in {@code fallback}. */
    public static Reader reader(InputStream in, Charset fallback) throws IOException {
        return reader(new BufferedInputStream(in), fallback);
    }

    private static Reader reader(BufferedInputStream in, Charset fallback) throws IOException {
        byte[] start = peek(in, MARK_LENGTH);
        if (startsWith(start, 0xEF, 0xBB, 0xBF)) {
            return strict(after(in, 3), StandardCharsets.UTF_8);
        }
        if (startsWith(start, 0xFF, 0xFE)) {
            return strict(after(in, 2), StandardCharsets.UTF_16LE);
        }
        if (startsWith(start, 0xFE, 0xFF)) {
            return strict(after(in, 2), StandardCharsets.UTF_16BE);
        }
        return strict(in, fallback);
    }

    /**
     * Reads the XML in {@code in}. A declaration that contradicts the bytes is ignored: .NET often declares UTF-16 and
     * then writes UTF-8.
     */
    public static Reader xmlReader(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        byte[] start = peek(buffered, DECLARATION_LENGTH);
        if (startsWith(start, '<', 0)) {
            return reader(buffered, StandardCharsets.UTF_16LE);
        }
        if (startsWith(start, 0, '<')) {
            return reader(buffered, StandardCharsets.UTF_16BE);
        }
        return reader(buffered, declared(new String(start, StandardCharsets.ISO_8859_1)));
    }

    static boolean startsWith(byte[] bytes, int... start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static Charset declared(String start) throws DataPackageException {
        Matcher declaration = DECLARED.matcher(start);
        if (!declaration.lookingAt()
                || declaration.group(1).toUpperCase(Locale.ROOT).startsWith("UTF-16")) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(declaration.group(1));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new DataPackageException(
                    PackageProblem.MALFORMED_XML, "the XML declares an encoding that this JDK does not know", e);
        }
    }

    private static Reader strict(InputStream in, Charset charset) {
        return new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static byte[] peek(BufferedInputStream in, int length) throws IOException {
        in.mark(length);
        byte[] start = in.readNBytes(length);
        in.reset();
        return start;
    }

    private static InputStream after(InputStream in, int length) throws IOException {
        in.skipNBytes(length);
        return in;
    }
}
