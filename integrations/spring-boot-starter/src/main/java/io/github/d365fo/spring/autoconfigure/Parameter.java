package io.github.d365fo.spring.autoconfigure;

import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.feed.Export;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a listener method can have as a parameter. */
enum Parameter {
    EXPORT(Export.class),
    READER(DataPackageReader.class),
    ROWS(DataRows.class),
    CONNECTION(Connection.class);

    private final Class<?> type;

    Parameter(Class<?> type) {
        this.type = type;
    }

    /** Returns the one of {@code type}. */
    static Optional<Parameter> of(Class<?> type) {
        return Arrays.stream(values()).filter(each -> each.type == type).findFirst();
    }

    /** Returns the names of all types. */
    static String names() {
        return Arrays.stream(values()).map(each -> each.type.getSimpleName()).collect(Collectors.joining(", "));
    }
}
