package io.github.d365fo.connector.internal.secrets;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps GUIDs readable, which are needed to find the cause of a failure. */
final class Guids {
    private static final Pattern GUID =
            Pattern.compile("(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])");

    private Guids() {}

    /** Clears the marks inside a GUID that only shares a piece with a GUID in a secret. */
    static void unmarkOthers(Unescaped text, BitSet marks) {
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
