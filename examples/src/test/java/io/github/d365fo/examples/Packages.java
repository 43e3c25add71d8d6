package io.github.d365fo.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Whole packages to be published, each of its own content. */
final class Packages {
    private Packages() {}

    static byte[] zip(int number) {
        byte[] noise = new byte[20_000 + 1_000 * number];
        new Random(number).nextBytes(noise);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            ZipEntry entry = new ZipEntry("Customers.csv");
            entry.setTimeLocal(LocalDateTime.of(2026, 1, 5, 8, 0));
            zip.putNextEntry(entry);
            zip.write(noise);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
