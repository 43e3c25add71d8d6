package io.github.d365fo.connector.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Whole zips, for tests that download one. */
public final class Zips {
    private static final byte[] NAME = "Customers.csv".getBytes(StandardCharsets.US_ASCII);

    private Zips() {}

    /** Returns a package of a few hundred bytes. */
    public static byte[] tiny() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : new String[] {"Manifest.xml", "PackageHeader.xml", "Customers.csv"}) {
                ZipEntry entry = new ZipEntry(name);
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(("content of " + name).repeat(20).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a zip of exactly {@code size} bytes, whose content follows from {@code seed} and its layout does not. */
    public static byte[] ofSize(int size, long seed) {
        byte[] content = new byte[size - 98 - 2 * NAME.length];
        new Random(seed).nextBytes(content);
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer zip = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(0x04034b50);
        common(zip, crc, content).put(NAME).put(content);
        int directory = zip.position();
        zip.putInt(0x02014b50).putShort((short) 20);
        common(zip, crc, content).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        zip.putInt(0).putInt(0).put(NAME);
        int end = zip.position();
        zip.putInt(0x06054b50).putInt(0).putShort((short) 1).putShort((short) 1);
        zip.putInt(end - directory).putInt(directory).putShort((short) 0);
        return zip.array();
    }

    /** Returns {@link #ofSize(int, long)} with the size for a seed. */
    public static byte[] ofSize(int size) {
        return ofSize(size, size);
    }

    /** Returns {@code bytes} as gzip. */
    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static ByteBuffer common(ByteBuffer zip, CRC32 crc, byte[] content) {
        return zip.putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0x00210000)
                .putInt((int) crc.getValue())
                .putInt(content.length)
                .putInt(content.length)
                .putShort((short) NAME.length)
                .putShort((short) 0);
    }
}
