package io.github.d365fo.connector.internal.packages.zip;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an entry, never more than the directory announced; at the end, length and checksum are compared. Not
 * thread-safe.
 */
final class EntryStream extends FilterInputStream {
    private static final int SKIPPED = 8192;

    private final ArchiveEntry file;
    private final CRC32 crc = new CRC32();
    private long count;

    EntryStream(InputStream in, ArchiveEntry file) {
        super(in);
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = inflate(bytes, offset, length);
        if (read < 0) {
            verify();
            return -1;
        }
        crc.update(bytes, offset, read);
        count += read;
        if (count > file.size()) {
            throw broken("it has more bytes than announced", null);
        }
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        int read = read(new byte[SKIPPED], 0, (int) Math.max(0, Math.min(SKIPPED, length)));
        return Math.max(0, read);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (ZipException | EOFException e) {
            throw broken("its compressed bytes are damaged or end too soon", e);
        }
    }

    private void verify() throws DataPackageException {
        if (count != file.size() || crc.getValue() != file.crc()) {
            throw broken("its " + count + " bytes do not match the announced length or checksum", null);
        }
    }

    private DataPackageException broken(String what, @Nullable Exception cause) {
        return new DataPackageException(
                PackageProblem.BROKEN_ARCHIVE, "the entry " + EntryNames.quote(file.name()) + ": " + what, cause);
    }
}
