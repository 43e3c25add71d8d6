package io.github.d365fo.connector.internal.wire;

import java.io.IOException;
import java.io.Reader;

/**
 * The characters of a JSON string of any length, from after its opening quote to its closing one. Jackson would keep
 * all of them in memory. Not thread-safe.
 */
final class JsonString extends Reader {
    private static final int HEX = 16;

    private final Reader in;
    private boolean ended;

    JsonString(Reader in) {
        this.in = in;
    }

    /** The string is truncated or has an invalid escape. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int c = next();
            if (c < 0) {
                return count == 0 ? -1 : count;
            }
            target[offset + count++] = (char) c;
        }
        return count;
    }

    /** Leaves the reader open for what follows the string. */
    @Override
    public void close() {}

    private int next() throws IOException {
        int c = ended ? '"' : take();
        if (c == '"') {
            ended = true;
            return -1;
        }
        return c == '\\' ? escaped(take()) : c;
    }

    private int escaped(int c) throws IOException {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> digit(digit(digit(digit(0))));
            default -> throw new Broken("expected JSON, but a text in it has an invalid escape");
        };
    }

    private int digit(int before) throws IOException {
        int digit = Character.digit(take(), HEX);
        if (digit < 0) {
            throw new Broken("expected JSON, but a text in it has an invalid escape");
        }
        return before * HEX + digit;
    }

    private int take() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new Broken("expected JSON, but a text in it ends too soon");
        }
        return c;
    }
}
