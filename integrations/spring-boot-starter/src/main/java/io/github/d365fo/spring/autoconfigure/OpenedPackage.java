package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.PackageProblem;
import io.github.d365fo.feed.Export;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A package while a listener method has it. What was opened of it ends with it. Used by one thread. */
final class OpenedPackage implements Closeable {
    private final Export export;
    private final @Nullable Connection connection;
    private final String entity;
    private @Nullable DataPackageReader reader;

    OpenedPackage(Export export, @Nullable Connection connection, String entity) {
        this.export = export;
        this.connection = connection;
        this.entity = entity;
    }

    /**
     * Returns the argument for {@code parameter}.
     *
     * @throws DataPackageException if it is of a package that can't be read
     */
    @Nullable
    Object argument(Parameter parameter) throws IOException {
        return switch (parameter) {
            case EXPORT -> export;
            case READER -> reader();
            case ROWS -> rows();
            case CONNECTION -> connection;
        };
    }

    private DataPackageReader reader() throws IOException {
        if (reader == null) {
            reader = DataPackageReader.open(export.file());
        }
        return reader;
    }

    private DataRows rows() throws IOException {
        List<PackageEntity> entities = reader().manifest().entities();
        List<PackageEntity> matching = entity.isEmpty()
                ? entities
                : entities.stream()
                        .filter(each -> each.name().equalsIgnoreCase(entity))
                        .toList();
        if (matching.size() != 1) {
            throw new DataPackageException(
                    PackageProblem.MISSING_FILE,
                    "expected "
                            + (entity.isEmpty() ? "one entity, since the listener names none" : "the entity " + entity)
                            + ", but the package has "
                            + entities.stream().map(PackageEntity::name).toList());
        }
        return reader().rows(matching.get(0));
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
