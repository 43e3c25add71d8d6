package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.xml.ManifestValues;
import io.github.d365fo.connector.internal.packages.xml.PackageXml;
import io.github.d365fo.connector.internal.packages.xml.XmlDocument;
import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import io.github.d365fo.connector.internal.packages.xml.XmlTree;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a package: its {@code Manifest.xml}. Unknown elements are kept, and an unchanged manifest is written
 * byte for byte as it was read. Immutable and thread-safe.
 */
public final class PackageManifest {
    private static final String ELEMENT = "DataManagementPackageManifest";
    private static final String LIST = "PackageEntityList";

    private final XmlNode root;
    private final byte @Nullable [] original;
    private final List<PackageEntity> entities;

    private PackageManifest(XmlNode root, byte @Nullable [] original, List<PackageEntity> entities) {
        this.root = root;
        this.original = original;
        this.entities = entities;
    }

    /**
     * Returns the manifest of a package of the data project {@code dataProject}, without entities yet.
     *
     * @throws IllegalArgumentException if {@code dataProject} is blank or has a control character
     */
    public static PackageManifest of(String dataProject) {
        return new PackageManifest(
                XmlNode.root(
                        ELEMENT,
                        XmlNode.of("DefinitionGroupName", ManifestValues.required("dataProject", dataProject)),
                        XmlNode.of("Description", dataProject),
                        XmlNode.of(LIST)),
                null,
                List.of());
    }

    /**
     * Reads a {@code Manifest.xml}, in whatever encoding it is, and closes it.
     *
     * @throws DataPackageException if it is not such a manifest
     * @throws IOException if it can't be read
     */
    public static PackageManifest read(InputStream in) throws IOException {
        Objects.requireNonNull(in, "in");
        byte[] bytes = in.readAllBytes();
        in.close();
        XmlNode root = XmlTree.read(PackageXml.MANIFEST, ELEMENT, bytes);
        List<PackageEntity> entities = root.child(LIST).stream()
                .flatMap(list -> list.all(PackageEntity.ELEMENT))
                .map(PackageEntity::read)
                .toList();
        return new PackageManifest(root, bytes, entities);
    }

    /** Returns the name of the data project, the <em>definition group</em>, that the package came from. */
    public String dataProject() {
        return root.textOf("DefinitionGroupName");
    }

    /**
     * Returns a copy for this data project.
     *
     * @throws IllegalArgumentException if it is blank or has a control character
     */
    public PackageManifest dataProject(String name) {
        return with("DefinitionGroupName", ManifestValues.required("dataProject", name));
    }

    /** Returns the description; blank if there is none. */
    public String description() {
        return root.textOf("Description");
    }

    /**
     * Returns a copy with this description. Default the name of the data project.
     *
     * @throws IllegalArgumentException if it has a control character
     */
    public PackageManifest description(String description) {
        Objects.requireNonNull(description, "description");
        return with("Description", description);
    }

    /** Returns the entities in the order of the manifest. */
    public List<PackageEntity> entities() {
        return entities;
    }

    /** Returns the first entity with this name, in any case, or empty if there is none. */
    public Optional<PackageEntity> entity(String name) {
        Objects.requireNonNull(name, "name");
        return entities.stream()
                .filter(entity -> entity.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns a copy with these entities instead. */
    public PackageManifest entities(List<PackageEntity> replacements) {
        Objects.requireNonNull(replacements, "entities");
        replacements.forEach(each -> Objects.requireNonNull(each, "entities"));
        List<PackageEntity> copy = List.copyOf(replacements);
        XmlNode list = root.child(LIST).orElseGet(() -> XmlNode.of(LIST));
        XmlNode changed = list.withChildren(
                copy.stream().map(entity -> entity.node().sorted()).toList());
        return new PackageManifest(root.with(changed), null, copy);
    }

    /** Returns a copy with {@code entity} after the others. */
    public PackageManifest with(PackageEntity entity) {
        Objects.requireNonNull(entity, "entity");
        List<PackageEntity> all = new ArrayList<>(entities);
        all.add(entity);
        return entities(all);
    }

    /**
     * Returns a copy with {@code replacement} in the place of {@code entity}.
     *
     * @throws IllegalArgumentException if the manifest does not have {@code entity}
     */
    public PackageManifest replace(PackageEntity entity, PackageEntity replacement) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(replacement, "replacement");
        int index = entities.indexOf(entity);
        if (index < 0) {
            throw new IllegalArgumentException("entity: expected one of the manifest, but got " + entity);
        }
        List<PackageEntity> all = new ArrayList<>(entities);
        all.set(index, replacement);
        return entities(all);
    }

    /**
     * Returns the text of any element of the manifest itself, for example {@code ProjectCategory}, or empty if there is
     * none.
     */
    public Optional<String> element(String name) {
        Objects.requireNonNull(name, "name");
        return root.child(name).map(XmlNode::text);
    }

    /**
     * Returns a copy with an element of this name and text, in its alphabetical place.
     *
     * @throws IllegalArgumentException if {@code name} is not an XML name, or is the list of entities, or {@code text}
     *     has a control character
     */
    public PackageManifest element(String name, String text) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        if (name.equals(LIST)) {
            throw new IllegalArgumentException("element: " + LIST + " is a list; use entities()");
        }
        return with(ManifestValues.element(name), text);
    }

    boolean isInNamespace() {
        return root.name().namespace().equals(XmlNode.NAMESPACE)
                && entities.stream().allMatch(PackageEntity::isInNamespace);
    }

    XmlDocument document() {
        return new XmlDocument(root, original);
    }

    private PackageManifest with(String element, String text) {
        return new PackageManifest(root.with(element, text), null, entities);
    }

    /** Returns whether {@code other} has the same elements. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PackageManifest that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** Returns the data project and its entities. */
    @Override
    public String toString() {
        return "PackageManifest[" + dataProject() + ", " + entities + "]";
    }
}
