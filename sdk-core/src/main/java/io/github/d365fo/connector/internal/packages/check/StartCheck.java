package io.github.d365fo.connector.internal.packages.check;

import io.github.d365fo.connector.packages.DataPackageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Checks that the beginning of a data file matches its format, and passes all bytes on to a further check unless it is
 * a different kind of file. Not thread-safe.
 */
final class StartCheck extends DataFileCheck {
    private final DeclaredFile file;
    private final Findings findings;
    private final ByteBuffer start = ByteBuffer.allocate(SniffedFile.LENGTH);
    private DataFileCheck further;
    private boolean judged;

    StartCheck(DeclaredFile file, DataFileCheck further, Findings findings) {
        this.file = file;
        this.further = further;
        this.findings = findings;
    }

    @Override
    void accept(byte[] bytes, int length) throws DataPackageException {
        if (judged) {
            further.accept(bytes, length);
            return;
        }
        int begun = Math.min(length, start.remaining());
        start.put(bytes, 0, begun);
        if (!start.hasRemaining()) {
            judge();
            further.accept(Arrays.copyOfRange(bytes, begun, length), length - begun);
        }
    }

    @Override
    void end() throws DataPackageException {
        if (!judged) {
            judge();
        }
        further.end();
    }

    private void judge() throws DataPackageException {
        judged = true;
        byte[] begun = Arrays.copyOf(start.array(), start.position());
        Optional<DataPackageException> contradiction = file.contradiction(SniffedFile.of(begun));
        if (contradiction.isPresent()) {
            // A different kind of file needs no further check.
            further = none();
            findings.report(
                    contradiction.get().problem(),
                    String.valueOf(contradiction.get().getMessage()));
        }
        further.accept(begun, begun.length);
    }
}
