package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.check.DataFileKind;
import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A source data format of F&amp;O: a name under <em>Data management &gt; Configure data source formats</em>, and its
 * kind of file. The name must exist in the environment that imports the package. Immutable and thread-safe.
 */
public final class SourceFormat {
    /** Text with separators, in the code page of the format; files that the SDK reads are UTF-8 unless marked otherwise. */
    public static final SourceFormat CSV = new SourceFormat("CSV", DataFileKind.CSV);

    /** Text with separators in UTF-16, little-endian, with a byte order mark. */
    public static final SourceFormat CSV_UNICODE = new SourceFormat("CSV-Unicode", DataFileKind.CSV_UNICODE);

    /** XML with an element for each field. */
    public static final SourceFormat XML_ELEMENT = new SourceFormat("XML-Element", DataFileKind.XML);

    /** XML with an attribute for each field. */
    public static final SourceFormat XML_ATTRIBUTE = new SourceFormat("XML-Attribute", DataFileKind.XML);

    /** An Excel workbook. It is passed through unchanged: the SDK does not read its rows. */
    public static final SourceFormat EXCEL = new SourceFormat("EXCEL", DataFileKind.EXCEL);

    private static final List<SourceFormat> KNOWN = List.of(CSV, CSV_UNICODE, XML_ELEMENT, XML_ATTRIBUTE, EXCEL);

    private final String name;
    private final DataFileKind kind;

    private SourceFormat(String name, DataFileKind kind) {
        this.name = name;
        this.kind = kind;
    }

    /**
     * Returns the format with this name. Unless it is one of this class's, in any case, nothing is known about its
     * files: they are neither checked nor read as rows until {@link #like} says what they are.
     *
     * @throws IllegalArgumentException if {@code name} has a control character
     */
    public static SourceFormat of(String name) {
        Objects.requireNonNull(name, "name");
        XmlNode.requireXml("source format", name);
        Optional<SourceFormat> known = KNOWN.stream()
                .filter(format -> format.name.equalsIgnoreCase(name.strip()))
                .findFirst();
        return new SourceFormat(name, known.map(format -> format.kind).orElse(DataFileKind.UNKNOWN));
    }

    /** Returns a format of this name whose files are like those of {@code other}. */
    public SourceFormat like(SourceFormat other) {
        Objects.requireNonNull(other, "other");
        return new SourceFormat(name, other.kind);
    }

    /** Returns the name in F&amp;O. */
    public String name() {
        return name;
    }

    DataFileKind kind() {
        return kind;
    }

    /** Returns the data file {@code file} as one that is declared to have this format. */
    DeclaredFile declare(String file) {
        return new DeclaredFile(file, name, kind);
    }

    /** Returns whether {@code other} has the same name and kind of file. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SourceFormat that && name.equals(that.name) && kind == that.kind;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
