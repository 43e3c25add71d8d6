package io.github.d365fo.connector.internal.packages.check;

/** The sorts of files that source data formats stand for. */
public enum DataFileKind {
    CSV(".csv"),
    CSV_UNICODE(".csv"),
    XML(".xml"),
    EXCEL(".xlsx"),
    UNKNOWN(".txt");

    private final String extension;

    DataFileKind(String extension) {
        this.extension = extension;
    }

    /** Returns how the names of such files end. */
    public String extension() {
        return extension;
    }
}
