package io.github.d365fo.testkit.internal.datamanagement;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A package with an attachment that can't be compressed, to make it large. */
final class PaddedPackage {
    private PaddedPackage() {}

    static byte[] of(byte[] zip, byte[] attachment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes);
                ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
            }
            out.putNextEntry(new ZipEntry("Resources/" + SamplePackage.ENTITY + "/picture.bin"));
            out.write(attachment);
        }
        return bytes.toByteArray();
    }
}
