package io.github.d365fo.connector.packages;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * How to read rows of CSV: the settings that F&amp;O takes from the source data format. A byte order mark in the file
 * overrides the charset. The first row contains the field names. Immutable and thread-safe.
 */
public final class CsvOptions {
    private static final CsvOptions DEFAULTS = new CsvOptions(',', '"', StandardCharsets.UTF_8);

    private final char separator;
    private final char quote;
    private final Charset charset;

    private CsvOptions(char separator, char quote, Charset charset) {
        this.separator = separator;
        this.quote = quote;
        this.charset = charset;
        if (separator == quote || isLineEnd(separator) || isLineEnd(quote)) {
            throw new IllegalArgumentException(
                    "separator and quote: expected two different characters that end no line");
        }
    }

    /** Returns the default options: commas, double quotes, UTF-8. */
    public static CsvOptions ofDefaults() {
        return DEFAULTS;
    }

    /** Returns the character between fields. */
    public char separator() {
        return separator;
    }

    /**
     * Returns a copy with this character between fields, the <em>column delimiter</em> of F&amp;O. Default a comma.
     *
     * @throws IllegalArgumentException if it is the quote or ends a line
     */
    public CsvOptions separator(char character) {
        return new CsvOptions(character, quote, charset);
    }

    /** Returns the character around fields. */
    public char quote() {
        return quote;
    }

    /**
     * Returns a copy with this character around fields, the <em>text qualifier</em> of F&amp;O. Default a double quote.
     *
     * @throws IllegalArgumentException if it is the separator or ends a line
     */
    public CsvOptions quote(char character) {
        return new CsvOptions(separator, character, charset);
    }

    /** Returns the encoding of files without a byte order mark. */
    public Charset charset() {
        return charset;
    }

    /** Returns a copy for this encoding, the <em>code page</em> of F&amp;O. Default UTF-8; CSV-Unicode is always UTF-16. */
    public CsvOptions charset(Charset encoding) {
        Objects.requireNonNull(encoding, "charset");
        return new CsvOptions(separator, quote, encoding);
    }

    private static boolean isLineEnd(char character) {
        return character == '\r' || character == '\n';
    }

    /** Returns separator, quote and charset. */
    @Override
    public String toString() {
        return "CsvOptions[separator=" + separator + ", quote=" + quote + ", charset=" + charset + "]";
    }
}
