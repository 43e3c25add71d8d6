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
 * Reads a data package as untrusted input. Before anything is unpacked, the names, number and sizes of its entries are
 * checked ({@link PackageLimits}); unpacked entries must match what the package announced. XML is read without document
 * types and entities. An invalid package throws a {@link DataPackageException}.
 *
 * <p>Data files are read as streams or rows; memory use does not depend on the size of the package. Thread-safe, except
 * for the streams and rows that it returns, which end when the reader is closed.
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
     * @throws DataPackageException if it is not a package, or not a safe one
     * @throws IOException if it can't be read
     */
    public static DataPackageReader open(Path file) throws IOException {
        return open(file, PackageLimits.ofDefaults());
    }

    /**
     * Opens the package in {@code file}, a file of the default file system.
     *
     * @throws DataPackageException if it is not a package, or not a safe one
     * @throws IOException if it can't be read
     */
    public static DataPackageReader open(Path file, PackageLimits limits) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(limits, "limits");
        return open(file, limits, null);
    }

    /**
     * Opens the package in {@code in}, with the default limits.
     *
     * @throws DataPackageException if it is not a package, or not a safe one
     * @throws IOException if it can't be read
     */
    public static DataPackageReader open(InputStream in) throws IOException {
        return open(in, PackageLimits.ofDefaults());
    }

    /**
     * Opens the package in {@code in}, which is read to its end and stays open. The directory of a zip is at its end,
     * so the package is kept in a temporary file until the reader is closed.
     *
     * @throws DataPackageException if it is not a package, or not a safe one, or larger than
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

    /** Returns the content of {@code Manifest.xml}. */
    public PackageManifest manifest() {
        return manifest;
    }

    /** Returns the content of {@code PackageHeader.xml}, or empty if there is none. */
    public Optional<PackageHeader> header() {
        return header;
    }

    /** Returns the files of the package in its order, including Manifest.xml and PackageHeader.xml. */
    public List<PackageFile> files() {
        return files;
    }

    /** Returns the file with this name, in any case, or empty if there is none. */
    public Optional<PackageFile> file(String name) {
        Objects.requireNonNull(name, "name");
        return archive.find(name).map(byEntry::get);
    }

    /** Returns the files that belong to records of an entity: those in its folder under {@code Resources}. */
    public List<PackageFile> attachments(String entity) {
        Objects.requireNonNull(entity, "entity");
        String folder = EntryNames.key(EntryNames.RESOURCES + EntryNames.fileName(entity) + "/");
        return files().stream()
                .filter(file -> EntryNames.key(file.name()).startsWith(folder))
                .toList();
    }

    /**
     * Returns the bytes of a file. The stream ends normally only if they match what the package announced.
     *
     * @throws DataPackageException if the file is damaged; also thrown later, by the stream
     * @throws IOException if it can't be read
     */
    public InputStream open(PackageFile file) throws IOException {
        Objects.requireNonNull(file, "file");
        return archive.open(file.entry());
    }

    /**
     * Returns the bytes of an entity's data file, which the manifest names; the name of the entity does not matter.
     *
     * @throws DataPackageException if there is no such file or it is damaged; also thrown later, by the stream
     * @throws IOException if it can't be read
     */
    public InputStream data(PackageEntity entity) throws IOException {
        Objects.requireNonNull(entity, "entity");
        return open(dataFile(entity));
    }

    /**
     * Returns the rows of an entity's data file, with the default options.
     *
     * @throws DataPackageException if there is no such file, it does not have its declared format, or the format has no
     *     rows: Excel, and a name that is not {@linkplain SourceFormat#like like} a known one
     * @throws IllegalStateException if the rows are CSV and FastCSV is missing
     * @throws IOException if it can't be read
     */
    public DataRows rows(PackageEntity entity) throws IOException {
        return rows(entity, CsvOptions.ofDefaults());
    }

    /**
     * Returns the rows of an entity's data file; {@code options} apply if it is CSV. A file whose first bytes
     * contradict its format, such as CSV-Unicode in UTF-8, is rejected with a message that says what it looks like. To
     * read it anyway, declare what it is: {@code entity.sourceFormat(entity.sourceFormat().like(SourceFormat.CSV))}.
     *
     * @throws DataPackageException if there is no such file, it does not have its declared format, or the format has no
     *     rows: Excel, and a name that is not {@linkplain SourceFormat#like like} a known one
     * @throws IllegalStateException if the rows are CSV and FastCSV is missing
     * @throws IOException if it can't be read
     */
    public DataRows rows(PackageEntity entity, CsvOptions options) throws IOException {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(options, "options");
        DeclaredFile file = entity.sourceFormat().declare(dataFile(entity).name());
        return new DataRows(RowReaders.open(file, options, limits.maxRowSize(), data(entity)));
    }

    /**
     * Unpacks the package into {@code directory}, which must be empty or missing. Nothing is written outside it. If
     * unpacking fails, the files are deleted; files of a killed process are deleted when a package is unpacked into the
     * same directory again. Only one reader at a time may unpack into a directory, across processes; a second one fails
     * at once.
     *
     * @throws DataPackageException if a file is damaged
     * @throws IOException if a file can't be read or written, or the directory is not empty or is being written
     */
    public void extractTo(Path directory) throws IOException {
        Objects.requireNonNull(directory, "directory");
        Extraction.run(archive, directory);
    }

    /** Closes the package and all its streams. Closing again does nothing. */
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
                        "the package does not contain the file " + EntryNames.quote(entity.inputFile())
                                + ", which its manifest names for the entity " + EntryNames.quote(entity.name())));
    }
}
