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
 * The files of a kept state, and which those are: a content's name is a number and what a secret key of the state makes
 * of it, so that no file that somebody else put beside them has such a name. Not thread-safe.
 */
final class StateFiles {
    private static final Pattern CONTENT = Pattern.compile("(\\d{1,18})-[0-9a-f]{32}");

    private final Path directory;
    private String key = "";

    StateFiles(Path directory) {
        this.directory = directory;
    }

    /** Sets what makes names. */
    void key(String newKey) {
        key = newKey;
    }

    String key() {
        return key;
    }

    Path state() {
        return directory.resolve("state.json");
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

    /** Returns the number of a name that this state made, or -1. */
    long number(String name) {
        Matcher matcher = CONTENT.matcher(name);
        long number = matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
        return number >= 0 && name(number).equals(name) ? number : -1;
    }

    private String mark(String text) {
        byte[] bytes = (key + " " + text).getBytes(StandardCharsets.UTF_8);
        return Checksum.of(bytes).sha256().substring(0, 32);
    }

    /** Returns whether contents of any state are there, be they whole or not. */
    boolean hasContents() throws IOException {
        return isThere(contents())
                && list(contents()).stream()
                        .map(file -> file.getFileName().toString())
                        .anyMatch(name -> CONTENT.matcher(withoutMark(name)).matches());
    }

    /** Deletes what a process left that was killed while it wrote; {@code used} are the contents that count. */
    void deleteLeftovers(Set<String> used) throws IOException {
        Files.deleteIfExists(part(state()));
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

    /** Writes what a file holds. */
    interface Writing {
        Checksum to(OutputStream out) throws IOException;
    }

    /** Writes a file that appears under its name when it is whole and on disk. */
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

    /** Returns the name under which a file is written; nobody can tell it from the name that it will have. */
    private String part(String name) {
        return name + "-" + mark(name) + ".part";
    }

    /** Throws unless what is there of the files with fixed names is what it should be. */
    void checkKinds() {
        checkKind(lock());
        checkKind(state());
        if (isThere(contents()) && !Files.isDirectory(contents(), LinkOption.NOFOLLOW_LINKS)) {
            throw damaged(contents(), "it is not a directory");
        }
    }

    /** Throws if a name leads to a directory, or over a link to somewhere else, or to what never ends. */
    void checkKind(Path file) {
        if (isThere(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw damaged(file, "it is not a regular file");
        }
    }

    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns what is to be thrown for a file that can't be used. */
    IllegalStateException damaged(Path file, String why) {
        return new IllegalStateException("state: " + file + " is damaged or belongs to another program: " + why
                + ". Restore it, or start with another directory");
    }
}
