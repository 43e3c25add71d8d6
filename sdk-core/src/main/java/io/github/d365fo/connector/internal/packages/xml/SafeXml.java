package io.github.d365fo.connector.internal.packages.xml;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads untrusted XML event by event: it rejects document types and entities, fetches nothing and limits the number of
 * names. The parser is always the JDK's own, whatever is on the class path. Not thread-safe.
 */
public final class SafeXml implements AutoCloseable {
    /** The parser keeps every distinct name. No entity has this many fields. */
    private static final int MAX_NAMES = 10_000;

    private static final int MAX_ATTRIBUTES = 10_000;

    private final String what;
    private final XMLStreamReader reader;
    private final Set<String> names = new HashSet<>();

    /** Reads {@code text}; error messages call it {@code what}. */
    public SafeXml(String what, Reader text) throws IOException {
        this.what = what;
        try {
            this.reader = factory().createXMLStreamReader(text);
        } catch (XMLStreamException e) {
            throw failure(e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        // Later JDKs allow only 200 by default, and an entity may have more fields.
        factory.setProperty("jdk.xml.elementAttributeLimit", MAX_ATTRIBUTES);
        return factory;
    }

    /** Moves to the next start or end of an element or piece of text, or to the end of the document. */
    public int next() throws IOException {
        try {
            while (reader.hasNext()) {
                int event = reader.next();
                if (isContent(event)) {
                    return event;
                }
            }
            return XMLStreamConstants.END_DOCUMENT;
        } catch (XMLStreamException e) {
            throw failure(e);
        }
    }

    /** Moves to the root element. */
    public void root() throws IOException {
        int event = next();
        while (event == XMLStreamConstants.CHARACTERS) {
            event = next();
        }
        if (event != XMLStreamConstants.START_ELEMENT) {
            throw new DataPackageException(PackageProblem.MALFORMED_XML, what + " has no root element");
        }
    }

    public XMLStreamReader at() {
        return reader;
    }

    private boolean isContent(int event) throws DataPackageException {
        return switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                count();
                yield true;
            }
            case XMLStreamConstants.END_ELEMENT,
                    XMLStreamConstants.CHARACTERS,
                    XMLStreamConstants.CDATA,
                    XMLStreamConstants.END_DOCUMENT -> true;
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new DataPackageException(
                        PackageProblem.FORBIDDEN_XML,
                        what + " has a document type declaration or refers to an entity; neither is allowed");
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                count(reader.getPITarget());
                yield false;
            }
            default -> false;
        };
    }

    private void count() throws DataPackageException {
        count(reader.getLocalName());
        count(reader.getPrefix());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            count(reader.getAttributeLocalName(i));
            count(reader.getAttributePrefix(i));
        }
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            count(reader.getNamespacePrefix(i));
            count(reader.getNamespaceURI(i));
        }
    }

    private void count(@Nullable String name) throws DataPackageException {
        if (name != null && names.add(name) && names.size() > MAX_NAMES) {
            throw new DataPackageException(
                    PackageProblem.LIMIT_EXCEEDED, what + " has more than " + MAX_NAMES + " different names");
        }
    }

    private IOException failure(XMLStreamException cause) {
        Throwable beneath = cause.getNestedException();
        if (beneath instanceof IOException io && !(io instanceof CharacterCodingException)) {
            return io;
        }
        Location place = cause.getLocation();
        String where =
                place == null ? "" : " (line " + place.getLineNumber() + ", column " + place.getColumnNumber() + ")";
        return new DataPackageException(
                PackageProblem.MALFORMED_XML,
                what + " is not well-formed XML, or not in the encoding it claims" + where,
                cause);
    }

    @Override
    public void close() throws IOException {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw failure(e);
        }
    }
}
