package io.github.d365fo.feed.internal.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log in a directory of its own, with records to write. */
@Timeout(120)
abstract class ForcedLogRig {
    static final List<String> FIRST = List.of("a", "1");
    static final List<String> SECOND = List.of("b", "2", "");
    static final List<String> THIRD = List.of("c\u20ac", "3");

    @TempDir
    Path directory;

    Path file() {
        return directory.resolve("records.log");
    }

    List<List<String>> read() throws IOException {
        return read(file());
    }

    static List<List<String>> read(Path file) throws IOException {
        List<List<String>> records = new ArrayList<>();
        ForcedLog.open(file, records::add).close();
        return records;
    }

    ForcedLog open() throws IOException {
        return ForcedLog.open(file(), record -> {});
    }

    @SafeVarargs
    final void write(List<String>... records) throws IOException {
        try (ForcedLog log = open()) {
            for (List<String> record : records) {
                log.append(record);
            }
        }
    }
}
