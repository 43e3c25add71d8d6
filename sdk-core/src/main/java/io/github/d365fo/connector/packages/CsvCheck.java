package io.github.d365fo.connector.packages;

import java.util.EnumSet;
import java.util.Set;

/** Checks the encoding and the line ends of a CSV file. */
final class CsvCheck extends DataFileCheck {
    private static final int MARK_LENGTH = 3;

    private final boolean unicode;
    private final Findings findings;
    private final CsvLines lines = new CsvLines();
    private final Set<PackageProblem> reported = EnumSet.noneOf(PackageProblem.class);
    private final byte[] start = new byte[MARK_LENGTH];
    private long length;
    private long line = 1;
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
                        "expected text in a code page or UTF-8, but it has a zero byte, "
                                + "as UTF-16 does; that is the format CSV-Unicode");
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
                // What stands in a line is not this check's business.
            }
        }
        if (c == '\n') {
            line++;
        }
    }

    private String endOf(String what) {
        return "expected lines that end in CR LF, but line " + line + " ends in " + what
                + "; F&O would find the mapping incorrect";
    }

    @Override
    void end() throws DataPackageException {
        if (length < MARK_LENGTH) {
            checkMark();
        }
        if (unicode && length % 2 == 1) {
            report(PackageProblem.WRONG_ENCODING, "expected UTF-16, but it has an odd number of bytes: " + length);
        }
        if (length == 0 || (unicode && length == 2) || (isUtf8Mark() && length == MARK_LENGTH)) {
            report(PackageProblem.EMPTY_FILE, "it is empty; F&O would report success and import nothing");
        }
    }

    private void checkMark() throws DataPackageException {
        if (isUtf8Mark()) {
            lines.restart();
        }
        boolean little = Texts.startsWith(start, 0xFF, 0xFE);
        boolean marked = little || Texts.startsWith(start, 0xFE, 0xFF);
        if (unicode && !little && length > 0) {
            String found = isUtf8Mark() ? "UTF-8" : marked ? "big-endian" : "not marked";
            report(
                    PackageProblem.WRONG_ENCODING,
                    "CSV-Unicode must be UTF-16, little-endian, with a byte order mark, " + "but it is " + found
                            + "; DataSource.toCsvUnicode() converts UTF-8");
        } else if (!unicode && marked) {
            report(
                    PackageProblem.WRONG_ENCODING,
                    "expected text in a code page or UTF-8, but it is marked as UTF-16; "
                            + "that is the format CSV-Unicode");
        }
    }

    private boolean isUtf8Mark() {
        return Texts.startsWith(start, 0xEF, 0xBB, 0xBF);
    }

    /** Each sort of problem once: a file with the wrong line ends has them everywhere. */
    private void report(PackageProblem problem, String message) throws DataPackageException {
        if (reported.add(problem)) {
            findings.report(problem, message);
        }
    }
}
