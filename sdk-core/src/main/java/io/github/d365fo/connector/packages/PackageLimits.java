package io.github.d365fo.connector.packages;

/**
 * Limits on the size of packages to read. The defaults allow packages of tens of gigabytes and reject sizes that no
 * export has. Sizes are in bytes. Immutable and thread-safe.
 */
public final class PackageLimits {
    private static final PackageLimits DEFAULTS = builder().build();

    private final int maxEntries;
    private final long maxEntrySize;
    private final long maxTotalSize;
    private final int maxRatio;
    private final int maxManifestSize;
    private final int maxRowSize;

    private PackageLimits(Builder builder) {
        this.maxEntries = builder.maxEntries;
        this.maxEntrySize = builder.maxEntrySize;
        this.maxTotalSize = builder.maxTotalSize;
        this.maxRatio = builder.maxRatio;
        this.maxManifestSize = builder.maxManifestSize;
        this.maxRowSize = builder.maxRowSize;
    }

    /** Returns the default limits. */
    public static PackageLimits ofDefaults() {
        return DEFAULTS;
    }

    /** Returns a builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many entries a package may have. */
    public int maxEntries() {
        return maxEntries;
    }

    /** Returns how large an entry may be when unpacked. */
    public long maxEntrySize() {
        return maxEntrySize;
    }

    /**
     * Returns how large all entries together may be when unpacked, and how large a package read from a stream may be.
     */
    public long maxTotalSize() {
        return maxTotalSize;
    }

    /** Returns how many times its compressed size an entry of more than 16 MiB may be. */
    public int maxRatio() {
        return maxRatio;
    }

    /** Returns how large {@code Manifest.xml} and {@code PackageHeader.xml} may each be. */
    public int maxManifestSize() {
        return maxManifestSize;
    }

    /** Returns how large a row of a data file may be. */
    public int maxRowSize() {
        return maxRowSize;
    }

    /** Collects limits. Not thread-safe. */
    public static final class Builder {
        private int maxEntries = 100_000;
        private long maxEntrySize = 128L << 30;
        private long maxTotalSize = 256L << 30;
        private int maxRatio = 250;
        private int maxManifestSize = 64 << 20;
        private int maxRowSize = 8 << 20;

        private Builder() {}

        /**
         * Sets how many entries a package may have. Default 100,000.
         *
         * @throws IllegalArgumentException if {@code entries} is less than 1
         */
        public Builder maxEntries(int entries) {
            this.maxEntries = (int) positive("maxEntries", entries);
            return this;
        }

        /**
         * Sets how large an entry may be when unpacked. Default 128 GiB.
         *
         * @throws IllegalArgumentException if {@code bytes} is less than 1
         */
        public Builder maxEntrySize(long bytes) {
            this.maxEntrySize = positive("maxEntrySize", bytes);
            return this;
        }

        /**
         * Sets how large all entries together may be when unpacked, and how large a package read from a stream may be.
         * Default 256 GiB.
         *
         * @throws IllegalArgumentException if {@code bytes} is less than 1
         */
        public Builder maxTotalSize(long bytes) {
            this.maxTotalSize = positive("maxTotalSize", bytes);
            return this;
        }

        /**
         * Sets how many times its compressed size an entry of more than 16 MiB may be. Default 250; no zip reaches
         * more than 1032.
         *
         * @throws IllegalArgumentException if {@code times} is less than 1
         */
        public Builder maxRatio(int times) {
            this.maxRatio = (int) positive("maxRatio", times);
            return this;
        }

        /**
         * Sets how large {@code Manifest.xml} and {@code PackageHeader.xml} may each be; they are read into memory.
         * Default 64 MiB.
         *
         * @throws IllegalArgumentException if {@code bytes} is less than 1
         */
        public Builder maxManifestSize(int bytes) {
            this.maxManifestSize = (int) positive("maxManifestSize", bytes);
            return this;
        }

        /**
         * Sets how large a row of a data file may be; one row at a time is in memory. Default 8 MiB.
         *
         * @throws IllegalArgumentException if {@code bytes} is less than 1
         */
        public Builder maxRowSize(int bytes) {
            this.maxRowSize = (int) positive("maxRowSize", bytes);
            return this;
        }

        /** Returns the limits. */
        public PackageLimits build() {
            return new PackageLimits(this);
        }

        private static long positive(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": expected at least 1, but got " + value);
            }
            return value;
        }
    }
}
