package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.packages.PackageMaker;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Small data packages for tests. They are real packages, since the client accepts nothing else, with
 * {@code PackageHeader.xml}, {@code Manifest.xml} and one data file. The bytes are the same in every run.
 *
 * <pre>{@code
 * server.exportJob().publish(TestPackages.of("Customers", "CUSTOMERACCOUNT,NAME\nUS-001,Contoso\n"));
 * DequeueResult message = exports.dequeue().orElseThrow();
 * DownloadedFile file = exports.download(message, directory.resolve("customers.zip"));
 * assertArrayEquals(
 *         TestPackages.of("Customers", "CUSTOMERACCOUNT,NAME\nUS-001,Contoso\n"), Files.readAllBytes(file.path()));
 *
 * server.exportJob().publish(TestPackages.tiny()); // if the content does not matter
 * }</pre>
 */
public final class TestPackages {
    private TestPackages() {}

    /** Returns a package of a few kilobytes with two customer groups. */
    public static byte[] tiny() {
        return of("Customer groups", "CUSTOMERGROUPID,DESCRIPTION\n10,Wholesale\n20,Retail\n");
    }

    /**
     * Returns a package of one entity. The first line of {@code csv} contains the field names, separated by commas.
     * Line ends become CR LF, as the service writes them.
     *
     * @throws IllegalArgumentException if {@code entity} is blank or {@code csv} has no first line
     */
    public static byte[] of(String entity, String csv) {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(csv, "csv");
        if (entity.isBlank()) {
            throw new IllegalArgumentException("entity: expected the label of an entity, but got a blank text");
        }
        List<String> fields = csv.lines().findFirst().stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(field -> field.strip().replace("\"", ""))
                .toList();
        if (fields.isEmpty() || fields.contains("")) {
            throw new IllegalArgumentException("csv: expected a first line that names fields, but it names none");
        }
        return PackageMaker.of(entity, fields, csv.lines().collect(Collectors.joining("\r\n", "", "\r\n")));
    }
}
