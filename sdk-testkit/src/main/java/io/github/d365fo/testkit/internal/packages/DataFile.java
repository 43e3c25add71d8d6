package io.github.d365fo.testkit.internal.packages;

import io.github.d365fo.testkit.internal.content.Content;
import io.github.d365fo.testkit.internal.xml.XmlText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The properties of a data file that don't depend on its entity. Immutable and thread-safe.
 *
 * @param records how many records it has: rows below the header of a CSV file or a sheet, elements below the root of an
 *     XML file, and 1 for any other file
 * @param unicode whether it is UTF-16, as the format CSV-Unicode requires
 * @param bareLineFeeds whether its lines end in bare line feeds
 * @param isEmpty whether it contains only white space
 * @param problem why it can't be a file of any entity, or empty if it can
 */
public record DataFile(
        long records, boolean unicode, boolean bareLineFeeds, boolean isEmpty, Optional<String> problem) {
    private static final int HEAD = 1 << 10;
    /**
     * Beginnings that no file with rows has: a name or a bracket in braces, or a value in brackets that is not a name.
     */
    private static final Pattern JSON = Pattern.compile("\\{\\s*[\"}].*|\\[\\s*[\\[\\]{\"\\d-].*", Pattern.DOTALL);

    /** Reads the whole file, in constant memory. */
    public static DataFile read(Content content) throws IOException {
        try (BufferedInputStream stream = new BufferedInputStream(content.open())) {
            stream.mark(HEAD);
            byte[] start = stream.readNBytes(HEAD);
            stream.reset();
            if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
                return workbook(content);
            }
            boolean wide = start.length > 1 && (start[0] & 0xff) + (start[1] & 0xff) == 0xff + 0xfe;
            Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
            String text = new String(start, charset).replace("\ufeff", "").stripLeading();
            if (text.startsWith("<")) {
                return xml(stream);
            }
            return JSON.matcher(text).matches()
                    ? unreadable("The file is JSON")
                    : csv(new InputStreamReader(stream, charset), wide);
        }
    }

    private static DataFile unreadable(String problem) {
        return new DataFile(1, false, false, false, Optional.of(problem));
    }

    private static DataFile counted(long records) {
        return new DataFile(Math.max(records, 0), false, false, false, Optional.empty());
    }

    private static DataFile workbook(Content content) throws IOException {
        WholeZip zip;
        try {
            zip = WholeZip.read(content);
        } catch (ZipException e) {
            return unreadable("The file can't be opened: " + e.getMessage());
        }
        for (ZipRecord entry : zip.entries()) {
            if (entry.name().matches("xl/worksheets/[^/]+\\.xml")) {
                try (InputStream stream = zip.content(entry).open()) {
                    return elements(stream, "row", 1);
                }
            }
        }
        return unreadable("The file is a zip without a worksheet");
    }

    private static DataFile xml(InputStream stream) {
        return elements(stream, "", 0);
    }

    /** Counts the elements with a name, or, if it is blank, those below the root. */
    private static DataFile elements(InputStream stream, String name, int headers) {
        long count = -headers;
        try {
            XMLStreamReader reader = XmlText.reader(stream);
            for (int depth = 0; reader.hasNext(); ) {
                int event = reader.next();
                if (event == XMLStreamReader.START_ELEMENT) {
                    if (depth == 0 && reader.getLocalName().equalsIgnoreCase("html")) {
                        return unreadable("The file is a web page");
                    }
                    count += name.isEmpty()
                            ? (depth == 1 ? 1 : 0)
                            : (reader.getLocalName().equals(name) ? 1 : 0);
                    depth++;
                } else if (event == XMLStreamReader.END_ELEMENT) {
                    depth--;
                }
            }
            return counted(count);
        } catch (XMLStreamException
                | RuntimeException e) { // The parser throws various exceptions for bytes that are not XML.
            return unreadable("The file is not well-formed XML");
        }
    }

    private static DataFile csv(Reader text, boolean unicode) throws IOException {
        long records = 0;
        boolean quoted = false;
        boolean empty = true;
        boolean blank = true;
        boolean bare = false;
        int before = -1;
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (c == '\n' && !quoted) {
                bare |= before != '\r';
                records += empty ? 0 : 1;
                empty = true;
            } else if (isControl(c)) {
                return unreadable("The file has control characters");
            } else if (c != '\r' && c != '\ufeff') {
                quoted ^= c == '"';
                empty = false;
                blank &= Character.isWhitespace(c);
            }
            before = c;
        }
        records += empty ? 0 : 1;
        return new DataFile(Math.max(records - 1, 0), unicode, bare, blank, Optional.empty());
    }

    /** All control characters except tabs, line ends, form feeds and the old end-of-file character. */
    private static boolean isControl(int c) {
        return c < ' ' && "\t\n\r\f\u001a".indexOf(c) < 0;
    }
}
