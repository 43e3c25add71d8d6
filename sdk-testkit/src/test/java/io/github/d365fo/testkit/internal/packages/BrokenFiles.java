package io.github.d365fo.testkit.internal.packages;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.d365fo.testkit.harness.DataPlaneRig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files that are no package and no file of any entity, each under what is wrong with it. */
final class BrokenFiles {
    private static final int END_LENGTH = 22;
    private static final int RECORD_LENGTH = 46;

    private BrokenFiles() {}

    /** Returns a whole package, small enough to break it in every place. */
    static byte[] whole() throws IOException {
        return DataPlaneRig.zip("", UTF_8, DataPlaneRig.DataEntry.csv("Groups", "ID\r\n10\r\n"));
    }

    static Map<String, byte[]> all() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        cut(files);
        flipped(files);
        noPackages(files);
        noDataFiles(files);
        return files;
    }

    private static void cut(Map<String, byte[]> files) throws IOException {
        byte[] zip = whole();
        for (int length = 0; length < zip.length; length++) {
            if (length != 1) { // One letter is a text, if a short one.
                files.put("cut to " + length, Arrays.copyOf(zip, length));
            }
        }
        files.put("one byte too long", Arrays.copyOf(zip, zip.length + 1));
    }

    /** Whatever byte of the content, the directory or the end is changed, unless it says nothing of the content. */
    private static void flipped(Map<String, byte[]> files) throws IOException {
        byte[] zip = whole();
        boolean[] harmless = harmless(zip);
        for (int at = directory(zip); at < zip.length; at++) {
            if (!harmless[at]) {
                byte[] copy = zip.clone();
                copy[at] ^= (byte) 0xFF;
                files.put("byte " + at + " of " + zip.length + " flipped", copy);
            }
        }
    }

    private static int directory(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - END_LENGTH + 16);
    }

    /** Versions, flags that nobody needs, times and the attributes of a file system. */
    private static boolean[] harmless(byte[] zip) {
        boolean[] harmless = new boolean[zip.length];
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = directory(zip); at < zip.length - END_LENGTH; ) {
            Arrays.fill(harmless, at + 4, at + 10, true);
            Arrays.fill(harmless, at + 12, at + 16, true);
            Arrays.fill(harmless, at + 36, at + 42, true);
            at += RECORD_LENGTH + bytes.getShort(at + 28) + bytes.getShort(at + 30) + bytes.getShort(at + 32);
        }
        return harmless;
    }

    private static void noPackages(Map<String, byte[]> files) throws IOException {
        files.put("begins as a zip", ("PK\u0003\u0004" + "x".repeat(50)).getBytes(UTF_8));
        files.put("the two letters", "PK".getBytes(UTF_8));
        files.put("an end alone", Arrays.copyOfRange(whole(), whole().length - END_LENGTH, whole().length));
        files.put("an empty zip", zip());
        files.put("a zip of something else", zip("notes.txt", "hello"));
        files.put("a zip with a broken manifest", zip("Manifest.xml", "<Data", "PackageHeader.xml", ""));
        files.put("a zip without a header", zip("Manifest.xml", "<DataManagementPackageManifest/>"));
        files.put("a workbook with a broken sheet", zip("xl/worksheets/sheet1.xml", "<worksheet><row>"));
    }

    private static void noDataFiles(Map<String, byte[]> files) {
        files.put("blank", " \r\n\r\n".getBytes(UTF_8));
        files.put("a byte order mark", new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        files.put("broken XML", "<Document><Group>".getBytes(UTF_8));
        files.put("two roots", "<Document/><Document/>".getBytes(UTF_8));
        files.put("XML with a broken character", new byte[] {'<', 'a', '>', (byte) 0xC3, '<', '/', 'a', '>'});
        files.put("wide broken XML", "\ufeff<Document><Group>".getBytes(UTF_16LE));
        files.put("an HTML page", "<!DOCTYPE html>\n<html><body><p>Sign in</body></html>".getBytes(UTF_8));
        files.put("a well-formed HTML page", "\n\n\n\n\n\n <HTML><body/></HTML>".getBytes(UTF_8));
        files.put("a JSON object", "\ufeff {\r\n \"value\": []\r\n}".getBytes(UTF_8));
        files.put("an empty JSON object", "{}".getBytes(UTF_8));
        files.put("a JSON list", "[{\"ID\": 1}]".getBytes(UTF_8));
        files.put("control bytes", new byte[] {1, 2, 3, 4});
        files.put("a control byte in a row", "ID\r\n1\0\r\n".getBytes(UTF_8));
        files.put("zeros", new byte[2000]);
    }

    static byte[] zip(String... namesAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
