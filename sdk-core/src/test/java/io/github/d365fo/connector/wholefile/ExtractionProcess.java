package io.github.d365fo.connector.wholefile;

import io.github.d365fo.connector.packages.DataPackageReader;
import java.io.IOException;
import java.nio.file.Path;

/** A process that unpacks packages. */
public final class ExtractionProcess {
    private ExtractionProcess() {}

    /** Takes a package and the directory. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("READY");
        try (DataPackageReader reader = DataPackageReader.open(Path.of(arguments[0]))) {
            reader.extractTo(Path.of(arguments[1]));
        }
    }
}
