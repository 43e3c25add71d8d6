package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.files.PartFile;
import io.github.d365fo.connector.internal.packages.plan.PackagePlan;
import io.github.d365fo.connector.internal.packages.plan.PackageZip;
import io.github.d365fo.connector.internal.packages.plan.PlannedEntity;
import io.github.d365fo.connector.internal.packages.xml.PackageXml;
import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Creates a data package: collects a manifest and its files, and writes them as a zip that F&amp;O can import. Files
 * are streamed, so memory use does not depend on their size; entries may exceed 4 GiB.
 *
 * <p>Equal input produces equal bytes on the same Java runtime: entries have a fixed time and order. There is no
 * enclosing folder, and XML is written as F&amp;O writes it.
 *
 * <p>The writer rejects what F&amp;O would accept and then import wrongly or not at all, with a
 * {@link DataPackageException}: an entity without field maps, elements in a foreign namespace, CSV-Unicode that is not
 * UTF-16 with a byte order mark, CSV whose lines do not end in CR LF, an invalid workbook, an empty file.
 * {@link #warnings} turns these into warnings. Data files from a template are not checked. Not thread-safe.
 */
public final class DataPackageWriter {
    private static final int HIGHEST_LEVEL = 9;

    private final @Nullable DataPackageReader template;
    private final Map<String, DataSource> data = new LinkedHashMap<>();
    private final Map<String, DataSource> others = new LinkedHashMap<>();
    private PackageManifest manifest;
    private PackageHeader header;
    private Optional<PackageEncoding> encoding = Optional.empty();
    private int compressionLevel = -1;
    private Optional<Consumer<? super DataPackageException>> warnings = Optional.empty();

    private DataPackageWriter(PackageManifest manifest, PackageHeader header, @Nullable DataPackageReader template) {
        this.manifest = manifest;
        this.header = header;
        this.template = template;
    }

    /**
     * Returns a writer of a package without entities yet.
     *
     * @param dataProject the name of the data project in the manifest
     * @throws IllegalArgumentException if {@code dataProject} is blank or has a control character
     */
    public static DataPackageWriter of(String dataProject) {
        return new DataPackageWriter(PackageManifest.of(dataProject), PackageHeader.of(dataProject), null);
    }

    /**
     * Returns a writer that starts from the package of {@code template}: an exported package is the surest way to a
     * manifest that fits the environment. Keep {@code template} open until the package is written, since files are
     * copied from it then. Unchanged parts stay as they are, Manifest.xml and PackageHeader.xml byte for byte.
     */
    public static DataPackageWriter from(DataPackageReader template) {
        Objects.requireNonNull(template, "template");
        PackageManifest manifest = template.manifest();
        return new DataPackageWriter(
                manifest, template.header().orElseGet(() -> PackageHeader.of(manifest.description())), template);
    }

    /** Returns the current manifest. */
    public PackageManifest manifest() {
        return manifest;
    }

    /** Sets the manifest. Data files of a template that it no longer names are left out. */
    public DataPackageWriter manifest(PackageManifest replacement) {
        this.manifest = Objects.requireNonNull(replacement, "manifest");
        return this;
    }

    /** Sets the header. Default: version 2 with the data project as description, or the template's header. */
    public DataPackageWriter header(PackageHeader replacement) {
        this.header = Objects.requireNonNull(replacement, "header");
        return this;
    }

    /** Adds an entity, the last in the manifest, and its data file. */
    public DataPackageWriter entity(PackageEntity entity, DataSource content) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(content, "content");
        manifest = manifest.with(entity);
        data.put(EntryNames.key(entity.inputFile()), content);
        return this;
    }

    /**
     * Adds an entity, the last in the manifest, whose data file is {@code file}, stored under
     * {@link PackageEntity#inputFile()}.
     */
    public DataPackageWriter entity(PackageEntity entity, Path file) {
        Objects.requireNonNull(entity, "entity");
        return entity(entity, DataSource.ofFile(file));
    }

    /**
     * Sets the data file of an entity in the manifest, replacing the template's.
     *
     * @throws IllegalArgumentException if the manifest has no entity with this name
     */
    public DataPackageWriter data(String entity, DataSource content) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(content, "content");
        PackageEntity known = manifest.entity(entity)
                .orElseThrow(() -> new IllegalArgumentException("entity: expected one of the manifest's, but got "
                        + EntryNames.quote(entity) + "; it has " + manifest.entities()));
        data.put(EntryNames.key(known.inputFile()), content);
        return this;
    }

    /** Adds a file that belongs to records of an entity, such as a document or an image, or replaces the template's. */
    public DataPackageWriter attachment(String entity, String name, DataSource content) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(name, "name");
        return file(EntryNames.RESOURCES + EntryNames.fileName(entity) + "/" + name, content);
    }

    /** Adds any other file, such as a transformation, under its name from the root, or replaces the template's. */
    public DataPackageWriter file(String name, DataSource content) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
        others.put(name, content);
        return this;
    }

    /**
     * Sets the encoding of Manifest.xml and PackageHeader.xml. Default {@link PackageEncoding#UTF_16}; unchanged files
     * of a template keep theirs.
     */
    public DataPackageWriter encoding(PackageEncoding choice) {
        this.encoding = Optional.of(Objects.requireNonNull(choice, "encoding"));
        return this;
    }

    /**
     * Sets the compression level, from 0 (none) to 9. Default: zlib's default, 6.
     *
     * @throws IllegalArgumentException if {@code level} is not from 0 to 9
     */
    public DataPackageWriter compressionLevel(int level) {
        if (level < 0 || level > HIGHEST_LEVEL) {
            throw new IllegalArgumentException("compressionLevel: expected 0 to 9, but got " + level);
        }
        this.compressionLevel = level;
        return this;
    }

    /**
     * Sets a listener for problems that F&amp;O would silently accept; the package is then written anyway. By default
     * such a problem is thrown. Unsafe or duplicate names and missing files are always thrown.
     */
    public DataPackageWriter warnings(Consumer<? super DataPackageException> listener) {
        this.warnings = Optional.of(Objects.requireNonNull(listener, "warnings"));
        return this;
    }

    /**
     * Writes the package to {@code out}, which stays open. After an exception the output is not a valid zip: its end is
     * missing.
     *
     * @throws DataPackageException if the content is inconsistent, or F&amp;O would silently import it wrongly
     * @throws IOException if a file can't be read or {@code out} can't be written
     */
    public void writeTo(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "out");
        PackagePlan plan = plan();
        PackageZip.write(plan.parts(), compressionLevel, out);
    }

    /**
     * Writes the package to {@code target}, replacing an existing file; a link is replaced itself. The target appears
     * only when it is complete and on disk; until then the package is written to a temporary file in the same
     * directory, which is deleted after an exception. Only one writer at a time may write to a target, across
     * processes; a second one fails at once. The temporary file of a killed process is deleted by the next one that
     * writes the same target, or after 12 hours by the next that writes to the directory.
     *
     * @throws DataPackageException if the content is inconsistent, or F&amp;O would silently import it wrongly
     * @throws IOException if a file can't be read, or the target is being written or can't be written
     */
    public void writeTo(Path target) throws IOException {
        Objects.requireNonNull(target, "target");
        PackagePlan plan = plan();
        try (PartFile part = PartFile.open(target)) {
            PackageZip.write(plan.parts(), compressionLevel, part.output());
            part.replace();
        }
    }

    private PackagePlan plan() throws DataPackageException {
        if (!manifest.isInNamespace()) {
            report(
                    PackageProblem.WRONG_NAMESPACE,
                    "the manifest has elements outside " + XmlNode.NAMESPACE + ", which F&O would ignore");
        }
        PackagePlan plan = new PackagePlan(template == null ? null : template.archive(), this::report);
        plan.addEntities(
                manifest.entities().stream().map(DataPackageWriter::planned).toList(), data);
        plan.addOthers(dataFiles(), others);
        plan.addXml(PackageXml.MANIFEST, manifest.document().bytes(encoding));
        plan.addXml(PackageXml.HEADER, header.document().bytes(encoding));
        return plan;
    }

    private static PlannedEntity planned(PackageEntity entity) {
        return new PlannedEntity(
                entity.name(), entity.dataFile(), !entity.fields().isEmpty());
    }

    private List<String> dataFiles() {
        Stream<PackageEntity> templates = template == null ? Stream.empty() : template.manifest().entities().stream();
        return Stream.concat(templates, manifest.entities().stream())
                .map(PackageEntity::inputFile)
                .toList();
    }

    private void report(PackageProblem problem, String message) throws DataPackageException {
        DataPackageException finding = new DataPackageException(problem, message);
        warnings.orElseThrow(() -> finding).accept(finding);
    }
}
