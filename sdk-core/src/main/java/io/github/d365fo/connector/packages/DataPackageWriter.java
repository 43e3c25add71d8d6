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
 * Makes a data package: collects a manifest and the files it speaks of, and writes them as a zip that F&amp;O imports.
 * Files are copied as streams, so that memory does not depend on their size; entries of more than 4 GiB are fine.
 *
 * <p>Equal input makes equal bytes on the same Java runtime: entries have a fixed time and order. There is no enclosing
 * folder, and XML is written as F&amp;O writes it.
 *
 * <p>What F&amp;O would accept and then import wrongly or not at all is refused with a {@link DataPackageException}: an
 * entity without field maps, elements in a foreign namespace, CSV-Unicode that is not UTF-16 with a byte order mark,
 * CSV whose lines do not end in CR LF, a workbook that is none, an empty file. {@link #warnings} makes these warnings.
 * Data files that come from a template are not looked at. Not thread-safe.
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
     * @param dataProject the name of the data project that the manifest gives
     * @throws IllegalArgumentException if {@code dataProject} is blank or has a control character
     */
    public static DataPackageWriter of(String dataProject) {
        return new DataPackageWriter(PackageManifest.of(dataProject), PackageHeader.of(dataProject), null);
    }

    /**
     * Returns a writer of the package that {@code template} reads, to be changed: an exported package is the surest way
     * to a manifest that fits the environment. Files are copied from it when the package is written, and until then it
     * has to stay open. What is not changed stays as it is, Manifest.xml and PackageHeader.xml byte for byte.
     */
    public static DataPackageWriter from(DataPackageReader template) {
        Objects.requireNonNull(template, "template");
        PackageManifest manifest = template.manifest();
        return new DataPackageWriter(
                manifest, template.header().orElseGet(() -> PackageHeader.of(manifest.description())), template);
    }

    /** Returns the manifest as it stands. */
    public PackageManifest manifest() {
        return manifest;
    }

    /** Sets the manifest. Data files of a template that it no longer speaks of are left out. */
    public DataPackageWriter manifest(PackageManifest replacement) {
        this.manifest = Objects.requireNonNull(replacement, "manifest");
        return this;
    }

    /** Sets the header. Default one of version 2 with the data project as description, or the template's. */
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

    /** Adds an entity, the last in the manifest, whose data file is {@code file} under the entity's name for it. */
    public DataPackageWriter entity(PackageEntity entity, Path file) {
        Objects.requireNonNull(entity, "entity");
        return entity(entity, DataSource.ofFile(file));
    }

    /**
     * Sets the data file of an entity that the manifest has, in the place of the template's.
     *
     * @throws IllegalArgumentException if the manifest has no entity of that name
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
     * Sets the encoding of Manifest.xml and PackageHeader.xml. Default {@link PackageEncoding#UTF_16}; what comes from
     * a template and is not changed keeps its own.
     */
    public DataPackageWriter encoding(PackageEncoding choice) {
        this.encoding = Optional.of(Objects.requireNonNull(choice, "encoding"));
        return this;
    }

    /**
     * Sets how hard to compress, from 0, not at all, to 9. Default zlib's own choice, 6.
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
     * Sets who is told of what F&amp;O would silently swallow; the package is then written nevertheless. By default
     * such a thing is thrown. Names that are unsafe or there twice and files that are missing are always thrown.
     */
    public DataPackageWriter warnings(Consumer<? super DataPackageException> listener) {
        this.warnings = Optional.of(Objects.requireNonNull(listener, "warnings"));
        return this;
    }

    /**
     * Writes the package to {@code out}, which stays open. After an exception what was written is no zip: its end is
     * missing.
     *
     * @throws DataPackageException if something does not fit together or F&amp;O would swallow it
     * @throws IOException if a file can't be read or {@code out} can't be written
     */
    public void writeTo(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "out");
        PackagePlan plan = plan();
        PackageZip.write(plan.parts(), compressionLevel, out);
    }

    /**
     * Writes the package to {@code target}, replacing what is there; of a link, the link itself. The target appears when
     * it is whole and on the disk; until then the package grows in a file of its own in the same directory, of which
     * nothing is left after an exception. One writer at a time, in this process and among processes; a second one fails at once.
     * What a killed process leaves is deleted by the next one that writes the same target, or else, after 12 hours, by
     * the next that writes to the directory.
     *
     * @throws DataPackageException if something does not fit together or F&amp;O would swallow it
     * @throws IOException if a file can't be read, or the target is just being written or can't be
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
                    "the manifest has elements outside of " + XmlNode.NAMESPACE + ", which F&O would ignore");
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
