package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.internal.packages.rows.RowReaders;
import io.github.d365fo.connector.internal.packages.xml.PackageXml;
import io.github.d365fo.connector.internal.packages.zip.Archive;
import io.github.d365fo.connector.internal.packages.zip.ArchiveEntry;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.internal.packages.zip.Extraction;
import io.github.d365fo.connector.internal.packages.zip.Spool;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a data package, which is taken for hostile until it proves harmless: before anything is unpacked, the names of
 * its entries, their number and their sizes are checked ({@link PackageLimits}), and what is unpacked has to be what was
 * announced. XML is read without document types and entities. Whatever is wrong is a {@link DataPackageException}.
 *
 * <p>Data files are streams or rows; memory does not depend on the size of the package. Safe for use by several
 * threads; the streams and rows that it gives are not, and end when it is closed.
 */
public final class DataPackageReader implements Closeable {
    private final Archive archive;
    private final PackageLimits limits;
    private final Map<ArchiveEntry, PackageFile> byEntry = new HashMap<>();
    private final List<PackageFile> files;
    private final PackageManifest manifest;
    private final Optional<PackageHeader> header;
    private final @Nullable Path spool;

    private DataPackageReader(Archive archive, PackageLimits limits, @Nullable Path spool) throws IOException {
        this.archive = archive;
        this.limits = limits;
        this.spool = spool;
        this.files = archive.files().stream().map(PackageFile::new).toList();
        files.forEach(file -> byEntry.put(file.entry(), file));
        this.manifest = PackageManifest.read(PackageXml.manifest(archive, limits));
        Optional<InputStream> found = PackageXml.header(archive, limits);
        this.header = found.isEmpty() ? Optional.empty() : Optional.of(PackageHeader.read(found.get()));
    }

    /**
     * Opens the package in {@code file}, with the default limits.
     *
     * @throws DataPackageException if it is no package, or not a harmless one
     * @throws IOException if it can't be read
     */
    public static DataPackageReader open(Path file) throws IOException {
        return open(file, PackageLimits.ofDefaults());
    }

