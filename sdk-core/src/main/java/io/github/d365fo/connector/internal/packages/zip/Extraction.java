package io.github.d365fo.connector.internal.packages.zip;

import io.github.d365fo.connector.internal.files.Claim;
import io.github.d365fo.connector.packages.DataPackageException;
import io.github.d365fo.connector.packages.PackageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Unpacks a package into an empty directory, completely or not at all, and never outside it. Each file is noted before
 * it is created, so that the next extraction can delete what a killed one left. Not thread-safe.
 */
public final class Extraction {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.packages");

    private final Archive archive;
    private final Path root;
    private final Claim claim;
    private final List<String> made = new ArrayList<>();

    private Extraction(Archive archive, Path root, Claim claim) {
        this.archive = archive;
        this.root = root;
        this.claim = claim;
    }

    public static void run(Archive archive, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path root = directory.toRealPath();
        try (Claim claim = Claim.ofDirectory(root, notes -> delete(root, notes))) {
            refuseContent(root, claim);
            new Extraction(archive, root, claim).run();
        }
    }

    private void run() throws IOException {
        boolean whole = false;
        try {
            for (ArchiveEntry file : archive.files()) {
                extract(file);
            }
            whole = true;
        } finally {
            if (!whole) {
                undo();
            }
        }
    }

    private void extract(ArchiveEntry file) throws IOException {
        Path target = root.resolve(file.name()).normalize();
        if (!target.startsWith(root)) {
            throw new DataPackageException(
                    PackageProblem.UNSAFE_NAME,
                    "the name " + EntryNames.quote(file.name()) + " leads out of the package");
        }
        makeFolders(target);
        claim.note(name(target));
        try (InputStream in = archive.open(file);
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            made.add(name(target));
            in.transferTo(out);
        }
    }

    /** Creates folders one by one, so that a link that somebody puts in the way is not followed. */
    private void makeFolders(Path target) throws IOException {
        Path folder = root;
        for (Path segment : root.relativize(target.getParent())) {
            folder = folder.resolve(segment);
            if (!folder.equals(root) && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                claim.note(name(folder));
                Files.createDirectory(folder);
                made.add(name(folder));
            }
        }
    }

    private String name(Path path) {
        return root.relativize(path).toString();
    }

    private void undo() {
        try {
            delete(root, made);
        } catch (IOException e) {
            claim.leave();
            LOG.log(System.Logger.Level.WARNING, "could not delete the unpacked files of a package: " + root, e);
        }
    }

    /** Deletes the named files, and the folders if nothing else is in them. */
    private static void delete(Path root, List<String> names) throws IOException {
        List<String> lastFirst = new ArrayList<>(names);
        Collections.reverse(lastFirst);
        IOException failure = null;
        for (String name : lastFirst) {
            try {
                delete(root, root.resolve(name).normalize());
            } catch (DirectoryNotEmptyException e) {
                LOG.log(System.Logger.Level.DEBUG, "a folder of an unpacked package contains other files", e);
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static void delete(Path root, Path path) throws IOException {
        if (isInside(root, path) && !Files.isSymbolicLink(path)) {
            Files.deleteIfExists(path);
        }
    }

    /** Returns whether {@code path} is below {@code root} without passing a link. */
    private static boolean isInside(Path root, Path path) throws IOException {
        Path parent = path.getParent();
        return parent != null
                && parent.startsWith(root)
                && Files.isDirectory(parent)
                && parent.toRealPath().equals(parent);
    }

    private static void refuseContent(Path directory, Claim claim) throws IOException {
        try (Stream<Path> content = Files.list(directory)) {
            if (content.anyMatch(path -> !claim.isAt(path))) {
                throw new DirectoryNotEmptyException(directory.toString());
            }
        }
    }
}
