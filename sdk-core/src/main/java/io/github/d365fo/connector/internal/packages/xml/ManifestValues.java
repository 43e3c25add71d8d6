package io.github.d365fo.connector.internal.packages.xml;

import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import java.util.Objects;
import java.util.regex.Pattern;

/** Validates the values that users put into a manifest. */
public final class ManifestValues {
    private static final Pattern ELEMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private ManifestValues() {}

    public static String required(String what, String name) {
        Objects.requireNonNull(name, what);
        if (name.isBlank()) {
            throw new IllegalArgumentException(what + ": expected a name, but it is blank");
        }
        return XmlNode.requireXml(what, name);
    }

    public static String element(String name) {
        if (!ELEMENT.matcher(name).matches()) {
            throw new IllegalArgumentException("element: expected an XML name, but got " + EntryNames.quote(name));
        }
        return name;
    }

    public static int positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + ": expected at least 1, but got " + number);
        }
        return number;
    }
}
