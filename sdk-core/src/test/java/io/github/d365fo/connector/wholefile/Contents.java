package io.github.d365fo.connector.wholefile;

import io.github.d365fo.connector.packages.DataPackageWriter;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.SourceFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files by number, each of its own length and content, the same in every process. */
final class Contents {
    private Contents() {}

    /** Returns what is downloaded as file {@code number}. */
    static byte[] zip(int number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            ZipEntry entry = new ZipEntry("Customers.bin");
            entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            zip.write(noise(number));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a package to be written whose data file is that of {@code number}. */
    static DataPackageWriter writer(int number, DataSource data) {
        return DataPackageWriter.of("Package " + number)
                .entity(PackageEntity.of("Customers", SourceFormat.of("BIN")).fields("A"), data);
    }

    static byte[] written(int number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer(number, DataSource.ofBytes(noise(number))).writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] noise(int number) {
        byte[] noise = new byte[30_000 + number * 7919 % 40_000];
        new Random(number).nextBytes(noise);
        return noise;
    }

    static String sha256(Path file) throws IOException {
        return sha256(Files.readAllBytes(file));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
