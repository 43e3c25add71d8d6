package io.github.d365fo.connector.internal.packages.xml;

import io.github.d365fo.connector.internal.packages.check.Encodings;
import io.github.d365fo.connector.internal.packages.xml.XmlNode.Attribute;
import io.github.d365fo.connector.internal.packages.xml.XmlNode.XmlName;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads a whole XML file into a tree of {@link XmlNode}, up to a depth limit. */
public final class XmlTree {
    private static final int MAX_DEPTH = 64;

    private final String what;
    private final SafeXml xml;

    private XmlTree(String what, SafeXml xml) {
        this.what = what;
        this.xml = xml;
    }

    /** Reads {@code bytes}, whose root element must be {@code root}; error messages call them {@code what}. */
    public static XmlNode read(String what, String root, byte[] bytes) throws IOException {
        try (SafeXml xml = new SafeXml(what, Encodings.xmlReader(new ByteArrayInputStream(bytes)))) {
            xml.root();
            XmlNode node = new XmlTree(what, xml).element(0);
            if (!node.is(root)) {
                throw malformed(what + ": expected the root element " + root + ", but got "
                        + EntryNames.quote(node.name().local()));
            }
            while (xml.next() != XMLStreamConstants.END_DOCUMENT) {
                // Read on after the root, to check that nothing follows it.
            }
            return node;
        }
    }

    private XmlNode element(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new DataPackageException(
                    PackageProblem.LIMIT_EXCEEDED, what + " is nested deeper than " + MAX_DEPTH + " elements");
        }
        XMLStreamReader at = xml.at();
        XmlName name = name(at.getNamespaceURI(), at.getPrefix(), at.getLocalName());
        List<Attribute> attributes = attributes(at);
        List<Attribute> declarations = declarations(at);
        List<XmlNode> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(depth + 1));
            } else {
                text.append(at.getText());
            }
        }
        boolean layout = !children.isEmpty() && text.toString().isBlank();
        return new XmlNode(name, attributes, declarations, children, layout ? "" : text.toString());
    }

    private static List<Attribute> attributes(XMLStreamReader at) {
        List<Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < at.getAttributeCount(); i++) {
            attributes.add(new Attribute(
                    name(at.getAttributeNamespace(i), at.getAttributePrefix(i), at.getAttributeLocalName(i)),
                    at.getAttributeValue(i)));
        }
        return attributes;
    }

    private static List<Attribute> declarations(XMLStreamReader at) {
        List<Attribute> declarations = new ArrayList<>();
        for (int i = 0; i < at.getNamespaceCount(); i++) {
            declarations.add(new Attribute(
                    name(null, null, orNothing(at.getNamespacePrefix(i))), orNothing(at.getNamespaceURI(i))));
        }
        return declarations;
    }

    private static XmlName name(@Nullable String namespace, @Nullable String prefix, String local) {
        return new XmlName(orNothing(namespace), orNothing(prefix), local);
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static DataPackageException malformed(String message) {
        return new DataPackageException(PackageProblem.MALFORMED_XML, message);
    }
}
