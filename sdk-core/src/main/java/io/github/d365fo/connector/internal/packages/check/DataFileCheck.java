package io.github.d365fo.connector.internal.packages.check;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Checks a data file while it is copied, for what F&O would accept and then import wrongly or not at all. The receiver
 * of the findings decides whether they are errors. Not thread-safe.
 */
public abstract class DataFileCheck {
    private static final int BLOCK = 64 << 10;

    /** Receives the findings of a check: errors, or warnings if the user asked for those. */
    @FunctionalInterface
    public interface Findings {
        void report(PackageProblem problem, String message) throws DataPackageException;
    }

    private static final DataFileCheck NONE = new DataFileCheck() {
        @Override
        void accept(byte[] bytes, int length) {}

        @Override
        void end() {}
    };

    public static DataFileCheck none() {
        return NONE;
    }

    /** Returns the check of {@code file}. */
    public static DataFileCheck of(DeclaredFile file, Findings findings) {
        Findings named = (problem, message) -> findings.report(problem, file.title() + ": " + message);
        return switch (file.kind()) {
            case CSV -> new StartCheck(file, new CsvCheck(false, named), findings);
            case CSV_UNICODE -> new StartCheck(file, new CsvCheck(true, named), findings);
            case XML, EXCEL -> new StartCheck(file, new EmptyCheck(named), findings);
            case UNKNOWN -> none();
        };
    }

    /** Takes the next {@code length} bytes. */
    abstract void accept(byte[] bytes, int length) throws DataPackageException;

    /** Notes the end of the bytes. */
    abstract void end() throws DataPackageException;

    /** Copies {@code in} to {@code out} and checks it on the way. */
    public final void copy(InputStream in, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            accept(block, count);
            out.write(block, 0, count);
        }
        end();
    }
}
