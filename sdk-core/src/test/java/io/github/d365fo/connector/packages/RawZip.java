package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.xml.XmlNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A zip written byte by byte, so that everything in it can be wrong. */
final class RawZip {
    static final String MANIFEST = "<DataManagementPackageManifest xmlns=\"" + XmlNode.NAMESPACE + "\">"
            + "<DefinitionGroupName>p</DefinitionGroupName><PackageEntityList /></DataManagementPackageManifest>";

    private static final int UTF_8 = 1 << 11;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<Entry> entries = new ArrayList<>();
    private String comment = "";
    private int countOff;
    private int directoryOff;

    /** An entry as the directory shows it. */
    static final class Entry {
        byte[] name = {};
        int flags = UTF_8;
        int method = 8;
        long crc;
        long compressed;
        long size;
        int attributes;
        long offset;
        byte[] extra = {};
        byte[] comment = {};

        Entry comment(byte... bytes) {
            comment = bytes;
            return this;
        }

        Entry size(long bytes) {
            size = bytes;
            return this;
        }

        Entry compressed(long bytes) {
            compressed = bytes;
            return this;
        }

        Entry unixMode(int mode) {
            attributes = mode << 16;
            return this;
        }

        Entry flags(int bits) {
            flags = bits;
            return this;
        }

        Entry method(int number) {
            method = number;
            return this;
        }

        Entry crc(long value) {
            crc = value;
            return this;
        }

        Entry offset(long at) {
            offset = at;
            return this;
        }

        Entry extra(byte[] bytes) {
            extra = bytes;
            return this;
        }
    }

    static RawZip withManifest() {
        RawZip zip = new RawZip();
        zip.add("Manifest.xml", MANIFEST.getBytes(StandardCharsets.UTF_8));
        return zip;
    }

    Entry add(String name, byte[] bytes) {
        return add(name.getBytes(StandardCharsets.UTF_8), bytes);
    }

    Entry add(byte[] name, byte[] bytes) {
        byte[] deflated = deflate(bytes);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        Entry entry = new Entry();
        entry.name = name;
        entry.crc = crc.getValue();
        entry.compressed = deflated.length;
        entry.size = bytes.length;
        entry.offset = content.size();
        content.writeBytes(local(entry));
        content.writeBytes(deflated);
        entries.add(entry);
        return entry;
    }

    /** Shows an entry once more in the directory, without content of its own. */
    Entry repeat(String name, Entry other) {
        Entry entry = new Entry();
        entry.name = name.getBytes(StandardCharsets.UTF_8);
        entry.crc = other.crc;
        entry.compressed = other.compressed;
        entry.size = other.size;
        entry.offset = other.offset;
        entries.add(entry);
        return entry;
    }

    RawZip comment(String text) {
        comment = text;
        return this;
    }

    RawZip countOff(int by) {
        countOff = by;
        return this;
    }

    RawZip directoryOff(int by) {
        directoryOff = by;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(content.toByteArray());
        entries.forEach(entry -> out.writeBytes(central(entry)));
        int directory = out.size() - content.size();
        byte[] text = comment.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(buffer(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) (entries.size() + countOff))
                .putShort((short) (entries.size() + countOff))
                .putInt(directory)
                .putInt(content.size() + directoryOff)
                .putShort((short) text.length)
                .array());
        out.writeBytes(text);
        return out.toByteArray();
    }

    static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] local(Entry entry) {
        return buffer(30 + entry.name.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0x00210000)
                .putInt((int) entry.crc)
                .putInt((int) entry.compressed)
                .putInt((int) entry.size)
                .putShort((short) entry.name.length)
                .putShort((short) 0)
                .put(entry.name)
                .array();
    }

    private static byte[] central(Entry entry) {
        return buffer(46 + entry.name.length + entry.extra.length + entry.comment.length)
                .putInt(0x02014b50)
                .putShort((short) (3 << 8 | 20))
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0x00210000)
                .putInt((int) entry.crc)
                .putInt((int) entry.compressed)
                .putInt((int) entry.size)
                .putShort((short) entry.name.length)
                .putShort((short) entry.extra.length)
                .putShort((short) entry.comment.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.attributes)
                .putInt((int) entry.offset)
                .put(entry.name)
                .put(entry.extra)
                .put(entry.comment)
                .array();
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] block = new byte[8192];
        while (!deflater.finished()) {
            out.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return out.toByteArray();
    }
}
