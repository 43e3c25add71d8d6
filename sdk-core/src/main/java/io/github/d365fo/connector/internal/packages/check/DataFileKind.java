package io.github.d365fo.connector.internal.packages.check;

/** The kinds of files of source data formats. */
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

    /** Returns the file name extension. */
    public String extension() {
        return extension;
    }
}
