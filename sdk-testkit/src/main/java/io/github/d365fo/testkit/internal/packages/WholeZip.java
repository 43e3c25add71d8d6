package io.github.d365fo.testkit.internal.packages;

import io.github.d365fo.testkit.internal.content.Content;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/**
 * A complete zip: its end record and its directory match its length, and every entry in the directory can be read and
 * has the length and checksum that it announces. It is read from its directory, so that a truncated zip is never
 * mistaken for a complete one. Immutable and thread-safe.
 */
final class WholeZip {
    private static final int LARGEST_DIRECTORY = 64 << 20;

    private final Content zip;
    private final List<ZipRecord> entries;

    private WholeZip(Content zip, List<ZipRecord> entries) {
        this.zip = zip;
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads all of {@code zip}.
     *
     * @throws ZipException if it is not a zip, is incomplete or encrypted, or uses an unsupported compression
     */
    static WholeZip read(Content zip) throws IOException {
        try {
            WholeZip whole = new WholeZip(zip, directory(zip));
            for (ZipRecord entry : whole.entries) {
                whole.check(entry);
            }
            return whole;
        } catch (EOFException e) {
            throw damaged("it ends too early");
        }
    }

    /** Returns the entries in the order of the directory. */
    List<ZipRecord> entries() {
        return entries;
    }

    /** Returns the content of an entry, which is decompressed each time it is opened. */
    Content content(ZipRecord entry) {
        return new Content() {
            @Override
            public InputStream open() throws IOException {
                return entry.open(zip);
            }

            @Override
            public long size() {
                return entry.size();
            }
        };
    }

    static ZipException damaged(String what) {
        return new ZipException("The zip file is damaged: " + what + ".");
    }

    private static List<ZipRecord> directory(Content zip) throws IOException {
        ZipEnd end = ZipEnd.find(zip);
        if (end.size() > LARGEST_DIRECTORY) {
            throw damaged("its directory is too large");
        }
        ByteBuffer directory = ZipEnd.bytes(zip, end.offset(), (int) end.size());
        List<ZipRecord> entries = new ArrayList<>();
        while (directory.hasRemaining()) {
            entries.add(ZipRecord.next(directory).located(zip, end.offset()));
        }
        if (entries.size() != end.count()) {
            throw damaged("the number of entries in its directory is wrong");
        }
        return entries;
    }

    private void check(ZipRecord entry) throws IOException {
        CRC32 checksum = new CRC32();
        long size = 0;
        try (InputStream stream = new CheckedInputStream(entry.open(zip), checksum)) {
            byte[] some = new byte[8 << 10];
            for (int read = stream.read(some); read >= 0 && size <= entry.size(); read = stream.read(some)) {
                size += read;
            }
        }
        if (size != entry.size() || checksum.getValue() != entry.checksum()) {
            throw damaged("its entry " + entry.name() + " does not match the directory");
        }
    }
}
