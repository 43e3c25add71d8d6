package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.zip.ArchiveEntry;

/** A file in a data package, as its directory describes it. Immutable and thread-safe. */
public final class PackageFile {
    private final ArchiveEntry entry;

    PackageFile(ArchiveEntry entry) {
        this.entry = entry;
    }

    /** Returns the name from the root of the package, with forward slashes, even if the zip has backslashes. */
    public String name() {
        return entry.name();
    }

    /** Returns the unpacked length in bytes. */
    public long size() {
        return entry.size();
    }

    /** Returns the length in the package, in bytes. */
    public long compressedSize() {
        return entry.compressedSize();
    }

    ArchiveEntry entry() {
        return entry;
    }

    /** Returns name and length. */
    @Override
    public String toString() {
        return "PackageFile[" + name() + ", " + size() + " bytes]";
    }
}
