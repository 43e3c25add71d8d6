package io.github.d365fo.connector.internal.secrets;

import java.util.BitSet;

/**
 * All sequences of eight bytes in the secrets, so that any piece of a secret is found, wherever it was cut. Ignores
 * case, white space, which line breaks insert, and plus signs, by which forms encode spaces. Not thread-safe for
 * changes.
 */
final class Grams {
    /** Eight bytes fit into a long, which makes the search exact. */
    static final int LENGTH = 8;

    private long[] slots = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a secret; a secret shorter than {@link #LENGTH} is left out, since it could be any word. */
    void add(Unescaped secret) {
        Window window = new Window();
        for (int i = 0; i < secret.size(); i++) {
            if (window.take(secret, i)) {
                add(window.bytes);
            }
        }
    }

    /** Marks in {@code marks} the positions of {@code text} that it has in common with the secrets. */
    void mark(Unescaped text, BitSet marks) {
        Window window = new Window();
        for (int i = 0; i < text.size(); i++) {
            if (window.take(text, i) && contains(window.bytes)) {
                marks.set(text.from(window.start()), text.to(i));
            }
        }
    }

    private void add(long gram) {
        if (size * 2 >= slots.length) {
            long[] old = slots;
            slots = new long[old.length * 2];
            size = 0;
            for (long each : old) {
                if (each != 0) {
                    add(each);
                }
            }
        }
        int slot = slot(gram);
        if (slots[slot] == 0) {
            slots[slot] = gram;
            size++;
        }
    }

    private boolean contains(long gram) {
        return slots[slot(gram)] != 0;
    }

    /** Returns the slot of {@code gram}. No gram is 0, since control characters are ignored. */
    private int slot(long gram) {
        long mixed = gram * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed ^ mixed >>> 32) & slots.length - 1;
        while (slots[slot] != 0 && slots[slot] != gram) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    /** The last relevant bytes. */
    private static final class Window {
        private final int[] places = new int[LENGTH];
        private long bytes;
        private int count;

        /** Adds a byte, and returns whether the window is full. */
        boolean take(Unescaped text, int index) {
            int value = text.at(index) & 0xFF;
            if (value <= ' ' || value == 0x7F || value == '+') {
                return false;
            }
            bytes = bytes << 8 | (value >= 'A' && value <= 'Z' ? value + 32 : value);
            places[count % LENGTH] = index;
            count++;
            return count >= LENGTH;
        }

        int start() {
            return places[count % LENGTH];
        }
    }
}
