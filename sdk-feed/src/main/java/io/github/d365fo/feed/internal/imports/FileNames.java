package io.github.d365fo.feed.internal.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Predicate;

/** Which names mean a file that is not whole, and which name a file gets where another has its own. */
final class FileNames {
    private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".filepart");

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
        int dot = name.lastIndexOf('.');
        boolean ending = dot > name.lastIndexOf('/') + 1;
        return ending ? name.substring(0, dot) + "-" + number + name.substring(dot) : name + "-" + number;
    }

    private static String last(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }
}
