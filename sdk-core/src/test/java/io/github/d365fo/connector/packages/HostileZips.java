package io.github.d365fo.connector.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/** Opens zips made to do harm, and sees that nothing of those that are refused lands anywhere. */
abstract class HostileZips {
    static final byte[] SOME = "some content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    static DataPackageReader open(RawZip zip) throws IOException {
        return DataPackageReader.open(new ByteArrayInputStream(zip.bytes()));
    }

    DataPackageException refused(RawZip zip, PackageProblem problem) {
        return refused(zip.bytes(), PackageLimits.ofDefaults(), problem);
    }

    DataPackageException refused(byte[] bytes, PackageLimits limits, PackageProblem problem) {
        DataPackageException refusal = catchThrowableOfType(
                DataPackageException.class, () -> DataPackageReader.open(new ByteArrayInputStream(bytes), limits));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(directory).isEmptyDirectory();
        return refusal;
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
