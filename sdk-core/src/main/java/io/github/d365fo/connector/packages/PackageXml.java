package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The two XML files that every package has, as they are found in a zip. */
final class PackageXml {
    private PackageXml() {}

    static PackageManifest manifest(Archive archive, PackageLimits limits) throws IOException {
        Optional<PackageFile> file = archive.find(PackageManifest.FILE);
        return PackageManifest.read(open(archive, file.orElseThrow(() -> missing(archive)), limits));
    }

    static Optional<PackageHeader> header(Archive archive, PackageLimits limits) throws IOException {
        Optional<PackageFile> file = archive.find(PackageHeader.FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(PackageHeader.read(open(archive, file.get(), limits)));
    }

    private static InputStream open(Archive archive, PackageFile file, PackageLimits limits) throws IOException {
        if (file.size() > limits.maxManifestSize()) {
            throw new DataPackageException(
                    PackageProblem.LIMIT_EXCEEDED,
                    file.name() + " has " + file.size() + " bytes, but " + limits.maxManifestSize() + " are allowed");
        }
        return archive.open(file);
    }

    private static DataPackageException missing(Archive archive) {
        boolean enclosed = archive.files().stream()
                .anyMatch(file -> EntryNames.key(file.name()).endsWith("/" + EntryNames.key(PackageManifest.FILE)));
        return new DataPackageException(
                PackageProblem.MISSING_MANIFEST,
                "the zip has no " + PackageManifest.FILE + " at its root"
                        + (enclosed ? ", but one in a folder; F&O does not look for it there" : ""));
    }
}
