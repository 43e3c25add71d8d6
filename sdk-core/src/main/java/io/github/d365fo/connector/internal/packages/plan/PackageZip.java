package io.github.d365fo.connector.internal.packages.plan;

import io.github.d365fo.connector.internal.packages.zip.EntryNames;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the files of a plan as a zip whose bytes depend only on theirs: entries have the plan's order and a fixed
 * time.
 */
public final class PackageZip {
    /** The earliest time a zip can store. A fixed time makes equal packages equal on any day. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int BUFFER = 64 << 10;

    private PackageZip() {}

    public static void write(List<PackagePlan.Part> parts, int level, OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
        Zip zip = new Zip(buffered, level);
        try {
            for (PackagePlan.Part part : parts) {
                add(zip, part);
            }
            zip.finish();
            buffered.flush();
        } finally {
            zip.release();
        }
    }

    private static void add(ZipOutputStream zip, PackagePlan.Part part) throws IOException {
        try (InputStream in = part.content().open()) {
            ZipEntry entry = new ZipEntry(part.name());
            entry.setTimeLocal(TIME);
            zip.putNextEntry(entry);
            part.check().copy(in, zip);
            zip.closeEntry();
        } catch (CharacterCodingException e) {
            // A converting source does not know the name of its file.
            throw new DataPackageException(
                    PackageProblem.WRONG_ENCODING,
                    "the data file " + EntryNames.quote(part.name()) + ": " + e.getMessage(),
                    e);
        }
    }

    /** A zip that can be abandoned: the JDK's releases its memory only when it writes the end record. */
    private static final class Zip extends ZipOutputStream {
        Zip(OutputStream out, int level) {
            super(out, StandardCharsets.UTF_8);
            setLevel(level);
        }

        void release() {
            def.end();
        }
    }
}
