package io.github.d365fo.connector.internal.packages.rows;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Limits how much text a parser reads, and so keeps, for one row, and knows the current row. Text that is read ahead
 * counts for the next row. Not thread-safe.
 */
final class RowMeter extends FilterReader {
    private final String what;
    private final long limit;
    private long sinceRow;
    private long row;

    RowMeter(String what, Reader in, long limit) {
        super(in);
        this.what = what;
        this.limit = limit;
    }

    /**
     * Starts row number {@code next}, counted from 1; before the first comes the line of a CSV that names the fields.
     */
    void begin(long next) {
        row = next;
        sinceRow = 0;
    }

    /** Returns a description of the current place. */
    String place() {
        return row == 0 ? "its first line, which names the fields," : "row " + row;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] chars, int offset, int length) throws IOException {
        int count = super.read(chars, offset, length);
        sinceRow += Math.max(0, count);
        if (sinceRow * Character.BYTES > limit) {
            throw new DataPackageException(
                    PackageProblem.LIMIT_EXCEEDED, what + ": " + place() + " has more than " + limit + " bytes");
        }
        return count;
    }
}
