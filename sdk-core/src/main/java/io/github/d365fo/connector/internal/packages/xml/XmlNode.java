package io.github.d365fo.connector.internal.packages.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a manifest with all its content, known or not, so that nothing is lost when it is written again.
 * Immutable.
 *
 * @param name the element's name
 * @param attributes its attributes, in order
 * @param declarations the namespaces that it declares: prefix (or blank) and address, in order
 * @param children the elements in it, in order
 * @param text the text in it; blank text next to children is left out
 */
public record XmlNode(
        XmlName name, List<Attribute> attributes, List<Attribute> declarations, List<XmlNode> children, String text) {
    public static final String NAMESPACE = "http://schemas.microsoft.com/dynamics/2015/01/DataManagement";
    public static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    public XmlNode {
        attributes = List.copyOf(attributes);
        declarations = List.copyOf(declarations);
        children = List.copyOf(children);
    }

    /**
     * A name in a namespace.
     *
     * @param namespace the address of the namespace, or blank
     * @param prefix the prefix it was read with, or blank
     * @param local the name itself
     */
    public record XmlName(String namespace, String prefix, String local) {}

    /**
     * An attribute, or a namespace declaration.
     *
     * @param name the name
     * @param value the value
     */
    public record Attribute(XmlName name, String value) {}

    /** Returns an element of F&O's with {@code children}. */
    public static XmlNode of(String name, XmlNode... children) {
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(), List.of(), List.of(children), "");
    }

    /** Returns an element of F&O's with {@code text}, which must be valid in XML. */
    public static XmlNode of(String name, String text) {
        requireXml(name, text);
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(), List.of(), List.of(), text);
    }

    /** Returns an element of F&O's that is nil. */
    public static XmlNode nil(String name) {
        Attribute nil = new Attribute(new XmlName(INSTANCE, "i", "nil"), "true");
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(nil), List.of(), List.of(), "");
    }

    /** Returns a root element of F&O's with F&O's namespace declarations. */
    public static XmlNode root(String name, XmlNode... children) {
        List<Attribute> declarations = List.of(
                new Attribute(new XmlName("", "", "i"), INSTANCE), new Attribute(new XmlName("", "", ""), NAMESPACE));
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(), declarations, List.of(children), "");
    }

    public boolean is(String local) {
        return name.local.equals(local);
    }

    /** Returns the first child with this name. */
    public Optional<XmlNode> child(String local) {
        return children.stream().filter(child -> child.is(local)).findFirst();
    }

    /** Returns the children with this name. */
    public Stream<XmlNode> all(String local) {
        return children.stream().filter(child -> child.is(local));
    }

    /** Returns the text of the first child with this name; blank if there is none. */
    public String textOf(String local) {
        return child(local).map(XmlNode::text).orElse("");
    }

    /** Returns the number in the child with this name; {@code otherwise} if there is none or it is not a number. */
    public int numberOf(String local, int otherwise) {
        try {
            return Integer.parseInt(textOf(local).strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    public boolean flagOf(String local) {
        String text = textOf(local).strip();
        return text.equalsIgnoreCase("true") || text.equals("1");
    }

    /** Returns a copy with a child with this name and text. */
    public XmlNode with(String local, Object text) {
        return with(of(local, text.toString()));
    }

    /**
     * Returns a copy with {@code child} in place of the one with the same name or, if there is none, in alphabetical
     * order.
     */
    public XmlNode with(XmlNode child) {
        List<XmlNode> changed = new ArrayList<>(children);
        changed.removeIf(other -> other.is(child.name.local));
        changed.add(child);
        return withChildren(changed).sorted();
    }

    public XmlNode withChildren(List<XmlNode> changed) {
        return new XmlNode(name, attributes, declarations, changed, text);
    }

    /**
     * Returns a copy with its children in alphabetical order, which F&O's serializer expects: it skips elements that
     * are out of order.
     */
    public XmlNode sorted() {
        List<XmlNode> sorted = new ArrayList<>(children);
        sorted.sort(Comparator.comparing(child -> child.name.local));
        return withChildren(sorted);
    }

    public static String requireXml(String name, String text) {
        if (!text.codePoints().allMatch(XmlNode::isXml)) {
            throw new IllegalArgumentException(name + ": expected text without control characters, but got "
                    + text.length() + " characters that contain some");
        }
        return text;
    }

    private static boolean isXml(int c) {
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != '\uFFFE' && c != '\uFFFF' && !surrogate);
    }
}
