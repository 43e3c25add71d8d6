package io.github.d365fo.testkit.internal.packages;

import io.github.d365fo.testkit.internal.xml.XmlText;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What can be said of a data file without knowing its entity. Immutable and thread-safe.
 *
 * @param records how many records it has: rows below the header of a CSV file or a sheet, elements below the root of an
 *     XML file, and 1 for what is none of them
 * @param unicode whether it is UTF-16, as the format CSV-Unicode needs it
 * @param bareLineFeeds whether its lines end in a line feed alone
 */
public record DataFile(long records, boolean unicode, boolean bareLineFeeds) {
    private static final DataFile UNREADABLE = new DataFile(1, false, false);

    /** Reads to the end of the file, in constant memory. */
    public static DataFile read(InputStream file) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(file);
        stream.mark(4);
        byte[] start = stream.readNBytes(4);
        stream.reset();
        if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
            return sheet(stream);
        }
        boolean wide = start.length > 1 && (start[0] & 0xff) + (start[1] & 0xff) == 0xff + 0xfe;
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        return new String(start, charset).stripLeading().replace("\ufeff", "").startsWith("<")
                ? xml(stream)
                : csv(new InputStreamReader(stream, charset), wide);
    }

    private static DataFile sheet(InputStream stream) throws IOException {
        ZipInputStream zip = new ZipInputStream(stream);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().matches("xl/worksheets/[^/]+\\.xml")) {
                return elements(unclosed(zip), "row", 1);
            }
        }
        return UNREADABLE;
    }

    private static DataFile xml(InputStream stream) {
        return elements(stream, "", 0);
    }

    /** Counts the elements of a name, or, if it is blank, those below the root. */
    private static DataFile elements(InputStream stream, String name, int headers) {
        long count = -headers;
        try {
            XMLStreamReader reader = XmlText.reader(stream);
            for (int depth = 0; reader.hasNext(); ) {
                int event = reader.next();
                if (event == XMLStreamReader.START_ELEMENT) {
                    count += name.isEmpty()
                            ? (depth == 1 ? 1 : 0)
                            : (reader.getLocalName().equals(name) ? 1 : 0);
                    depth++;
                } else if (event == XMLStreamReader.END_ELEMENT) {
                    depth--;
                }
            }
            return new DataFile(Math.max(count, 0), false, false);
        } catch (XMLStreamException e) {
            // Not well-formed, so nothing can be counted; the real service would find out later as well.
            return UNREADABLE;
        }
    }

    private static DataFile csv(Reader text, boolean unicode) throws IOException {
        long records = 0;
        boolean quoted = false;
        boolean empty = true;
        boolean bare = false;
        int before = -1;
        for (int c = text.read(); c >= 0; c = text.read()) {
            if (c == '\n' && !quoted) {
                bare |= before != '\r';
                records += empty ? 0 : 1;
                empty = true;
            } else if (c != '\r' && c != '\ufeff') {
                quoted ^= c == '"';
                empty = false;
            }
            before = c;
        }
        records += empty ? 0 : 1;
        return new DataFile(Math.max(records - 1, 0), unicode, bare);
    }

    /** Keeps a parser from closing a zip that is read on. */
    static InputStream unclosed(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return in.read(target, offset, length);
            }

            @Override
            public void close() {
                // Whoever opened the zip closes it.
            }
        };
    }
}
