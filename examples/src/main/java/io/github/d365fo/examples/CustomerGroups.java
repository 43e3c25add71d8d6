package io.github.d365fo.examples;

import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataPackageWriter;
import io.github.d365fo.connector.packages.DataRow;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.SourceFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes data packages of customer groups, and reads exported ones. */
public final class CustomerGroups {
    private CustomerGroups() {}

    /** Makes {@code target}, a package to import, of a CSV file in UTF-8. */
    public static void pack(Path csv, Path target) throws IOException {
        // tag::write[]
        DataPackageWriter.of("Customer groups import")
                .entity(
                        PackageEntity.of("Customer groups", SourceFormat.CSV_UNICODE)
                                .fields("CUSTOMERGROUPID", "DESCRIPTION"),
                        DataSource.toCsvUnicode(DataSource.ofFile(csv)))
                .writeTo(target);
        // end::write[]
    }

    /** Makes {@code target} after the model of an exported package, with other data. */
    public static void repack(Path exported, Path csv, Path target) throws IOException {
        // tag::template[]
        try (DataPackageReader template = DataPackageReader.open(exported)) {
            DataPackageWriter.from(template)
                    .data("Customer groups", DataSource.toCsvUnicode(DataSource.ofFile(csv)))
                    .writeTo(target);
        }
        // end::template[]
    }

    /** Reads the ids of the groups in an exported package. */
    public static List<String> ids(Path exported) throws IOException {
        List<String> ids = new ArrayList<>();
        // tag::read[]
        try (DataPackageReader reader = DataPackageReader.open(exported)) {
            for (PackageEntity entity : reader.manifest().entities()) {
                try (DataRows rows = reader.rows(entity)) {
                    while (rows.hasNext()) {
                        DataRow row = rows.next();
                        ids.add(row.text("CUSTOMERGROUPID").orElseThrow());
                    }
                }
            }
        }
        // end::read[]
        return ids;
    }
}
