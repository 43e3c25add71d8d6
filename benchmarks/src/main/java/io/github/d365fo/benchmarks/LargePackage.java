package io.github.d365fo.benchmarks;

import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataPackageWriter;
import io.github.d365fo.connector.packages.DataRow;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.SourceFormat;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongFunction;

/**
 * Writes a package of so many GiB and reads every row of it again, in a heap that the command line keeps small. Not part
 * of the test run: it takes minutes, and as much disk as it writes. Arguments: GiB (default 10), directory (default the
 * one for temporary files).
 */
public final class LargePackage {
    private static final int NOISE = 90;
    private static final int XML_SHARE = 10;

    private LargePackage() {}

    /** Runs it; an exception or a wrong row ends it with an error. */
    public static void main(String[] arguments) throws IOException {
        long bytes = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 10) << 30;
        Path directory = Path.of(arguments.length > 1 ? arguments[1] : System.getProperty("java.io.tmpdir"));
        Path file = Files.createTempFile(directory, "large-package", ".zip");
        try {
            run(bytes, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void run(long bytes, Path file) throws IOException {
        System.out.println("heap: at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        long begun = System.nanoTime();
        Lines csv = new Lines("ID,TEXT\r\n", "", id -> id + "," + noise(id) + "\r\n", bytes);
        Lines xml = new Lines(
                "<Document>",
                "</Document>",
                id -> "<E><ID>" + id + "</ID><TEXT>" + noise(id) + "</TEXT></E>",
                bytes / XML_SHARE);
        DataPackageWriter.of("Large")
                .entity(PackageEntity.of("Rows", SourceFormat.CSV).fields("ID", "TEXT"), csv::open)
                .entity(PackageEntity.of("Elements", SourceFormat.XML_ELEMENT).fields("ID", "TEXT"), xml::open)
                .compressionLevel(1)
                .writeTo(file);
        report("written: " + bytes / XML_SHARE * (XML_SHARE + 1) + " bytes as a package of " + Files.size(file), begun);
        begun = System.nanoTime();
        long rows = 0;
        try (DataPackageReader reader = DataPackageReader.open(file)) {
            for (PackageEntity entity : reader.manifest().entities()) {
                rows += readRows(reader, entity);
            }
        }
        report("read: " + rows + " rows", begun);
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        System.out.println("heap: peak " + (peak >> 20) + " MiB");
    }

    private static long readRows(DataPackageReader reader, PackageEntity entity) throws IOException {
        long id = 0;
        try (DataRows rows = reader.rows(entity)) {
            while (rows.hasNext()) {
                DataRow row = rows.next();
                String expected = noise(id);
                if (!row.text("ID").orElseThrow().equals(String.valueOf(id))
                        || !row.text("TEXT").orElseThrow().equals(expected)) {
                    throw new IllegalStateException(
                            "row " + row.number() + " of " + entity + " is not what was written");
                }
                id++;
            }
        }
        return id;
    }

    private static void report(String what, long begun) {
        System.out.println(what + " in " + (System.nanoTime() - begun) / 1_000_000_000 + " s");
    }

    /** Text that hardly compresses, so that the package, too, exceeds what a zip without 64-bit lengths can hold. */
    private static String noise(long seed) {
        byte[] text = new byte[NOISE];
        long state = seed * 0x9E3779B97F4A7C15L + 1;
        for (int i = 0; i < NOISE; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            text[i] = (byte) ('0' + (state >>> 58));
        }
        return new String(text, StandardCharsets.ISO_8859_1).replace('<', ' ').replace(']', ' ');
    }

    /** Made-up lines of about so many bytes. */
    private record Lines(String head, String tail, LongFunction<String> line, long bytes) {
        InputStream open() {
            return new InputStream() {
                private byte[] block = head.getBytes(StandardCharsets.ISO_8859_1);
                private int at;
                private long total;
                private long id;
                private boolean ended;

                @Override
                public int read() {
                    throw new UnsupportedOperationException("read in blocks");
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    if (at == block.length && !next()) {
                        return -1;
                    }
                    int count = Math.min(length, block.length - at);
                    System.arraycopy(block, at, target, offset, count);
                    at += count;
                    total += count;
                    return count;
                }

                private boolean next() {
                    if (ended) {
                        return false;
                    }
                    ended = total >= bytes;
                    String text = ended ? tail : line.apply(id++);
                    block = text.getBytes(StandardCharsets.ISO_8859_1);
                    at = 0;
                    return !text.isEmpty();
                }
            };
        }
    }
}
