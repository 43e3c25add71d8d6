package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.feed.internal.files.Durable;
import io.github.d365fo.feed.internal.files.Presence;
import io.github.d365fo.feed.internal.imports.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where packages go that no attempt could handle: each a directory with the package, the record of its message, the last
 * failure and a summary of the package. A directory appears in one step, and under a name that follows from the message,
 * so that giving a package up twice makes one. Thread-safe for different messages.
 */
final class Quarantine {
    static final String PACKAGE = "package.zip";
    private static final String RECORD = "message.properties";
    private static final String FAILURE = "failure.txt";
    private static final String SUMMARY = "manifest.txt";
    private static final int SHORT = 8;

    private final Path directory;
    private final UnaryOperator<Throwable> clean;

    /**
     * Creates the quarantine in {@code directory}.
     *
     * @param clean takes the secrets out of a failure
     */
    Quarantine(Path directory, UnaryOperator<Throwable> clean) {
        this.directory = directory;
        this.clean = clean;
    }

    /** Returns where the package of a message goes. */
    Path place(StoredPackage stored) {
        String readable = stored.names().correlationId().replaceAll("[^A-Za-z0-9-]", "_");
        return directory.resolve(readable + "-"
                + stored.entry().substring(0, Math.min(SHORT, stored.entry().length())));
    }

    /**
     * Copies a package into quarantine. If it is there, it stays as it is.
     *
     * @return its directory
     * @throws IOException if the quarantine can't be written; then there is nothing new in it
     */
    Path add(StoredPackage stored, Path file, Optional<Throwable> failure, int attempts) throws IOException {
        Path place = place(stored);
        if (Presence.isThere(place)) {
            // A process may have ended before it forced the name, and the copy in the spool goes next.
            Durable.forceDirectory(directory);
            return place;
        }
        Durable.createPrivateDirectories(directory);
        Path making = directory.resolve("." + place.getFileName());
        try {
            delete(making);
            make(making, stored, file, words(failure, attempts));
            Files.move(making, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(making, e);
            throw e;
        }
        Durable.forceDirectory(directory);
        return place;
    }

    private static void make(Path making, StoredPackage stored, Path file, byte[] words) throws IOException {
        Files.createDirectory(making);
        if (Presence.isThere(file)) {
            Files.copy(file, making.resolve(PACKAGE));
            Durable.force(making.resolve(PACKAGE));
        }
        Durable.write(making.resolve(RECORD), stored.toBytes());
        Durable.write(making.resolve(FAILURE), words);
        Durable.write(making.resolve(SUMMARY), summary(making.resolve(PACKAGE)));
        Durable.forceDirectory(making);
    }

    /** What is there of a package that can't be given up now would be in the way on a full disk. */
    private static void discard(Path making, IOException failure) {
        try {
            delete(making);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private byte[] words(Optional<Throwable> failure, int attempts) {
        StringWriter text = new StringWriter();
        try (PrintWriter lines = new PrintWriter(text)) {
            lines.println("Given up after " + attempts + " attempts.");
            failure.map(clean)
                    .ifPresentOrElse(
                            each -> lines.print(trace(each)),
                            () -> lines.println("The process ended during the last one, so its failure is not known."));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("PMD.AvoidCatchingThrowable") // the methods of a failure are its author's
    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        try (PrintWriter lines = new PrintWriter(trace)) {
            failure.printStackTrace(lines);
        } catch (Throwable e) {
            return Printable.text(failure) + System.lineSeparator();
        }
        return trace.toString();
    }

    private static byte[] summary(Path file) {
        StringBuilder text = new StringBuilder();
        try (DataPackageReader reader = DataPackageReader.open(file)) {
            for (PackageEntity entity : reader.manifest().entities()) {
                text.append(entity).append('\n');
            }
        } catch (IOException | RuntimeException e) {
            text.append("The package can't be read: ").append(e).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns what is known of a package in quarantine.
     *
     * @throws IllegalArgumentException if there is none in {@code place}
     * @throws IOException if it can't be read
     */
    static StoredPackage read(Path place) throws IOException {
        Path record = place.resolve(RECORD);
        if (!Files.isRegularFile(record) || !Files.isRegularFile(place.resolve(PACKAGE))) {
            throw new IllegalArgumentException(
                    "place: expected a directory of the quarantine, with " + RECORD + " and " + PACKAGE + ": " + place);
        }
        try {
            return StoredPackage.parse(Files.readAllBytes(record));
        } catch (IllegalArgumentException e) {
            throw damaged(record, e);
        }
    }

    private static IOException damaged(Path record, IllegalArgumentException reason) {
        IOException damaged = new FileSystemException(record.toString(), null, "it is damaged: " + reason.getMessage());
        damaged.initCause(reason);
        return damaged;
    }

    /** Takes a package out of quarantine for good. */
    static void remove(Path place) throws IOException {
        Path leaving = place.resolveSibling("." + place.getFileName() + ".done");
        Files.move(place, leaving, StandardCopyOption.ATOMIC_MOVE);
        delete(leaving);
    }

    private static void delete(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
