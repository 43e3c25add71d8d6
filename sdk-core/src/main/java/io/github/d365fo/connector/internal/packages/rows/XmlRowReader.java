package io.github.d365fo.connector.internal.packages.rows;

import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.internal.packages.check.Encodings;
import io.github.d365fo.connector.internal.packages.xml.SafeXml;
import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of XML: the children of the root. Each attribute of a row is a field, and so is each child element
 * without elements of its own; children with elements are nested rows. Not thread-safe.
 */
final class XmlRowReader implements RowReader {
    private static final int MAX_DEPTH = 32;

    private final String what;
    private final InputStream in;
    private final RowMeter meter;
    private final SafeXml xml;
    private long count;

    private XmlRowReader(String what, InputStream in, int maxRowSize) throws IOException {
        this.what = what;
        this.in = in;
        this.meter = new RowMeter(what, Encodings.xmlReader(in), maxRowSize);
        this.xml = new SafeXml(what, meter);
        xml.root();
        meter.begin(1);
    }

    static RowReader open(DeclaredFile file, InputStream in, int maxRowSize) throws IOException {
        try {
            return new XmlRowReader(file.title(), in, maxRowSize);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    @Override
    public Optional<Row> read() throws IOException {
        for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                Row row = new Element(0).row(++count);
                meter.begin(count + 1);
                return Optional.of(row);
            }
            if (event == XMLStreamConstants.CHARACTERS && !xml.at().isWhiteSpace()) {
                throw malformed("has text between its rows");
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        xml.close();
        in.close();
    }

    private DataPackageException malformed(String how) {
        return new DataPackageException(PackageProblem.MALFORMED_DATA, what + " " + how);
    }

    /** An element that turns out to be a row or a field when its end is reached. Most are fields, and hold only a text. */
    private final class Element {
        private final String name;
        private Map<String, String> fields = Map.of();
        private List<Row> children = List.of();
        private String text = "";
        private @Nullable StringBuilder pieces;
        private boolean nil;
        private boolean structured;

        /** Reads the element that has just started, to its end. */
        Element(int depth) throws IOException {
            this.name = xml.at().getLocalName();
            if (depth > MAX_DEPTH) {
                throw new DataPackageException(
                        PackageProblem.LIMIT_EXCEEDED, what + " is nested deeper than " + MAX_DEPTH + " elements");
            }
            readAttributes(xml.at());
            for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT) {
                    take(new Element(depth + 1));
                } else {
                    add(xml.at().getText());
                }
            }
        }

        private void add(String piece) {
            if (text.isEmpty()) {
                text = piece;
                return;
            }
            if (pieces == null) {
                pieces = new StringBuilder(text);
            }
            pieces.append(piece);
        }

        private String text() {
            return pieces == null ? text : pieces.toString();
        }

        Row row(long number) throws DataPackageException {
            if (!text().isBlank()) {
                throw malformed("has text beside the fields of " + meter.place());
            }
            return new Row(name, number, Collections.unmodifiableMap(fields), children);
        }

        private void readAttributes(XMLStreamReader at) throws DataPackageException {
            for (int i = 0; i < at.getAttributeCount(); i++) {
                if (XmlNode.INSTANCE.equals(at.getAttributeNamespace(i))) {
                    nil |= at.getAttributeLocalName(i).equals("nil")
                            && at.getAttributeValue(i).strip().equals("true");
                } else {
                    put(at.getAttributeLocalName(i), at.getAttributeValue(i));
                }
            }
        }

        private void take(Element element) throws DataPackageException {
            structured = true;
            if (element.structured || !element.fields.isEmpty()) {
                children = children.isEmpty() ? new ArrayList<>() : children;
                children.add(element.row(children.size() + 1L));
            } else if (!element.nil) {
                put(element.name, element.text());
            }
        }

        private void put(String field, String value) throws DataPackageException {
            fields = fields.isEmpty() ? new LinkedHashMap<>() : fields;
            if (fields.putIfAbsent(field, value) != null) {
                throw malformed("has the field " + EntryNames.quote(field) + " twice in " + meter.place());
            }
        }
    }
}
