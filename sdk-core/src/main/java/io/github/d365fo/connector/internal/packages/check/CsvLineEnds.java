package io.github.d365fo.connector.internal.packages.check;

/**
 * Scans CSV character by character for line ends other than CR LF; line feeds inside quotes end no line. Not
 * thread-safe.
 */
final class CsvLineEnds {
    /** The separators that source data formats use; a quote opens a field only after one. */
    private static final String SEPARATORS = ",;\t|\r\n\uFEFF";

    private static final int QUOTE_CLOSED = -1;

    /** The meaning of a character. */
    enum Seen {
        TEXT,
        BARE_LINE_FEED,
        BARE_CARRIAGE_RETURN
    }

    private boolean quoted;
    private int last = '\n';

    /** Takes the next character; a carriage return is judged by the character after it. */
    Seen accept(int c) {
        int before = last;
        last = c;
        boolean wasQuoted = quoted;
        if (c == '"') {
            acceptQuote(before);
        }
        if (wasQuoted || (before == '\r' && c == '\n')) {
            return Seen.TEXT;
        }
        if (c == '\n') {
            return Seen.BARE_LINE_FEED;
        }
        return before == '\r' ? Seen.BARE_CARRIAGE_RETURN : Seen.TEXT;
    }

    /** Treats the next character as the first. */
    void restart() {
        quoted = false;
        last = '\n';
    }

    private void acceptQuote(int before) {
        if (quoted) {
            quoted = false;
            last = QUOTE_CLOSED;
        } else if (before == QUOTE_CLOSED || SEPARATORS.indexOf(before) >= 0) {
            quoted = true;
        }
    }
}
