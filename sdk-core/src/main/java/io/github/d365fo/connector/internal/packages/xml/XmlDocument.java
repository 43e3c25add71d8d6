package io.github.d365fo.connector.internal.packages.xml;

import io.github.d365fo.connector.packages.PackageEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts a manifest or header to bytes: those that were read if nothing changed, else as F&O writes them. */
public final class XmlDocument {
    private static final char MARK = '\uFEFF';

    private final XmlNode root;
    private final byte @Nullable [] original;

    public XmlDocument(XmlNode root, byte @Nullable [] original) {
        this.root = root;
        this.original = original;
    }

    /** Returns the bytes; in {@code encoding} if there is one, else as they were read or in F&O's. */
    public byte[] bytes(Optional<PackageEncoding> encoding) {
        if (original != null && encoding.isEmpty()) {
            return original.clone();
        }
        String text = XmlText.of(root);
        return encoding.orElse(PackageEncoding.UTF_16) == PackageEncoding.UTF_8
                ? text.getBytes(StandardCharsets.UTF_8)
                : (MARK + text).getBytes(StandardCharsets.UTF_16LE);
    }
}
