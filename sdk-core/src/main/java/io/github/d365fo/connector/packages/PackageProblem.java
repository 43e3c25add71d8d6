package io.github.d365fo.connector.packages;

/** What is wrong with a data package, or with what should go into one. */
public enum PackageProblem {
    /** The file is not a zip, is truncated, damaged or encrypted, or uses an unusual compression. */
    BROKEN_ARCHIVE,
    /** A name leads out of the package, or is not valid on every file system. */
    UNSAFE_NAME,
    /** Two names are equal, ignoring case, or the name of a file is also that of a folder. */
    DUPLICATE_NAME,
    /** An entry is a symbolic link. */
    SYMBOLIC_LINK,
    /** Something exceeds one of the {@link PackageLimits}. */
    LIMIT_EXCEEDED,
    /** There is no {@code Manifest.xml} at the root of the package. */
    MISSING_MANIFEST,
    /** The manifest names a file that is not in the package, or that was not given. */
    MISSING_FILE,
    /** Data was given for a file that belongs to no entity. */
    UNUSED_FILE,
    /** An XML file is not well-formed, or not what it should be. */
    MALFORMED_XML,
    /** An XML file has a document type declaration or refers to an entity; neither belongs in a package. */
    FORBIDDEN_XML,
    /** A data file can't be read in its source format. */
    MALFORMED_DATA,
    /** A data file's source format has no rows that this SDK can read; it can be read as a stream. */
    UNSUPPORTED_FORMAT,
    /** An entity maps no fields: F&amp;O would report success and import nothing. */
    NO_FIELD_MAP,
    /** The manifest's elements are not in F&amp;O's namespace: F&amp;O would ignore them. */
    WRONG_NAMESPACE,
    /** A data file is not in the encoding of its source format. */
    WRONG_ENCODING,
    /** A CSV file has line ends other than CR LF: F&amp;O would report an incorrect mapping. */
    WRONG_LINE_END,
    /** A data file is not of the kind of its source format. */
    WRONG_CONTENT,
    /** A data file has no content, or only blanks: F&amp;O would report success and import nothing. */
    EMPTY_FILE
}
