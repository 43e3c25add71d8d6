package io.github.d365fo.connector.packages;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;

/** Checks how a data file begins. */
final class StartCheck extends DataFileCheck {
    private static final int LENGTH = 512;

    private final String expected;
    private final Predicate<byte[]> start;
    private final Findings findings;
    private final ByteBuffer begun = ByteBuffer.allocate(LENGTH);

    StartCheck(String expected, Predicate<byte[]> start, Findings findings) {
        this.expected = expected;
        this.start = start;
        this.findings = findings;
    }

    @Override
    void accept(byte[] bytes, int length) {
        begun.put(bytes, 0, Math.min(length, begun.remaining()));
    }

    @Override
    void end() throws DataPackageException {
        byte[] bytes = Arrays.copyOf(begun.array(), begun.position());
        if (bytes.length == 0) {
            findings.report(PackageProblem.EMPTY_FILE, "it is empty; F&O would report success and import nothing");
        } else if (!start.test(bytes)) {
            findings.report(PackageProblem.WRONG_CONTENT, "expected " + expected + ", but it begins otherwise");
        }
    }

    /** Whatever the encoding, the first character that is no space must be "&lt;". */
    static boolean isXml(byte[] start) {
        String text =
                new String(start, StandardCharsets.ISO_8859_1).replaceAll("[\\x00\\xEF\\xBB\\xBF\\xFE\\xFF\\s]", "");
        return text.startsWith("<");
    }

    /** A workbook is a zip or, of old, a compound file. */
    static boolean isWorkbook(byte[] start) {
        return Texts.startsWith(start, 'P', 'K', 3, 4) || Texts.startsWith(start, 0xD0, 0xCF, 0x11, 0xE0);
    }
}
