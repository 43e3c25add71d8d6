package io.github.d365fo.connector.internal.packages.zip;

import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a package from a stream to a file, up to a limit. */
public final class Spool {
    private static final int BLOCK = 64 << 10;

    private Spool() {}

    public static void copy(InputStream in, Path target, long limit) throws IOException {
        byte[] block = new byte[BLOCK];
        long total = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                total += count;
                if (total > limit) {
                    throw new DataPackageException(
                            PackageProblem.LIMIT_EXCEEDED, "the package has more than " + limit + " bytes");
                }
                out.write(block, 0, count);
            }
        }
    }
}
