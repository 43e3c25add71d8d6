package io.github.d365fo.connector.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Zips that are whole, though few are like them. */
public final class UnusualZips {
    private UnusualZips() {}

    /** Returns them by what is odd about them. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("nothing in it", written(zip -> {}));
        all.put("a comment", written(zip -> zip.setComment("a comment")));
        all.put("the longest comment", written(zip -> zip.setComment("x".repeat(0xFFFF))));
        all.put("a comment with the mark of an end", written(zip -> zip.setComment("PK\u0005\u0006" + "x".repeat(30))));
        all.put("an empty entry", written(zip -> entry(zip, "a.csv", new byte[0])));
        all.put("a folder", written(zip -> entry(zip, "Resources/", new byte[0])));
        all.put("names in other letters", written(zip -> entry(zip, "Währung-通貨.csv", new byte[9])));
        all.put("a very long name", written(zip -> entry(zip, "x".repeat(60_000), new byte[9])));
        all.put("a stored entry", stored("a.csv", new byte[100]));
        all.put("an entry that is a zip", stored("a.zip", Zips.tiny()));
        all.put("an entry without compression", written(zip -> {
            zip.setLevel(Deflater.NO_COMPRESSION);
            entry(zip, "a.csv", new byte[200_000]);
        }));
        all.put("comments and extra fields", written(zip -> {
            ZipEntry entry = new ZipEntry("a.csv");
            entry.setComment("c".repeat(5_000));
            entry.setExtra(new byte[] {0x77, 0x77, 4, 0, 1, 2, 3, 4});
            zip.putNextEntry(entry);
        }));
        all.put("2,000 entries", written(zip -> {
            for (int i = 0; i < 2_000; i++) {
                entry(zip, "file" + i, new byte[] {1});
            }
        }));
        all.put("70,000 entries, so zip64", written(zip -> {
            for (int i = 0; i < 70_000; i++) {
                entry(zip, "f" + i, new byte[0]);
            }
        }));
        all.put("zip64 without need", wide());
        all.put("a program before it that its directory knows of", shifted(1_000));
        all.put("encrypted", encrypted());
        return all;
    }

    private interface Content {
        void writeTo(ZipOutputStream zip) throws IOException;
    }

    private static byte[] written(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            content.writeTo(zip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
    }

    private static byte[] stored(String name, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return written(zip -> {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(content);
        });
    }

    /** Returns a small zip with the lengths, the offset and the end of a large one. */
    private static byte[] wide() {
        byte[] zip = Zips.ofSize(500);
        int record = zip.length - 22 - 59;
        ByteBuffer out = ByteBuffer.allocate(zip.length + 28 + 56 + 20).order(ByteOrder.LITTLE_ENDIAN);
        out.put(zip, 0, record + 20).putInt(-1).putInt(-1).putShort((short) 13).putShort((short) 28);
        out.put(zip, record + 32, 10).putInt(-1).put(zip, record + 46, 13);
        long length = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(record + 20);
        out.putShort((short) 1)
                .putShort((short) 24)
                .putLong(length)
                .putLong(length)
                .putLong(0);
        int end = out.position();
        out.putInt(0x06064b50)
                .putLong(44)
                .putShort((short) 45)
                .putShort((short) 45)
                .putInt(0)
                .putInt(0);
        out.putLong(1).putLong(1).putLong(end - record).putLong(record);
        out.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        out.putInt(0x06054b50)
                .putInt(-1)
                .putShort((short) -1)
                .putShort((short) -1)
                .putInt(-1)
                .putInt(-1);
        return out.putShort((short) 0).array();
    }

    private static byte[] shifted(int by) {
        byte[] zip = Zips.ofSize(500);
        byte[] shifted = new byte[by + zip.length];
        Arrays.fill(shifted, (byte) 'x');
        System.arraycopy(zip, 0, shifted, by, zip.length);
        ByteBuffer bytes = ByteBuffer.wrap(shifted).order(ByteOrder.LITTLE_ENDIAN);
        int end = shifted.length - 22;
        bytes.putInt(end + 16, bytes.getInt(end + 16) + by);
        bytes.putInt(end - 59 + 42, by);
        return shifted;
    }

    private static byte[] encrypted() {
        byte[] zip = Zips.ofSize(500);
        zip[6] = 1;
        zip[zip.length - 22 - 59 + 8] = 1;
        return zip;
    }
}
