package io.github.d365fo.connector.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A zip of 2,000 bytes, damaged in every way that we could think of. */
final class DamagedZips {
    private static final byte[] ZIP = Zips.ofSize(2_000);

    private final Map<String, byte[]> zips = new LinkedHashMap<>();

    private DamagedZips() {}

    /** Returns each with what is wrong with it; one of them has {@code page} behind its end. */
    static Map<String, byte[]> with(byte[] page) {
        DamagedZips all = new DamagedZips();
        all.surroundings(page);
        all.records();
        return all.zips;
    }

    private void surroundings(byte[] page) {
        damaged("a byte too many", BrokenDownloads.join(ZIP, new byte[1]));
        damaged("a line end too many", BrokenDownloads.join(ZIP, new byte[] {'\r', '\n'}));
        damaged("a page behind it", BrokenDownloads.join(ZIP, page));
        damaged("a byte before it", BrokenDownloads.join(new byte[1], ZIP));
        damaged("a line before it", BrokenDownloads.join("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8), ZIP));
        damaged("its beginning is missing", Arrays.copyOfRange(ZIP, 500, ZIP.length));
        damaged(
                "its middle is missing",
                BrokenDownloads.join(Arrays.copyOf(ZIP, 900), Arrays.copyOfRange(ZIP, 1_000, ZIP.length)));
        damaged(
                "its middle is there twice",
                BrokenDownloads.join(Arrays.copyOf(ZIP, 1_000), Arrays.copyOfRange(ZIP, 900, ZIP.length)));
        damaged(
                "the beginning of another zip",
                BrokenDownloads.join(
                        Arrays.copyOf(Zips.ofSize(3_000), 1_500), Arrays.copyOfRange(ZIP, 1_000, ZIP.length)));
    }

    private void records() {
        int end = ZIP.length - 22;
        damaged("one entry more is announced", changed(end + 10, 2));
        damaged("one entry less is announced", changed(end + 10, 0));
        damaged("a directory that begins later", changed(end + 16, ZIP[end + 16] + 1));
        damaged("a directory that is longer", changed(end + 12, ZIP[end + 12] + 1));
        damaged("a comment that is missing", changed(end + 20, 9));
        damaged("no directory where it should be", changed(end - 59, 0));
        damaged("a name that is too long", changed(end - 59 + 28, 14));
        damaged("an entry that begins behind the directory", changed(end - 59 + 44, 1));
        damaged("an entry that is longer than all", changed(end - 59 + 22, 1));
        damaged(
                "an end that points far away",
                ByteBuffer.wrap(ZIP.clone())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(end + 16, -2)
                        .array());
        damaged("a zip64 end that is nowhere", locator(Long.MAX_VALUE));
        damaged("a zip64 end that is none", locator(10));
        damaged("a zip64 end before the beginning", locator(-1));
        damaged("zeros in place of its end", zeros(end, ZIP.length));
        damaged("zeros in place of its directory", zeros(end - 59, end));
    }

    private static byte[] changed(int at, int value) {
        byte[] zip = ZIP.clone();
        zip[at] = (byte) value;
        return zip;
    }

    private static byte[] zeros(int from, int to) {
        byte[] zip = ZIP.clone();
        Arrays.fill(zip, from, to, (byte) 0);
        return zip;
    }

    /** Returns the zip with a locator before its end that says where the end of a large zip is. */
    private static byte[] locator(long at) {
        ByteBuffer locator = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        locator.putInt(0x07064b50).putInt(0).putLong(at).putInt(1);
        int end = ZIP.length - 22;
        return BrokenDownloads.join(
                BrokenDownloads.join(Arrays.copyOf(ZIP, end), locator.array()),
                Arrays.copyOfRange(ZIP, end, ZIP.length));
    }

    private void damaged(String name, byte[] zip) {
        zips.put("a zip: " + name, zip);
    }
}
