package io.github.d365fo.benchmarks.packages;

import io.github.d365fo.connector.packages.DataPackageWriter;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.SourceFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A package with one data file of made-up customers.
 *
 * @param file where it is
 * @param rows how many rows it has
 * @param bytes the size of the data file, uncompressed
 */
public record SamplePackage(Path file, long rows, long bytes) {
    static final String ID = "CUSTOMERACCOUNT";
    static final String GROUP = "CUSTOMERGROUPID";

    private static final List<String> FIELDS = List.of(
            ID, "ORGANIZATIONNAME", GROUP, "ADDRESSSTREET", "ADDRESSCITY", "ADDRESSZIPCODE", "CREDITLIMIT", "CURRENCY");

    /** Writes a package whose data file has at least so many bytes, as CSV or XML. */
    public static SamplePackage write(Path file, SourceFormat format, long atLeast) throws IOException {
        Path data = Files.createTempFile(file.toAbsolutePath().getParent(), "data", "");
        boolean csv = format.equals(SourceFormat.CSV);
        long rows = 0;
        long bytes = 0;
        try (Writer out = Files.newBufferedWriter(data)) {
            out.write(csv ? String.join(",", FIELDS) + "\r\n" : "<Document>\n");
            while (bytes < atLeast) {
                String row = csv ? csv(rows) : xml(rows);
                out.write(row);
                bytes += row.length();
                rows++;
            }
            out.write(csv ? "" : "</Document>\n");
        }
        DataPackageWriter.of("Benchmark")
                .entity(
                        PackageEntity.of("Customers", format).fields(FIELDS.toArray(new String[0])),
                        () -> Files.newInputStream(data))
                .writeTo(file);
        Files.delete(data);
        return new SamplePackage(file, rows, bytes);
    }

    private static List<String> values(long number) {
        long mixed = number * 0x9E3779B97F4A7C15L;
        return List.of(
                String.valueOf(number),
                "Organization " + Long.toHexString(mixed),
                "Group " + number % 40,
                (mixed >>> 54) + " Main Street",
                "City " + (mixed >>> 58),
                String.valueOf(10_000 + (mixed >>> 48)),
                (mixed >>> 44) + ".00",
                "USD");
    }

    private static String csv(long number) {
        return String.join(",", values(number)) + "\r\n";
    }

    private static String xml(long number) {
        List<String> values = values(number);
        StringBuilder row = new StringBuilder("<CUSTCUSTOMERV3ENTITY>");
        for (int i = 0; i < FIELDS.size(); i++) {
            row.append('<').append(FIELDS.get(i)).append('>').append(values.get(i));
            row.append("</").append(FIELDS.get(i)).append('>');
        }
        return row.append("</CUSTCUSTOMERV3ENTITY>\n").toString();
    }

    static ZipEntry dataFile(ZipFile zip) {
        return zip.stream()
                .filter(entry -> entry.getName().startsWith("Customers"))
                .findFirst()
                .orElseThrow();
    }
}
