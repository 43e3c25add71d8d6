package io.github.d365fo.connector.packages;

import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Looks at a data file while it is copied, and reports what F&O would swallow. Not thread-safe. */
abstract class DataFileCheck {
    private static final int BLOCK = 64 << 10;

    /** Takes what a check finds: an error, or a warning if the user asked for those. */
    @FunctionalInterface
    interface Findings {
        void report(PackageProblem problem, String message) throws DataPackageException;
    }

    private static final DataFileCheck NONE = new DataFileCheck() {
        @Override
        void accept(byte[] bytes, int length) {}

        @Override
        void end() {}
    };

    static DataFileCheck none() {
        return NONE;
    }

    /** Returns the check for files of {@code format}; what it finds is about {@code file}. */
    static DataFileCheck of(SourceFormat format, String file, Findings findings) {
        Findings named = (problem, message) ->
                findings.report(problem, "the data file " + EntryNames.show(file) + ": " + message);
        return switch (format.kind()) {
            case CSV -> new ContentCheck(format, file, new CsvCheck(false, named), findings);
            case CSV_UNICODE -> new ContentCheck(format, file, new CsvCheck(true, named), findings);
            case XML, EXCEL -> new ContentCheck(format, file, new EmptyCheck(named), findings);
            case UNKNOWN -> none();
        };
    }

    /** Takes the next {@code length} bytes. */
    abstract void accept(byte[] bytes, int length) throws DataPackageException;

    /** Takes note that no more bytes come. */
    abstract void end() throws DataPackageException;

    /** Copies {@code in} to {@code out}, looking at it on the way. */
    final void copy(InputStream in, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            accept(block, count);
            out.write(block, 0, count);
        }
        end();
    }
}
