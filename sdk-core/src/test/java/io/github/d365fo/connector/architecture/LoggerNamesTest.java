package io.github.d365fo.connector.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Users set the levels of loggers by name, so a name is a promise: the guide lists all of them and no other. The testkit
 * has the same test of its own.
 */
class LoggerNamesTest {
    private static final Pattern LOGGER = Pattern.compile("getLogger\\(\\s*([^)]*?)\\s*\\)");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(io\\.github\\.d365fo\\.(?:connector|auth)[^`]*)` \\|");
    private static final List<Path> SOURCES =
            List.of(Path.of("src", "main", "java"), Path.of("..", "sdk-auth", "src", "main", "java"));

    @Test
    void theGuideListsEachLogger() throws IOException {
        assertThat(loggers()).isNotEmpty().isEqualTo(all(ROW, Files.readString(Path.of("..", "docs", "errors.md"))));
    }

    @ParameterizedTest
    @MethodSource("loggers")
    void loggerHasThePublicNameOfAPackageOrType(String name) {
        Path path = Path.of(name.replace('.', '/'));
        assertThat(name).doesNotContain(".internal");
        assertThat(SOURCES)
                .as("a package or a type called %s", name)
                .anyMatch(sources -> Files.isDirectory(sources.resolve(path)) || isPublicType(sources, path));
    }

    private static boolean isPublicType(Path sources, Path name) {
        Path file = sources.resolve(name + ".java");
        try {
            return Files.exists(file)
                    && Pattern.compile("(?m)^public .*\\b(class|interface) ")
                            .matcher(Files.readString(file))
                            .find();
        } catch (IOException e) {
            throw new AssertionError(file + " can't be read", e);
        }
    }

    private static Set<String> loggers() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path sources : SOURCES) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (String name : all(LOGGER, Files.readString(file))) {
                        assertThat(name).as("the logger of %s", file).matches("\"io[.\\w]+\"");
                        found.add(name.replace("\"", ""));
                    }
                }
            }
        }
        return found;
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
