package io.github.d365fo.feed.internal.imports;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which names mean a file that is not whole, and which name a file gets where another has its own. */
final class FileNames {
    private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".filepart");

    /** The longest name that common file systems allow, in bytes of UTF-8; some count otherwise and allow no less. */
    private static final int LONGEST = 255;

    private static final int MARK_BYTES = 5;
    private static final Pattern PLAIN_ENDING = Pattern.compile("\\.[A-Za-z0-9]{1,16}");
    private static final Pattern UNSPELLABLE = Pattern.compile("[^/A-Za-z0-9._-]");

    private FileNames() {}

    /** Returns whether files of that name are left alone: hidden ones, and those that are still being written. */
    static boolean isIgnored(Path file) {
        String name = last(file);
        String lower = name.toLowerCase(Locale.ROOT);
        return name.startsWith(".") || UNFINISHED.stream().anyMatch(lower::endsWith);
    }

    /** Returns {@code file} as seen from {@code directory}, its parts between slashes on every system. */
    static String within(Path directory, Path file) {
        StringJoiner name = new StringJoiner("/");
        directory.relativize(file).forEach(part -> name.add(part.toString()));
        return name.toString();
    }

    /** Returns {@code name} if it is free, else the first that is with a number before its ending: {@code a-2.xml}. */
    static String free(String name, Predicate<String> taken) {
        String free = name;
        for (int number = 2; taken.test(free); number++) {
            free = numbered(name, number);
        }
        return free;
    }

    private static String numbered(String name, int number) {
        int start = name.lastIndexOf('/') + 1;
        String last = name.substring(start);
        String ending = ending(last);
        String stem = last.substring(0, last.length() - ending.length());
        return name.substring(0, start) + fitting("", stem, "-" + number + ending);
    }

    /** Returns the part of a name from its last dot on, or nothing if it has no other part or that is too long for one. */
    private static String ending(String last) {
        int dot = last.lastIndexOf('.');
        return dot > 0 && bytes(last.substring(dot)) < LONGEST / 2 ? last.substring(dot) : "";
    }

    /**
     * Returns {@code prefix + name + suffix}. If that is longer than a name may be, the end of {@code name} gives way to a
     * digest of it, so that names that begin alike stay apart.
     */
    static String fitting(String prefix, String name, String suffix) {
        if (bytes(prefix + name + suffix) <= LONGEST) {
            return prefix + name + suffix;
        }
        String end = "~" + digest(name) + suffix;
        int room = LONGEST - bytes(prefix + end);
        StringBuilder kept = new StringBuilder(prefix);
        for (int point : name.codePoints().toArray()) {
            room -= bytes(Character.toString(point));
            if (room < 0) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept.append(end).toString();
    }

    private static String digest(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, MARK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Returns a name that every file system takes, for a file whose own is refused: {@code id} and a plain ending. */
    static String plain(String id, String name) {
        String ending = ending(name.substring(name.lastIndexOf('/') + 1));
        return PLAIN_ENDING.matcher(ending).matches() ? id + ending : id;
    }

    /** Returns {@code name}, or what is left of it where {@code directory}'s file system can't spell it. */
    static String spellable(Path directory, String name) {
        try {
            directory.getFileSystem().getPath(name);
            return name;
        } catch (InvalidPathException e) {
            return UNSPELLABLE.matcher(name).replaceAll("_");
        }
    }

    private static String last(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
