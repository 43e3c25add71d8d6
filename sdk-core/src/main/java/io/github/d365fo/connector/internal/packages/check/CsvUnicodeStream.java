package io.github.d365fo.connector.internal.packages.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Converts CSV in UTF-8 to F&O's CSV-Unicode while it is read: UTF-16, little-endian, with a byte order mark and CR LF
 * at the end of each line. Not thread-safe.
 */
public final class CsvUnicodeStream extends InputStream {
    private static final int CHUNK = 8192;
    private static final int MOST_BYTES = 2 * Character.BYTES;

    private final Reader text;
    private final CsvLineEnds lines = new CsvLineEnds();
    private final char[] chars = new char[CHUNK];
    private long line = 1;
    private byte[] bytes = {(byte) 0xFF, (byte) 0xFE};
    private int next;

    private CsvUnicodeStream(Reader text) {
        this.text = text;
    }

    public static InputStream of(InputStream utf8) throws IOException {
        try {
            return new CsvUnicodeStream(Encodings.reader(utf8, StandardCharsets.UTF_8));
        } catch (IOException e) {
            utf8.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.length - next);
        System.arraycopy(bytes, next, target, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (next < bytes.length) {
            return true;
        }
        int count = next();
        if (count <= 0) {
            return false;
        }
        ByteBuffer converted = ByteBuffer.allocate(count * MOST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            if (lines.accept(chars[i]) == CsvLineEnds.Seen.BARE_LINE_FEED) {
                converted.putChar('\r');
            }
            accept(chars[i]);
            converted.putChar(chars[i]);
        }
        bytes = Arrays.copyOf(converted.array(), converted.position());
        next = 0;
        return true;
    }

    private int next() throws IOException {
        try {
            return text.read(chars);
        } catch (CharacterCodingException e) {
            throw new NotUtf8(line, "or one of the next has bytes that are not UTF-8; save the file as UTF-8");
        }
    }

    /** Bytes of UTF-16 without a mark, a zip and the like can be valid UTF-8. */
    private void accept(char c) throws NotUtf8 {
        if (c == 0) {
            throw new NotUtf8(line, "has a zero byte, as UTF-16 without a byte order mark does, or a binary file");
        }
        if (c == '\n') {
            line++;
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
