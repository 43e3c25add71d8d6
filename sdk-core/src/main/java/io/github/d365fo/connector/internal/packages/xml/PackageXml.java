package io.github.d365fo.connector.internal.packages.xml;

import io.github.d365fo.connector.internal.packages.zip.Archive;
import io.github.d365fo.connector.internal.packages.zip.ArchiveEntry;
import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageLimits;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Finds the two XML files at the root of a package, and rejects them if they are too large to read into memory. */
public final class PackageXml {
    public static final String MANIFEST = "Manifest.xml";
    public static final String HEADER = "PackageHeader.xml";

    private PackageXml() {}

    /** Opens the manifest; a zip without one is not a package. */
    public static InputStream manifest(Archive archive, PackageLimits limits) throws IOException {
        Optional<ArchiveEntry> file = archive.find(MANIFEST);
        return open(archive, file.orElseThrow(() -> missing(archive)), limits);
    }

    /** Opens the header; empty if there is none. */
    public static Optional<InputStream> header(Archive archive, PackageLimits limits) throws IOException {
        Optional<ArchiveEntry> file = archive.find(HEADER);
        return file.isEmpty() ? Optional.empty() : Optional.of(open(archive, file.get(), limits));
    }

    private static InputStream open(Archive archive, ArchiveEntry file, PackageLimits limits) throws IOException {
        if (file.size() > limits.maxManifestSize()) {
            throw new DataPackageException(
                    PackageProblem.LIMIT_EXCEEDED,
                    file.name() + " has " + file.size() + " bytes, but " + limits.maxManifestSize() + " are allowed");
        }
        return archive.open(file);
    }

    private static DataPackageException missing(Archive archive) {
        boolean enclosed = archive.files().stream()
                .anyMatch(file -> EntryNames.key(file.name()).endsWith("/" + EntryNames.key(MANIFEST)));
        return new DataPackageException(
                PackageProblem.MISSING_MANIFEST,
                "the zip has no " + MANIFEST + " at its root"
                        + (enclosed ? ", but one in a folder; F&O does not look for it there" : ""));
    }
}
