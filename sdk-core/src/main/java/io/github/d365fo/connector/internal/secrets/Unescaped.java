package io.github.d365fo.connector.internal.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text as bytes of UTF-8 with all escapes of addresses, JSON and XML undone, even nested ones, and the position of
 * each byte in the text. Differently escaped spellings of a text become the same bytes.
 */
final class Unescaped {
    /** More layers than occur in practice; each costs a pass. */
    private static final int MOST_LAYERS = 8;

    private byte[] bytes;
    private int[] from;
    private int[] to;
    private int size;

    private Unescaped(int capacity) {
        this.bytes = new byte[capacity];
        this.from = new int[capacity];
        this.to = new int[capacity];
    }

    /** Reads a text; positions are indexes of characters. */
    static Unescaped of(CharSequence text) {
        Unescaped plain = new Unescaped(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int codePoint = Character.codePointAt(text, i);
            int next = i + Character.charCount(codePoint);
            plain.putCharacter(codePoint, i, next);
            i = next;
        }
        return plain.undone();
    }

    /** Reads bytes; positions are their indexes. Zero bytes, which UTF-16 is full of, are ignored. */
    static Unescaped of(byte[] raw) {
        Unescaped plain = new Unescaped(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != 0) {
                plain.put(raw[i], i, i + 1);
            }
        }
        return plain.undone();
    }

    int size() {
        return size;
    }

    byte at(int index) {
        return bytes[index];
    }

    /** Returns the start in the text of the byte at {@code index}. */
    int from(int index) {
        return from[index];
    }

    /** Returns the end in the text of the byte at {@code index}. */
    int to(int index) {
        return to[index];
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void put(int value, int start, int end) {
        if (size == bytes.length) {
            int larger = size * 2 + 16;
            bytes = Arrays.copyOf(bytes, larger);
            from = Arrays.copyOf(from, larger);
            to = Arrays.copyOf(to, larger);
        }
        bytes[size] = (byte) value;
        from[size] = start;
        to[size] = end;
        size++;
    }

    void putCharacter(int codePoint, int start, int end) {
        if (codePoint < 0x80) {
            put(codePoint, start, end);
            return;
        }
        for (byte each : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            put(each, start, end);
        }
    }

    private Unescaped undone() {
        Unescaped text = this;
        for (int layers = 0; layers < MOST_LAYERS && text.hasEscapes(); layers++) {
            Unescaped next = new Unescaped(text.size);
            if (!new Escapes(text, next).undo()) {
                return text;
            }
            text = next;
        }
        return text;
    }

    private boolean hasEscapes() {
        for (int i = 0; i < size; i++) {
            if (bytes[i] == '%' || bytes[i] == '\\' || bytes[i] == '&') {
                return true;
            }
        }
        return false;
    }
}
