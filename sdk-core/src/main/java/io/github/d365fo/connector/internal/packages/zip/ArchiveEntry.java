package io.github.d365fo.connector.internal.packages.zip;

/**
 * An entry of a zip, as the zip's directory describes it. Immutable.
 *
 * @param storedName the name as stored in the zip
 * @param name the name with forward slashes; that of a folder ends with one
 * @param size the unpacked length in bytes
 * @param compressedSize the length in the zip, in bytes
 * @param crc the checksum of the unpacked bytes
 */
public record ArchiveEntry(String storedName, String name, long size, long compressedSize, long crc) {
    public static ArchiveEntry of(String storedName, long size, long compressedSize, long crc) {
        return new ArchiveEntry(storedName, EntryNames.withSlashes(storedName), size, compressedSize, crc);
    }

    public boolean isFolder() {
        return name.endsWith("/");
    }

    public boolean describes(long otherSize, long otherCompressedSize, long otherCrc) {
        return size == otherSize && compressedSize == otherCompressedSize && crc == otherCrc;
    }
}
