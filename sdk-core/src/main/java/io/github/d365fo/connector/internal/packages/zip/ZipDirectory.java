package io.github.d365fo.connector.internal.packages.zip;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageLimits;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and checks the directory of a zip before anything is opened. The JDK's reader does not report symbolic links
 * and reads a directory of any size into memory; so the directory is checked here first.
 */
final class ZipDirectory {
    private static final long MAX_BYTES = 16 << 20;
    private static final int RECORD = 0x02014b50;
    private static final int RECORD_LENGTH = 46;
    private static final int UTF_8_FLAG = 1 << 11;
    private static final int ENCRYPTED_FLAGS = 1 | (1 << 13);
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int FILE_TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int ZIP64_EXTRA = 1;
    private static final long ZIP64 = 0xFFFFFFFFL;
    private static final long RATIO_FLOOR = 16 << 20;

    private final PackageLimits limits;
    private final Map<String, ArchiveEntry> entries = new LinkedHashMap<>();
    private final NameSet names = new NameSet();
    private final Charset charset;
    private long totalSize;
    private long totalCompressed;

    private ZipDirectory(PackageLimits limits, Charset charset) {
        this.limits = limits;
        this.charset = charset;
    }

    static ZipDirectory read(FileChannel channel, PackageLimits limits) throws IOException {
        try {
            return read(channel, limits, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            // Names that lack the UTF-8 flag and are not UTF-8 are in the code page of old PCs, as Windows Explorer
            // writes them.
            return read(channel, limits, Charset.forName("IBM437"));
        }
    }

    private static ZipDirectory read(FileChannel channel, PackageLimits limits, Charset charset) throws IOException {
        ZipEnd end = end(channel);
        if (end.count() > limits.maxEntries()) {
            throw exceeded("it has " + end.count() + " entries, but " + limits.maxEntries() + " are allowed");
        }
        if (end.size() > MAX_BYTES) {
            throw exceeded("its directory has " + end.size() + " bytes, but " + MAX_BYTES + " are allowed");
        }
        ZipDirectory directory = new ZipDirectory(limits, charset);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel.position(end.offset())));
        long read = 0;
        for (long i = 0; i < end.count(); i++) {
            read += directory.readRecord(in, end.offset());
        }
        if (read != end.size() || directory.totalCompressed > end.offset()) {
            throw broken("its directory and its content do not match");
        }
        return directory;
    }

    private static ZipEnd end(FileChannel channel) throws IOException {
        try {
            return ZipEnd.find(Bytes.of(channel));
        } catch (BrokenZip e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the entries by name, in order. */
    Map<String, ArchiveEntry> entries() {
        return entries;
    }

    /** Returns the charset of names without the UTF-8 flag. */
    Charset charset() {
        return charset;
    }

    private int readRecord(InputStream in, long directoryOffset) throws IOException {
        ByteBuffer head = take(in, RECORD_LENGTH);
        if (head.getInt(0) != RECORD) {
            throw broken("its directory is damaged");
        }
        ByteBuffer name = take(in, unsignedShort(head, 28));
        ByteBuffer extra = take(in, unsignedShort(head, 30));
        int comment = unsignedShort(head, 32);
        take(in, comment);
        int flags = unsignedShort(head, 8);
        String text = decode(name, flags);
        String meant = EntryNames.withSlashes(text);
        EntryNames.check(meant);
        names.claim(meant);
        checkKind(text, head, flags);
        add(text, head, extra, directoryOffset);
        return RECORD_LENGTH + name.capacity() + extra.capacity() + comment;
    }

    private static void checkKind(String name, ByteBuffer head, int flags) throws DataPackageException {
        if (((head.getInt(38) >>> 16) & FILE_TYPE) == LINK) {
            throw new DataPackageException(
                    PackageProblem.SYMBOLIC_LINK, "the entry " + EntryNames.quote(name) + " is a symbolic link");
        }
        int method = unsignedShort(head, 10);
        if ((flags & ENCRYPTED_FLAGS) != 0 || (method != STORED && method != DEFLATED)) {
            throw broken("the entry " + EntryNames.quote(name) + " is encrypted or compressed by another method ("
                    + method + ") than Deflate");
        }
    }

    private void add(String name, ByteBuffer head, ByteBuffer extra, long directoryOffset) throws DataPackageException {
        long size = unsignedInt(head, 24);
        long compressed = unsignedInt(head, 20);
        long offset = unsignedInt(head, 42);
        ByteBuffer wide = zip64(extra);
        size = size == ZIP64 ? widened(name, wide) : size;
        compressed = compressed == ZIP64 ? widened(name, wide) : compressed;
        offset = offset == ZIP64 ? widened(name, wide) : offset;
        if (offset + compressed > directoryOffset || (unsignedShort(head, 10) == STORED && size != compressed)) {
            throw broken("the entry " + EntryNames.quote(name) + " has impossible lengths");
        }
        checkSize(name, size, compressed);
        totalCompressed += compressed;
        entries.put(name, ArchiveEntry.of(name, size, compressed, unsignedInt(head, 16)));
    }

    private void checkSize(String name, long size, long compressed) throws DataPackageException {
        if (size > limits.maxEntrySize()) {
            throw exceeded("the entry " + EntryNames.quote(name) + " has " + size + " bytes, but "
                    + limits.maxEntrySize() + " are allowed");
        }
        if (size > RATIO_FLOOR && size / limits.maxRatio() > compressed) {
            throw exceeded("the entry " + EntryNames.quote(name) + " would grow from " + compressed + " to " + size
                    + " bytes, but a ratio of " + limits.maxRatio() + " is allowed");
        }
        totalSize += size;
        if (totalSize > limits.maxTotalSize()) {
            throw exceeded("its entries have more than " + limits.maxTotalSize() + " bytes together");
        }
    }

    private String decode(ByteBuffer name, int flags) throws IOException {
        if ((flags & UTF_8_FLAG) == 0) {
            return charset.newDecoder().decode(name.duplicate()).toString();
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(name.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw broken("an entry's name is not in UTF-8 although its flag says so");
        }
    }

    private static ByteBuffer zip64(ByteBuffer extra) {
        ByteBuffer rest = extra.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (rest.remaining() >= 4) {
            int id = Short.toUnsignedInt(rest.getShort());
            int length = Math.min(Short.toUnsignedInt(rest.getShort()), rest.remaining());
            if (id == ZIP64_EXTRA) {
                return rest.slice(rest.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            rest.position(rest.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private static long widened(String name, ByteBuffer wide) throws DataPackageException {
        long value = wide.remaining() < Long.BYTES ? -1 : wide.getLong();
        if (value < 0 || value > Long.MAX_VALUE / 4) {
            throw broken("the entry " + EntryNames.quote(name) + " has impossible lengths");
        }
        return value;
    }

    private static ByteBuffer take(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the directory of the zip ends too soon");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unsignedShort(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private static long unsignedInt(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private static DataPackageException exceeded(String what) {
        return new DataPackageException(PackageProblem.LIMIT_EXCEEDED, "the package is too large: " + what);
    }

    private static DataPackageException broken(String what) {
        return new DataPackageException(PackageProblem.BROKEN_ARCHIVE, "the package can't be read: " + what);
    }
}
