package io.github.d365fo.connector.internal.secrets;

import java.util.Map;

/** Undoes one layer of the escapes of addresses, JSON and XML, each of which can encode any character. Used once. */
final class Escapes {
    private static final Map<String, Integer> NAMED =
            Map.of("amp", (int) '&', "lt", (int) '<', "gt", (int) '>', "quot", (int) '"', "apos", (int) '\'');
    private static final int LONGEST_REFERENCE = 10;

    private final Unescaped source;
    private final Unescaped target;
    private boolean found;
    private int end;

    Escapes(Unescaped source, Unescaped target) {
        this.source = source;
        this.target = target;
    }

    /** Fills the target, and returns whether it differs from the source. */
    boolean undo() {
        for (int i = 0; i < source.size(); ) {
            int next = switch (source.at(i)) {
                case '%' -> percent(i);
                case '\\' -> backslashes(i);
                case '&' -> reference(i);
                default -> i;
            };
            if (next == i) {
                target.put(source.at(i), source.from(i), source.to(i));
                next = i + 1;
            } else {
                found = true;
            }
            i = next;
        }
        return found;
    }

    /** Each method returns the end of an escape, or its start if it is none. */
    private int percent(int start) {
        boolean unicode = is(start + 1, 'u');
        int value = unicode ? hex(start + 2, 4) : hex(start + 1, 2);
        if (value < 0) {
            return start;
        }
        if (unicode) {
            target.putCharacter(value, source.from(start), source.to(end - 1));
        } else {
            target.put(value, source.from(start), source.to(end - 1));
        }
        return end;
    }

    /** JSON inside JSON doubles backslashes, so their number does not matter. */
    private int backslashes(int start) {
        int next = start;
        while (is(next, '\\')) {
            next++;
        }
        int value = is(next, 'u') ? hex(next + 1, 4) : is(next, 'x') ? hex(next + 1, 2) : -1;
        if (value >= 0) {
            target.putCharacter(value, source.from(start), source.to(end - 1));
            return end;
        }
        if (next < source.size()) {
            boolean lineEnd = is(next, 'n') || is(next, 'r') || is(next, 't');
            target.put(lineEnd ? ' ' : source.at(next), source.from(start), source.to(next));
        }
        return next + 1;
    }

    private int reference(int start) {
        StringBuilder name = new StringBuilder();
        int end = start + 1;
        while (end < source.size() && !is(end, ';') && name.length() < LONGEST_REFERENCE) {
            name.append((char) (source.at(end) & 0xFF));
            end++;
        }
        int value = is(end, ';') ? referred(name.toString()) : -1;
        if (value < 0) {
            return start;
        }
        target.putCharacter(value, source.from(start), source.to(end));
        return end + 1;
    }

    private static int referred(String name) {
        int value = name.matches("#[xX][0-9A-Fa-f]{1,6}")
                ? Integer.parseInt(name.substring(2), 16)
                : name.matches("#[0-9]{1,7}") ? Integer.parseInt(name.substring(1)) : NAMED.getOrDefault(name, -1);
        return Character.isValidCodePoint(value) ? value : -1;
    }

    private boolean is(int index, char expected) {
        return index < source.size() && source.at(index) == expected;
    }

    /**
     * Returns the value of {@code count} digits, between which lines may end, or -1 if they are not digits; sets the
     * end.
     */
    private int hex(int start, int count) {
        int value = 0;
        int digits = 0;
        for (end = start; digits < count && end < source.size(); end++) {
            int digit = Character.digit(source.at(end), 16);
            if (digit >= 0) {
                value = value * 16 + digit;
                digits++;
            } else if (!Character.isWhitespace(source.at(end))) {
                return -1;
            }
        }
        return digits == count ? value : -1;
    }
}
