package io.github.d365fo.testkit.internal.state;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a stored state. A content's name is a number and its hash with a secret key of the state, so that no
 * foreign file in the directory has such a name. Not thread-safe.
 */
final class StateFiles {
    private static final Pattern CONTENT = Pattern.compile("(\\d{1,18})-[0-9a-f]{32}");

    private final Path directory;
    private String key = "";

    StateFiles(Path directory) {
        this.directory = directory;
    }

    /** Sets the key for names. */
    void key(String newKey) {
        key = newKey;
    }

    String key() {
        return key;
    }

    Path state() {
        return directory.resolve("state.json");
    }

    Path changes() {
        return directory.resolve("changes.log");
    }

    Path lock() {
        return directory.resolve("lock");
    }

    Path contents() {
        return directory.resolve("contents");
    }

    Path content(String name) {
        return contents().resolve(name);
    }

    String name(long number) {
        return number + "-" + mark(String.valueOf(number));
    }

    /** Returns the number in a name of this state, or -1. */
    long number(String name) {
        Matcher matcher = CONTENT.matcher(name);
        long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
        return number >= 0 && name(number).equals(name) ? number : -1;
    }

    private String mark(String text) {
        byte[] bytes = (key + " " + text).getBytes(StandardCharsets.UTF_8);
        return Checksum.of(bytes).sha256().substring(0, 32);
    }

    /** Returns whether there are contents of any state, complete or not. */
    boolean hasContents() throws IOException {
        return isThere(contents())
                && list(contents()).stream()
                        .map(file -> file.getFileName().toString())
                        .anyMatch(name -> CONTENT.matcher(withoutMark(name)).matches());
    }

    /** Deletes what a process left that was killed while writing; {@code used} are the contents to keep. */
    void deleteLeftovers(Set<String> used) throws IOException {
        Files.deleteIfExists(part(state()));
        Files.deleteIfExists(part(changes()));
        for (Path file : list(contents())) {
            String name = file.getFileName().toString();
            String whole = withoutMark(name);
            boolean own = number(whole) >= 0 && (name.equals(whole) || name.equals(part(whole)));
            if (own && !used.contains(name)) {
                Files.delete(file);
            }
        }
    }

    private static String withoutMark(String name) {
        return name.replaceFirst("-[0-9a-f]{32}\\.part$", "");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.toList();
        }
    }

    /** Writes the content of a file. */
    interface Writing {
        Checksum to(OutputStream out) throws IOException;
    }

    /** Writes a file that appears under its name only when it is complete and on disk. */
    Checksum write(Path file, Writing writing) throws IOException {
        Path part = part(file);
        FileChannel channel = FileChannel.open(
                part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file(part));
        boolean done = false;
        try {
            Checksum written = fill(channel, writing);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
            return written;
        } finally {
            if (!done) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static Checksum fill(FileChannel channel, Writing writing) throws IOException {
        try (channel;
                OutputStream out = Channels.newOutputStream(channel)) {
            Checksum written = writing.to(out);
            channel.force(true);
            return written;
        }
    }

    private Path part(Path file) {
        return file.resolveSibling(part(file.getFileName().toString()));
    }

    /** Returns a temporary name for a file; nobody can derive it from the final name. */
    private String part(String name) {
        return name + "-" + mark(name) + ".part";
    }

    /** Throws unless the existing files with fixed names are of the expected kind. */
    void checkKinds() {
        checkKind(lock());
        checkKind(state());
        checkKind(changes());
        if (isThere(contents()) && !Files.isDirectory(contents(), LinkOption.NOFOLLOW_LINKS)) {
            throw damaged(contents(), "it is not a directory");
        }
    }

    /** Throws unless a file is a regular file: not a directory, a link or a device. */
    void checkKind(Path file) {
        if (isThere(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw damaged(file, "it is not a regular file");
        }
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the exception for a file that can't be used. */
    IllegalStateException damaged(Path file, String why) {
        return new IllegalStateException("state: " + file + " is damaged or belongs to another program: " + why
                + ". Restore it, or start with another directory");
    }
}
