package io.github.d365fo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Users set the levels of loggers by name, so a name is a promise: the guide lists all of them and no other. */
class LoggerNamesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern LOGGER = Pattern.compile("getLogger\\(\\s*([^)]*?)\\s*\\)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(io\\.github\\.d365fo\\.testkit[^`]*)` \\|");

    @Test
    void theGuideListsEachLogger() throws IOException {
        assertThat(loggers()).isNotEmpty().isEqualTo(all(ROW, Files.readString(Path.of("..", "docs", "errors.md"))));
    }

    @ParameterizedTest
    @MethodSource("loggers")
    void loggerHasTheNameOfAPublicPackage(String name) {
        assertThat(name).doesNotContain(".internal");
        assertThat(SOURCES.resolve(name.replace('.', '/'))).isDirectory();
    }

    private static Set<String> loggers() throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String name : all(LOGGER, Files.readString(file))) {
                    assertThat(name).as("the logger of %s", file).matches("\"io[.\\w]+\"");
                    found.add(name.replace("\"", ""));
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
