package io.github.d365fo.connector.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** Unpacks a package into a directory of its own, whole or not at all. Not thread-safe. */
final class Extraction {
    private final DataPackageReader reader;
    private final Path root;
    private final Deque<Path> made = new ArrayDeque<>();

    private Extraction(DataPackageReader reader, Path root) {
        this.reader = reader;
        this.root = root;
    }

    static void run(DataPackageReader reader, Path directory) throws IOException {
        Files.createDirectories(directory);
        refuseContent(directory);
        Extraction extraction = new Extraction(reader, directory.toRealPath());
        try {
            for (PackageFile file : reader.files()) {
                extraction.extract(file);
            }
        } catch (IOException | RuntimeException e) {
            extraction.undo(e);
            throw e;
        }
    }

    private void extract(PackageFile file) throws IOException {
        Path target = root.resolve(file.name()).normalize();
        if (!target.startsWith(root)) {
            throw new DataPackageException(
                    PackageProblem.UNSAFE_NAME,
                    "the name " + EntryNames.show(file.name()) + " leads out of the package");
        }
        makeFolders(target);
        try (InputStream in = reader.open(file);
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            made.push(target);
            in.transferTo(out);
        }
    }

    /** Makes each folder by itself, so that a link that somebody puts in the way meanwhile is not followed. */
    private void makeFolders(Path target) throws IOException {
        Path folder = root;
        for (Path segment : root.relativize(target.getParent())) {
            folder = folder.resolve(segment);
            if (!folder.equals(root) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(folder);
                made.push(folder);
            }
        }
    }

    private void undo(Exception reason) {
        for (Path path : made) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private static void refuseContent(Path directory) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            if (content.findAny().isPresent()) {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
    }
}
