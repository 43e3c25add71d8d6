package io.github.d365fo.connector.internal.secrets;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids that everybody who looks for the reason of a failure needs. */
final class Guids {
    private static final Pattern GUID =
            Pattern.compile("(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])");

    private Guids() {}

    /** Takes away the marks inside of an id that has a piece in common with one in a secret and is another. */
    static void spare(Unescaped text, BitSet marks) {
        Matcher guids = GUID.matcher(new String(text.toBytes(), StandardCharsets.ISO_8859_1));
        while (guids.find()) {
            int from = text.from(guids.start());
            int to = text.to(guids.end() - 1);
            boolean whole = marks.nextClearBit(from) >= to;
            boolean partOfMore = (from > 0 && marks.get(from - 1)) || marks.get(to);
            if (!whole && !partOfMore) {
                marks.clear(from, to);
            }
        }
    }
}
