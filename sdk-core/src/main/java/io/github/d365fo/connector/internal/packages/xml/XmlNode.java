package io.github.d365fo.connector.internal.packages.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An element of a manifest with all that is in it, known or not, so that nothing is lost when it is written again.
 * Immutable.
 *
 * @param name the element's name
 * @param attributes its attributes, in order
 * @param declarations the namespaces that it declares: prefix (or nothing) and address, in order
 * @param children the elements in it, in order
 * @param text the text in it; where there are children too, blank text is left out
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
     * @param namespace the namespace's address, or nothing
     * @param prefix the prefix it was read with, or nothing
     * @param local the name itself
     */
    public record XmlName(String namespace, String prefix, String local) {}

    /**
     * An attribute, or a declaration of a namespace.
     *
     * @param name the name
     * @param value the value
     */
    public record Attribute(XmlName name, String value) {}

    /** Returns an element of F&O's with {@code children}. */
    public static XmlNode of(String name, XmlNode... children) {
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(), List.of(), List.of(children), "");
    }

    /** Returns an element of F&O's with {@code text}, which must be text that XML can hold. */
    public static XmlNode of(String name, String text) {
        requireXml(name, text);
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(), List.of(), List.of(), text);
    }

    /** Returns an element of F&O's that says it has no value. */
    public static XmlNode nil(String name) {
        Attribute nil = new Attribute(new XmlName(INSTANCE, "i", "nil"), "true");
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(nil), List.of(), List.of(), "");
    }

    /** Returns a root element of F&O's with the declarations that F&O gives it. */
    public static XmlNode root(String name, XmlNode... children) {
        List<Attribute> declarations = List.of(
                new Attribute(new XmlName("", "", "i"), INSTANCE), new Attribute(new XmlName("", "", ""), NAMESPACE));
        return new XmlNode(new XmlName(NAMESPACE, "", name), List.of(), declarations, List.of(children), "");
    }

    public boolean is(String local) {
        return name.local.equals(local);
    }

    /** Returns the first child of that name. */
    public Optional<XmlNode> child(String local) {
        return children.stream().filter(child -> child.is(local)).findFirst();
    }

    /** Returns the children of that name. */
    public Stream<XmlNode> all(String local) {
        return children.stream().filter(child -> child.is(local));
    }

    /** Returns the text of the first child of that name; nothing if there is none. */
    public String textOf(String local) {
        return child(local).map(XmlNode::text).orElse("");
    }

    /** Returns the number in the child of that name; {@code otherwise} if there is none or it is no number. */
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

    /** Returns a copy with a child of that name and text. */
    public XmlNode with(String local, Object text) {
        return with(of(local, text.toString()));
    }

    /** Returns a copy with {@code child} in the place of the one of its name or, if there is none, in the alphabet's. */
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
     * Returns a copy with its children in the order of the alphabet, which F&O's serializer expects: it passes over
     * what stands elsewhere.
     */
    public XmlNode sorted() {
        List<XmlNode> sorted = new ArrayList<>(children);
        sorted.sort(Comparator.comparing(child -> child.name.local));
        return withChildren(sorted);
    }

    public static String requireXml(String name, String text) {
        if (!text.codePoints().allMatch(XmlNode::isXml)) {
            throw new IllegalArgumentException(name + ": expected text without control characters, but got "
                    + text.length() + " characters with some");
        }
        return text;
    }

    private static boolean isXml(int c) {
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != '\uFFFE' && c != '\uFFFF' && !surrogate);
    }
}
