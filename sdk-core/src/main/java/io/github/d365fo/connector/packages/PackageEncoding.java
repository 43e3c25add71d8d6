package io.github.d365fo.connector.packages;

/** The encoding of {@code Manifest.xml} and {@code PackageHeader.xml}. */
public enum PackageEncoding {
    /** UTF-16, little-endian, with a byte order mark and no XML declaration: what F&amp;O writes. */
    UTF_16,
    /** UTF-8 without a byte order mark and without an XML declaration: half the size, and F&amp;O accepts it, too. */
    UTF_8
}
