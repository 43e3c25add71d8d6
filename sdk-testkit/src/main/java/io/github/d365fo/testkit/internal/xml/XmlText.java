package io.github.d365fo.testkit.internal.xml;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses and escapes XML; documents from clients can't make it fetch or expand anything. Thread-safe. */
public final class XmlText {
    private static final XMLInputFactory FACTORY = factory();

    private XmlText() {}

    /**
     * Returns a parser.
     *
     * @throws XMLStreamException if the encoding is unknown or the document doesn't begin like XML
     */
    public static XMLStreamReader reader(InputStream stream) throws XMLStreamException {
        try {
            return FACTORY.createXMLStreamReader(XmlDecoder.open(stream));
        } catch (IOException e) {
            throw new XMLStreamException(e);
        }
    }

    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
