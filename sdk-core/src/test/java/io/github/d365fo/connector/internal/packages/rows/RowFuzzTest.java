package io.github.d365fo.connector.internal.packages.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.d365fo.connector.internal.packages.check.DataFileKind;
import io.github.d365fo.connector.internal.packages.check.DeclaredFile;
import io.github.d365fo.connector.packages.CsvOptions;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.DataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes: rows are read, or refused with a {@link DataPackageException}, within a small heap. In an ordinary
 * test run only the seeds are tried.
 */
class RowFuzzTest {
    private static final int MAX_ROW_SIZE = 1 << 16;

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of((Object) "A,B\r\n1,\"2\"\"\r\n\"\r\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of((Object) "\uFEFFA;B\n1;2\n".getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of((Object)
                        "<Document><R><A>1</A><B/></R><R A='1'/></Document>".getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("texts")
    @FuzzTest
    void csv(byte[] bytes) throws IOException {
        DeclaredFile file = new DeclaredFile("f", "CSV", DataFileKind.CSV);
        drain(() -> CsvRowReader.open(file, new ByteArrayInputStream(bytes), CsvOptions.ofDefaults(), MAX_ROW_SIZE));
        try (InputStream in = DataSource.toCsvUnicode(DataSource.ofBytes(bytes)).open()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (CharacterCodingException expected) {
            assertThat(bytes).isNotEmpty();
        }
    }

    @MethodSource("texts")
    @FuzzTest
    void xml(byte[] bytes) throws IOException {
        DeclaredFile file = new DeclaredFile("f", "XML-Element", DataFileKind.XML);
        drain(() -> XmlRowReader.open(file, new ByteArrayInputStream(bytes), MAX_ROW_SIZE));
    }

    private static void drain(Opener opener) throws IOException {
        try (RowReader rows = opener.open()) {
            for (Optional<Row> row = rows.read(); row.isPresent(); row = rows.read()) {
                assertThat(row.get().number()).isPositive();
            }
        } catch (DataPackageException expected) {
            assertThat(expected.problem()).isNotNull();
        }
    }

    @FunctionalInterface
    private interface Opener {
        RowReader open() throws IOException;
    }
}
