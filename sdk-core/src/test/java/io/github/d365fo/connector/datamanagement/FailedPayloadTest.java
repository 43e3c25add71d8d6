package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.IntegrityException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several threads read the blocks of one payload: its first failure is the one that is reported, and the last read. */
@Timeout(60)
class FailedPayloadTest {
    private static final int TIMES = 100;

    @ParameterizedTest
    @EnumSource
    void itIsNotReadAgain(FaceUnderTest face) throws Exception {
        for (int time = 0; time < TIMES; time++) {
            AtomicInteger reads = new AtomicInteger();
            try (DataRig rig = new DataRig(face, DataRig.writeUrl())) {
                IntegrityException failure = catchThrowableOfType(
                        IntegrityException.class,
                        () -> rig.data
                                .newImport(Payload.ofStream(() -> new Failing(reads)), ImportRequest.of("Groups"))
                                .await(DataRig.HOUR));
                assertThat(failure).hasMessageContaining("this is read 1 of the disk");
                assertThat(reads).hasValue(1);
            }
        }
    }

    private static final class Failing extends InputStream {
        private final AtomicInteger reads;

        Failing(AtomicInteger reads) {
            this.reads = reads;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("this is read " + reads.incrementAndGet() + " of the disk");
        }
    }
}
