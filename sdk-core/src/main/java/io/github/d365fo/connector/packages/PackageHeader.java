package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.xml.PackageXml;
import io.github.d365fo.connector.internal.packages.xml.XmlDocument;
import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import io.github.d365fo.connector.internal.packages.xml.XmlTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The header of a package: its {@code PackageHeader.xml}. Immutable and thread-safe. */
public final class PackageHeader {
    private static final String ELEMENT = "DataManagementPackageHeader";
    private static final String MANIFEST_TYPE =
            "Microsoft.Dynamics.AX.Framework.Tools.DataManagement.Serialization.DataManagementPackageManifest";

    private final XmlNode root;
    private final byte @Nullable [] original;

    private PackageHeader(XmlNode root, byte @Nullable [] original) {
        this.root = root;
        this.original = original;
    }

    /**
     * Returns the header of a package of a data project, in version 2 of the format.
     *
     * @throws IllegalArgumentException if {@code description} has a control character
     */
    public static PackageHeader of(String description) {
        Objects.requireNonNull(description, "description");
        return new PackageHeader(
                XmlNode.root(
                        ELEMENT,
                        XmlNode.of("Description", description),
                        XmlNode.of("ManifestType", MANIFEST_TYPE),
                        XmlNode.of("PackageType", "DefinitionGroup"),
                        XmlNode.of("PackageVersion", "2")),
                null);
    }

    /**
     * Reads a {@code PackageHeader.xml}, in whatever encoding it is, and closes it.
     *
     * @throws DataPackageException if it is not such a header
     * @throws IOException if it can't be read
     */
    public static PackageHeader read(InputStream in) throws IOException {
        Objects.requireNonNull(in, "in");
        byte[] bytes = in.readAllBytes();
        in.close();
        return new PackageHeader(XmlTree.read(PackageXml.HEADER, ELEMENT, bytes), bytes);
    }

    /** Returns the description; blank if there is none. */
    public String description() {
        return root.textOf("Description");
    }

    /**
     * Returns a copy with this description.
     *
     * @throws IllegalArgumentException if it has a control character
     */
    public PackageHeader description(String description) {
        Objects.requireNonNull(description, "description");
        return new PackageHeader(root.with("Description", description), null);
    }

    /** Returns the type of the package: {@code DefinitionGroup} for a data project. */
    public String packageType() {
        return root.textOf("PackageType");
    }

    /** Returns the version of the package format. */
    public int packageVersion() {
        return root.numberOf("PackageVersion", 1);
    }

    /** Returns a copy in this version of the format. Default 2, as current environments write it. */
    public PackageHeader packageVersion(int version) {
        return new PackageHeader(root.with("PackageVersion", version), null);
    }

    XmlDocument document() {
        return new XmlDocument(root, original);
    }

    /** Returns whether {@code other} has the same elements. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PackageHeader that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** Returns description, type and version. */
    @Override
    public String toString() {
        return "PackageHeader[" + description() + ", " + packageType() + ", version " + packageVersion() + "]";
    }
}
