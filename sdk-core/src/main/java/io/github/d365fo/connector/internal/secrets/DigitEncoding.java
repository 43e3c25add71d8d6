package io.github.d365fo.connector.internal.secrets;

import java.util.BitSet;
import java.util.function.Function;

/** Encodings of bytes as digits: Base64, in both alphabets, and hexadecimal. */
enum DigitEncoding {
    BASE64(6, 4, "+/-_"),
    HEX(4, 2, "");

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final int bits;
    private final int phases;
    private final String signs;

    DigitEncoding(int bits, int phases, String signs) {
        this.bits = bits;
        this.phases = phases;
        this.signs = signs;
    }

    /**
     * Marks in {@code marks} the digits of {@code text} in whose bytes {@code search} finds something. White space may
     * separate digits, and other digits may precede them, so it is unknown where a byte begins: all alignments are
     * tried.
     */
    void mark(Unescaped text, Function<byte[], BitSet> search, BitSet marks) {
        Run run = new Run(text);
        for (int i = 0; i < text.size(); i++) {
            int digit = digit(text.at(i));
            if (digit >= 0) {
                run.add(digit, i);
            } else if (!isBetween(text.at(i))) {
                mark(run, search, marks);
                run.clear();
            }
        }
        mark(run, search, marks);
    }

    private void mark(Run run, Function<byte[], BitSet> search, BitSet marks) {
        for (int phase = 0; phase < phases && run.size * bits >= Grams.LENGTH * 8; phase++) {
            BitSet found = search.apply(decoded(run, phase));
            for (int i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) {
                run.mark(phase + i * 8 / bits, phase + (i * 8 + 7) / bits, marks);
            }
        }
    }

    private byte[] decoded(Run run, int phase) {
        byte[] bytes = new byte[(run.size - phase) * bits / 8];
        int buffer = 0;
        int held = 0;
        int next = phase;
        for (int i = 0; i < bytes.length; i++) {
            while (held < 8) {
                buffer = buffer << bits | run.digits[next];
                held += bits;
                next++;
            }
            held -= 8;
            bytes[i] = (byte) (buffer >> held);
        }
        return bytes;
    }

    /** Consecutive digits and their positions. */
    private static final class Run {
        private final Unescaped text;
        private final int[] places;
        private final byte[] digits;
        private int size;

        Run(Unescaped text) {
            this.text = text;
            this.places = new int[text.size()];
            this.digits = new byte[text.size()];
        }

        void add(int digit, int place) {
            digits[size] = (byte) digit;
            places[size] = place;
            size++;
        }

        void clear() {
            size = 0;
        }

        void mark(int first, int last, BitSet marks) {
            marks.set(text.from(places[first]), text.to(places[last]));
        }
    }

    private int digit(byte character) {
        if (this == HEX) {
            return Character.digit(character, 16);
        }
        int sign = signs.indexOf(character);
        return sign >= 0 ? 62 + sign % 2 : LETTERS.indexOf(character);
    }

    private boolean isBetween(byte character) {
        return Character.isWhitespace(character) || (this == HEX && (character == '-' || character == ':'));
    }
}
