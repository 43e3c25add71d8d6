package io.github.d365fo.connector.internal.secrets;

import java.util.BitSet;

/** Removes secrets from texts, however they are encoded. */
public final class Search {
    private static final String GONE = "[redacted]";

    /** Base64 of Base64 is decoded, deeper nesting is not. */
    private static final int DEPTH = 2;

    private final Grams known;

    /** Returns {@code text} without anything that looks like a secret. */
    public static String withoutShapes(String text) {
        return new Search(new Grams()).clean(text, true);
    }

    Search(Grams known) {
        this.known = known;
    }

    /** Returns {@code text} without known secrets and, if {@code shapes}, without anything that looks like a secret. */
    String clean(String text, boolean shapes) {
        Unescaped bytes = Unescaped.of(text);
        BitSet marks = find(bytes, DEPTH);
        if (!marks.isEmpty()) {
            Guids.unmarkOthers(bytes, marks);
        }
        if (shapes) {
            SecretShapes.mark(bytes, marks);
        }
        return marks.isEmpty() ? text : without(text, marks);
    }

    private BitSet find(Unescaped text, int depth) {
        BitSet marks = new BitSet();
        if (!known.isEmpty()) {
            known.mark(text, marks);
            if (depth > 0) {
                for (DigitEncoding disguise : DigitEncoding.values()) {
                    disguise.mark(text, bytes -> find(Unescaped.of(bytes), depth - 1), marks);
                }
            }
        }
        return marks;
    }

    private static String without(String text, BitSet marks) {
        StringBuilder clean = new StringBuilder(text.length());
        int copied = 0;
        for (int secret = marks.nextSetBit(0); secret >= 0; secret = marks.nextSetBit(copied)) {
            clean.append(text, copied, secret).append(GONE);
            copied = marks.nextClearBit(secret);
        }
        return clean.append(text, copied, text.length()).toString();
    }
}