    /**
     * Opens the package in {@code file}, a file of the default file system.
     *
     * @throws DataPackageException if it is no package, or not a harmless one
     * @throws IOException if it can't be read
     */
    public static DataPackageReader open(Path file, PackageLimits limits) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(limits, "limits");
        return open(file, limits, null);
    }

    /**
     * Opens the package that {@code in} brings, with the default limits.
     *
     * @throws DataPackageException if it is no package, or not a harmless one
     * @throws IOException if it can't be read
     */
    public static DataPackageReader open(InputStream in) throws IOException {
        return open(in, PackageLimits.ofDefaults());
    }

    /**
     * Opens the package that {@code in} brings, reading it to its end; {@code in} stays open. The directory of a zip
     * is at its end, so the package is kept in a temporary file until the reader is closed.
     *
     * @throws DataPackageException if it is no package, or not a harmless one, or larger than
     *     {@link PackageLimits#maxTotalSize()}
     * @throws IOException if it can't be read
     */
    public static DataPackageReader open(InputStream in, PackageLimits limits) throws IOException {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(limits, "limits");
        return open(in, limits, Files.createTempFile("d365fo-package", ".zip"));
    }

    static DataPackageReader open(InputStream in, PackageLimits limits, Path spool) throws IOException {
        try {
            Spool.copy(in, spool, limits.maxTotalSize());
            return open(spool, limits, spool);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(spool);
            throw e;
        }
    }

    private static DataPackageReader open(Path file, PackageLimits limits, @Nullable Path spool) throws IOException {
        Archive archive = Archive.open(file, limits);
        try {
            return new DataPackageReader(archive, limits, spool);
        } catch (IOException | RuntimeException e) {
            archive.close();
            throw e;
        }
    }

    /** Returns what {@code Manifest.xml} says. */
    public PackageManifest manifest() {
        return manifest;
    }

    /** Returns what {@code PackageHeader.xml} says; empty if there is none. */
    public Optional<PackageHeader> header() {
        return header;
    }

    /** Returns the files of the package in its order, the two of XML included. */
    public List<PackageFile> files() {
        return files;
    }

    /** Returns the file of that name, in any case; empty if there is none. */
    public Optional<PackageFile> file(String name) {
        Objects.requireNonNull(name, "name");
        return archive.find(name).map(byEntry::get);
    }

    /** Returns the files that belong to records of an entity: those under {@code Resources} in a folder of its name. */
    public List<PackageFile> attachments(String entity) {
        Objects.requireNonNull(entity, "entity");
        String folder = EntryNames.key(EntryNames.RESOURCES + EntryNames.fileName(entity) + "/");
        return files().stream()
                .filter(file -> EntryNames.key(file.name()).startsWith(folder))
                .toList();
    }

    /**
     * Returns the bytes of a file. Their end is reached only if they are those that the package announced.
     *
     * @throws DataPackageException if the file is damaged, also later, while it is read
     * @throws IOException if it can't be read
     */
    public InputStream open(PackageFile file) throws IOException {
        Objects.requireNonNull(file, "file");
        return archive.open(file.entry());
    }

    /**
     * Returns the bytes of an entity's data file, which is found by the name that the manifest gives and not by the
     * entity's.
     *
     * @throws DataPackageException if there is no such file or it is damaged, also later, while it is read
     * @throws IOException if it can't be read
     */
    public InputStream data(PackageEntity entity) throws IOException {
        Objects.requireNonNull(entity, "entity");
        return open(dataFile(entity));
    }

    /**
     * Returns the rows of an entity's data file, with the default options.
     *
     * @throws DataPackageException if there is no such file, it can't be read as what its format says, or the format
     *     has no rows: Excel's, and a name that is not {@linkplain SourceFormat#like like} a known one
     * @throws IllegalStateException if the rows are CSV and FastCSV is not there
     * @throws IOException if it can't be read
     */
    public DataRows rows(PackageEntity entity) throws IOException {
        return rows(entity, CsvOptions.ofDefaults());
    }

    /**
     * Returns the rows of an entity's data file; {@code options} are heeded if it is CSV. A file whose first bytes are not
     * what its format says, such as CSV-Unicode that is UTF-8, is refused with words that say what it looks like. To read
     * it all the same, say what it is: {@code entity.sourceFormat(entity.sourceFormat().like(SourceFormat.CSV))}.
     *
     * @throws DataPackageException if there is no such file, it can't be read as what its format says, or the format
     *     has no rows: Excel's, and a name that is not {@linkplain SourceFormat#like like} a known one
     * @throws IllegalStateException if the rows are CSV and FastCSV is not there
     * @throws IOException if it can't be read
     */
    public DataRows rows(PackageEntity entity, CsvOptions options) throws IOException {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(options, "options");
        DeclaredFile file = entity.sourceFormat().declare(dataFile(entity).name());
        return new DataRows(RowReaders.open(file, options, limits.maxRowSize(), data(entity)));
    }

    /**
     * Unpacks the package into {@code directory}, which must not exist or be empty. Nothing is written outside of it,
     * and what was written is deleted if unpacking fails; what a killed process wrote, when a package is unpacked into the
     * same directory again. One at a time, in this process and among processes; a second one fails at once.
     *
     * @throws DataPackageException if a file is damaged
     * @throws IOException if a file can't be read or written, or the directory has something in it or is just being
     *     written
     */
    public void extractTo(Path directory) throws IOException {
        Objects.requireNonNull(directory, "directory");
        Extraction.run(archive, directory);
    }

    /** Closes the package and every stream it gave. Closing it again does nothing. */
    @Override
    public void close() throws IOException {
        try {
            archive.close();
        } finally {
            if (spool != null) {
                Files.deleteIfExists(spool);
            }
        }
    }

    Archive archive() {
        return archive;
    }

    private PackageFile dataFile(PackageEntity entity) throws DataPackageException {
        return file(entity.inputFile())
                .orElseThrow(() -> new DataPackageException(
                        PackageProblem.MISSING_FILE,
                        "the package does not have the file " + EntryNames.quote(entity.inputFile())
                                + ", which its manifest names for the entity " + EntryNames.quote(entity.name())));
    }
}
