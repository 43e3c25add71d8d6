package io.github.d365fo.connector.internal.packages.xml;

import io.github.d365fo.connector.internal.packages.xml.XmlNode.Attribute;
import io.github.d365fo.connector.internal.packages.xml.XmlNode.XmlName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a tree as F&O writes its manifests: no XML declaration, no white space between elements, {@code <Empty />}.
 * Missing namespace declarations are added where they are needed.
 */
final class XmlText {
    private final StringBuilder out = new StringBuilder();

    private XmlText() {}

    static String of(XmlNode root) {
        XmlText text = new XmlText();
        text.write(root, Map.of("", "", "xml", "http://www.w3.org/XML/1998/namespace"));
        return text.out.toString();
    }

    private void write(XmlNode node, Map<String, String> outer) {
        Map<String, String> scope = new HashMap<>(outer);
        String name = qualified(node.name());
        out.append('<').append(name);
        for (Attribute declaration : node.declarations()) {
            declare(declaration.name().local(), declaration.value(), scope);
        }
        require(node.name(), scope);
        for (Attribute attribute : node.attributes()) {
            if (!attribute.name().prefix().isEmpty()) {
                require(attribute.name(), scope);
            }
            attribute(qualified(attribute.name()), attribute.value());
        }
        if (node.children().isEmpty() && node.text().isEmpty()) {
            out.append(" />");
            return;
        }
        out.append('>');
        escape(node.text(), false);
        node.children().forEach(child -> write(child, scope));
        out.append("</").append(name).append('>');
    }

    private void require(XmlName name, Map<String, String> scope) {
        if (!name.namespace().equals(scope.get(name.prefix()))) {
            declare(name.prefix(), name.namespace(), scope);
        }
    }

    private void declare(String prefix, String namespace, Map<String, String> scope) {
        scope.put(prefix, namespace);
        attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, namespace);
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
    }

    private void escape(String text, boolean inAttribute) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\r' -> out.append("&#xD;");
                case '\n', '\t' ->
                    out.append(
                            inAttribute
                                    ? "&#x" + Integer.toHexString(c).toUpperCase(Locale.ROOT) + ";"
                                    : String.valueOf(c));
                case '"' -> out.append(inAttribute ? "&quot;" : "\"");
                default -> out.append(c);
            }
        }
    }

    private static String qualified(XmlName name) {
        return name.prefix().isEmpty() ? name.local() : name.prefix() + ":" + name.local();
    }
}
