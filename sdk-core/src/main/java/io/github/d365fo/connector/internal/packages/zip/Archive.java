package io.github.d365fo.connector.internal.packages.zip;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageLimits;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * An open zip whose directory has been checked: lists and finds its files and opens their bytes. Thread-safe.
 */
public final class Archive implements Closeable {
    private final ZipFile zip;
    private final List<ArchiveEntry> files;
    private final Map<String, ArchiveEntry> byKey;

    private Archive(ZipFile zip, List<ArchiveEntry> files) {
        this.zip = zip;
        this.files = List.copyOf(files);
        this.byKey = new HashMap<>();
        files.forEach(file -> byKey.put(EntryNames.key(file.name()), file));
    }

    public static Archive open(Path path, PackageLimits limits) throws IOException {
        ZipDirectory directory;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            directory = ZipDirectory.read(channel, limits);
        } catch (EOFException e) {
            throw broken(e);
        }
        return open(path, directory);
    }

    private static Archive open(Path path, ZipDirectory directory) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile(), ZipFile.OPEN_READ, directory.charset());
        } catch (ZipException | IllegalArgumentException e) {
            throw broken(e);
        }
        try {
            return new Archive(zip, agreed(zip, directory));
        } catch (IllegalArgumentException e) {
            // The JDK throws this if an entry's comment is not in the encoding of the names.
            zip.close();
            throw broken(e);
        } catch (IOException e) {
            zip.close();
            throw e;
        }
    }

    /** Ensures that the JDK sees exactly the entries that were checked here. */
    private static List<ArchiveEntry> agreed(ZipFile zip, ZipDirectory directory) throws DataPackageException {
        List<ArchiveEntry> files = new ArrayList<>();
        for (ArchiveEntry checked : directory.entries().values()) {
            ZipEntry seen = zip.getEntry(checked.storedName());
            if (seen == null || !checked.describes(seen.getSize(), seen.getCompressedSize(), seen.getCrc())) {
                throw broken(null);
            }
            if (!checked.isFolder()) {
                files.add(checked);
            }
        }
        if (zip.size() != directory.entries().size()) {
            throw broken(null);
        }
        return files;
    }

    /** Returns the entries that are files, in the order of the directory. */
    public List<ArchiveEntry> files() {
        return files;
    }

    /** Returns the file with this name, in any case, or empty if there is none. */
    public Optional<ArchiveEntry> find(String name) {
        return Optional.ofNullable(byKey.get(EntryNames.key(name)));
    }

    /** Opens the bytes of {@code file}, which are checked against its description while they are read. */
    public InputStream open(ArchiveEntry file) throws IOException {
        try {
            InputStream stream = zip.getInputStream(zip.getEntry(file.storedName()));
            return new EntryStream(stream, file);
        } catch (ZipException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static DataPackageException broken(@Nullable Exception cause) {
        return new DataPackageException(
                PackageProblem.BROKEN_ARCHIVE, "the package can't be read: its directory is damaged", cause);
    }
}
