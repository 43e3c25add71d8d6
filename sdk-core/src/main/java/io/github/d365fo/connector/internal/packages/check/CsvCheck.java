package io.github.d365fo.connector.internal.packages.check;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.util.EnumSet;
import java.util.Set;

/**
 * Checks what {@link StartCheck} can't see in a CSV file: that every line ends in CR LF, that the whole file has the
 * same encoding, and that there is content. Reports each kind of problem once. Not thread-safe.
 */
final class CsvCheck extends DataFileCheck {
    private static final int MARK_LENGTH = 3;
    private static final int MARK = 0xFEFF;

    private final boolean unicode;
    private final Findings findings;
    private final CsvLineEnds lines = new CsvLineEnds();
    private final Set<PackageProblem> reported = EnumSet.noneOf(PackageProblem.class);
    private final byte[] start = new byte[MARK_LENGTH];
    private long length;
    private long line = 1;
    private boolean blank = true;
    private int low;

    /** Checks CSV-Unicode if {@code unicode}, else CSV in a code page or UTF-8. */
    CsvCheck(boolean unicode, Findings findings) {
        this.unicode = unicode;
        this.findings = findings;
    }

    @Override
    void accept(byte[] bytes, int count) throws DataPackageException {
        for (int i = 0; i < count; i++) {
            int b = bytes[i] & 0xFF;
            if (length < MARK_LENGTH) {
                start[(int) length] = bytes[i];
            }
            length++;
            acceptByte(b);
            if (length == MARK_LENGTH) {
                checkMark();
            }
        }
    }

    private void acceptByte(int b) throws DataPackageException {
        if (!unicode) {
            if (b == 0) {
                report(
                        PackageProblem.WRONG_ENCODING,
                        "expected text in a code page or UTF-8, but line " + line + " has a zero byte, as UTF-16"
                                + " does; for that the format is CSV-Unicode");
            }
            acceptChar(b);
        } else if (length % 2 == 1) {
            low = b;
        } else {
            acceptChar((b << 8) | low);
        }
    }

    private void acceptChar(int c) throws DataPackageException {
        switch (lines.accept(c)) {
            case BARE_LINE_FEED -> report(PackageProblem.WRONG_LINE_END, endOf("a line feed alone"));
            case BARE_CARRIAGE_RETURN -> report(PackageProblem.WRONG_LINE_END, endOf("a carriage return alone"));
            case TEXT -> {
                // This check does not look at the content of lines.
            }
        }
        if (c == '\n') {
            line++;
        }
        blank &= c == MARK || Character.isWhitespace(c);
    }

    private String endOf(String what) {
        return "expected lines that end in CR LF, but line " + line + " ends in " + what
                + "; F&O would report an incorrect mapping";
    }

    @Override
    void end() throws DataPackageException {
        if (length < MARK_LENGTH) {
            checkMark();
        }
        if (unicode && length % 2 == 1) {
            report(PackageProblem.WRONG_ENCODING, "expected UTF-16, but it has an odd number of bytes: " + length);
        }
        if (blank) {
            String what = length == 0 ? "empty" : "blank";
            report(PackageProblem.EMPTY_FILE, "it is " + what + "; F&O would report success and import nothing");
        }
    }

    private void checkMark() throws DataPackageException {
        if (isUtf8Mark()) {
            lines.restart();
            blank = true;
        }
    }

    private boolean isUtf8Mark() {
        return Encodings.startsWith(start, 0xEF, 0xBB, 0xBF);
    }

    /** Reports each kind of problem once: a file with wrong line ends has them everywhere. */
    private void report(PackageProblem problem, String message) throws DataPackageException {
        if (reported.add(problem)) {
            findings.report(problem, message);
        }
    }
}
