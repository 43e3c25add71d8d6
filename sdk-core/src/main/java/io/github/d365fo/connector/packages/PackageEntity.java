package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.internal.packages.xml.ManifestValues;
import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entity of a data package: a {@code DataManagementPackageEntityData} of the manifest. Elements that this SDK does
 * not know are kept. Immutable and thread-safe.
 */
public final class PackageEntity {
    static final String ELEMENT = "DataManagementPackageEntityData";

    private final XmlNode node;
    private final SourceFormat format;

    private PackageEntity(XmlNode node, SourceFormat format) {
        this.node = node;
        this.format = format;
    }

    static PackageEntity read(XmlNode node) {
        return new PackageEntity(node, SourceFormat.of(node.textOf("SourceFormat")));
    }

    /**
     * Returns an entity whose data file is in {@code format}, named after the entity, without fields yet, in the first
     * execution unit, level and sequence.
     *
     * @param name the entity's label, for example {@code Customer groups}; not the name of its table or collection
     * @throws IllegalArgumentException if {@code name} is blank or has a control character
     */
    public static PackageEntity of(String name, SourceFormat format) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");
        XmlNode node = XmlNode.of(
                ELEMENT,
                XmlNode.of("EntityMapList"),
                XmlNode.of("EntityName", ManifestValues.required("entity", name)),
                XmlNode.nil("EntityTransformList"),
                XmlNode.of("ExcelSheetName"),
                XmlNode.of("ExecutionUnit", "1"),
                XmlNode.of("FailExecutionUnitOnError", "false"),
                XmlNode.of("FailLevelOnError", "false"),
                XmlNode.of("InputFilePath", fileName(name, format)),
                XmlNode.of("LevelInExecutionUnit", "1"),
                XmlNode.of("RunBusinessLogic", "true"),
                XmlNode.of("RunBusinessValidation", "true"),
                XmlNode.of("SampleFilePath"),
                XmlNode.of("SequenceInLevel", "1"),
                XmlNode.of("SourceFormat", format.name()),
                XmlNode.of("ValidationStatus", "Yes"));
        return new PackageEntity(node, format);
    }

    /** Returns the entity's label. */
    public String name() {
        return node.textOf("EntityName");
    }

    /** Returns the name of the data file in the package. It need not resemble the entity's. */
    public String inputFile() {
        return node.textOf("InputFilePath");
    }

    /**
     * Returns a copy with this data file. Default: the entity's name without characters that file names can't contain,
     * plus the extension of its format.
     *
     * @throws IllegalArgumentException if the name is blank or has a control character
     */
    public PackageEntity inputFile(String name) {
        return with("InputFilePath", ManifestValues.required("inputFile", name));
    }

    /** Returns the format of the data file. */
    public SourceFormat sourceFormat() {
        return format;
    }

    /** Returns a copy whose data file is in this format. */
    public PackageEntity sourceFormat(SourceFormat other) {
        Objects.requireNonNull(other, "sourceFormat");
        return new PackageEntity(node.with("SourceFormat", other.name()), other);
    }

    /** Returns the maps from fields of the data file to fields of the entity. */
    public List<FieldMap> fields() {
        return maps().map(FieldMap::read).toList();
    }

    /** Returns a copy with these fields. F&amp;O imports only these, and nothing if there are none. */
    public PackageEntity fields(List<FieldMap> fields) {
        Objects.requireNonNull(fields, "fields");
        fields.forEach(each -> Objects.requireNonNull(each, "fields"));
        List<XmlNode> maps = fields.stream().map(FieldMap::node).toList();
        return new PackageEntity(node.with(XmlNode.of("EntityMapList").withChildren(maps)), format);
    }

    /**
     * Returns a copy with these fields, which have the same names in the data file and in the entity.
     *
     * @throws IllegalArgumentException if a name is blank or has a control character
     */
    public PackageEntity fields(String... names) {
        Objects.requireNonNull(names, "fields");
        return fields(Stream.of(names)
                .map(name -> FieldMap.of(Objects.requireNonNull(name, "fields")))
                .toList());
    }

    /** Returns the execution unit. Units run in parallel. */
    public int executionUnit() {
        return node.numberOf("ExecutionUnit", 1);
    }

    /**
     * Returns a copy in this execution unit. Default 1.
     *
     * @throws IllegalArgumentException if {@code unit} is less than 1
     */
    public PackageEntity executionUnit(int unit) {
        return with("ExecutionUnit", ManifestValues.positive("executionUnit", unit));
    }

    /** Returns the level in the execution unit. Levels run one after another. */
    public int level() {
        return node.numberOf("LevelInExecutionUnit", 1);
    }

    /**
     * Returns a copy on this level of its execution unit. Default 1.
     *
     * @throws IllegalArgumentException if {@code level} is less than 1
     */
    public PackageEntity level(int level) {
        return with("LevelInExecutionUnit", ManifestValues.positive("level", level));
    }

    /** Returns the place in the level, the order in which its entities start; they run in parallel. */
    public int sequence() {
        return node.numberOf("SequenceInLevel", 1);
    }

    /**
     * Returns a copy at this place in its level. Default 1.
     *
     * @throws IllegalArgumentException if {@code sequence} is less than 1
     */
    public PackageEntity sequence(int sequence) {
        return with("SequenceInLevel", ManifestValues.positive("sequence", sequence));
    }

    /** Returns whether an error stops F&amp;O before the next level. */
    public boolean failsLevelOnError() {
        return node.flagOf("FailLevelOnError");
    }

    /** Returns a copy whose errors stop F&amp;O before the next level, or not. Default {@code false}. */
    public PackageEntity failLevelOnError(boolean fail) {
        return with("FailLevelOnError", fail);
    }

    /** Returns whether an error ends the execution unit. */
    public boolean failsExecutionUnitOnError() {
        return node.flagOf("FailExecutionUnitOnError");
    }

    /** Returns a copy whose errors end the execution unit, or not. Default {@code false}. */
    public PackageEntity failExecutionUnitOnError(boolean fail) {
        return with("FailExecutionUnitOnError", fail);
    }

    /**
     * Returns the text of any element, for example {@code DefaultRefreshType} or {@code SkipStaging}, or empty if there
     * is none with this name.
     */
    public Optional<String> element(String name) {
        Objects.requireNonNull(name, "name");
        return node.child(name).map(XmlNode::text);
    }

    /**
     * Returns a copy with an element of this name and text, in its alphabetical place.
     *
     * @throws IllegalArgumentException if {@code name} is not an XML name, or names a list, which has methods of its
     *     own, or {@code text} has a control character
     */
    public PackageEntity element(String name, String text) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(text, "text");
        if (name.equals("EntityMapList")) {
            throw new IllegalArgumentException("element: EntityMapList is a list; use fields()");
        }
        XmlNode changed = node.with(ManifestValues.element(name), text);
        return name.equals("SourceFormat") ? read(changed) : new PackageEntity(changed, format);
    }

    XmlNode node() {
        return node;
    }

    DeclaredFile dataFile() {
        return format.declare(inputFile());
    }

    boolean isInNamespace() {
        return Stream.concat(Stream.of(node), node.children().stream())
                .allMatch(each -> each.name().namespace().equals(XmlNode.NAMESPACE));
    }

    /** Returns whether {@code other} has the same elements and format. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PackageEntity that && node.equals(that.node) && format.equals(that.format);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    /** Returns name, data file and format. */
    @Override
    public String toString() {
        return "PackageEntity[" + name() + ", " + inputFile() + ", " + format + "]";
    }

    private Stream<XmlNode> maps() {
        return node.child("EntityMapList").stream().flatMap(list -> list.all("EntityMap"));
    }

    private PackageEntity with(String element, Object value) {
        return new PackageEntity(node.with(element, value), format);
    }

    /** F&O drops characters that file names can't contain: "Country/regions" is stored as Countryregions.xlsx. */
    private static String fileName(String entity, SourceFormat format) {
        String base = EntryNames.fileName(entity);
        return (base.isEmpty() ? "Data" : base) + format.kind().extension();
    }
}
