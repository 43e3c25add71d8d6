package io.github.d365fo.connector.internal.packages.check;

/**
 * Follows CSV character by character and tells which characters end a line in another way than by CR LF; line feeds inside
 * quotes end none. Not thread-safe.
 */
final class CsvLineEnds {
    /** The separators that source data formats use; a quote opens a field only behind one. */
    private static final String SEPARATORS = ",;\t|\r\n\uFEFF";

    private static final int QUOTE_CLOSED = -1;

    /** What a character turned out to be. */
    enum Seen {
        TEXT,
        BARE_LINE_FEED,
        BARE_CARRIAGE_RETURN
    }

    private boolean quoted;
    private int last = '\n';

    /** Takes the next character; a carriage return is judged by what follows it. */
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

    /** Takes what comes next for the beginning. */
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
