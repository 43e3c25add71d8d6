package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.zip.EntryNames;

/** A file in a data package, as its directory describes it. Immutable and thread-safe. */
public final class PackageFile {
    private final String entryName;
    private final String name;
    private final long size;
    private final long compressedSize;
    private final long crc;

    PackageFile(String entryName, long size, long compressedSize, long crc) {
        this.entryName = entryName;
        this.name = EntryNames.read(entryName);
        this.size = size;
        this.compressedSize = compressedSize;
        this.crc = crc;
    }

    /** Returns the name from the root of the package, with forward slashes, also where the zip has backslashes. */
    public String name() {
        return name;
    }

    /** Returns the unpacked length in bytes. */
    public long size() {
        return size;
    }

    /** Returns the length in the package, in bytes. */
    public long compressedSize() {
        return compressedSize;
    }

    /** Returns the name as it stands in the zip. */
    String entryName() {
        return entryName;
    }

    long crc() {
        return crc;
    }

    boolean isFolder() {
        return name.endsWith("/");
    }

    boolean describes(long otherSize, long otherCompressedSize, long otherCrc) {
        return size == otherSize && compressedSize == otherCompressedSize && crc == otherCrc;
    }

    /** Returns name and length. */
    @Override
    public String toString() {
        return "PackageFile[" + name + ", " + size + " bytes]";
    }
}
