package io.github.d365fo.connector.architecture;

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

/** Users set the levels of loggers by name, so a name is a promise: the guide lists all of them and no other. */
class LoggerNamesTest {
    private static final Pattern LOGGER = Pattern.compile("getLogger\\(\\s*([^)]*?)\\s*\\)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(io\\.github\\.d365fo[^`]*)` \\|");

    @Test
    void theGuideListsEachLogger() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String module : Set.of("sdk-core", "sdk-auth")) {
            used.addAll(loggers(Path.of("..", module, "src", "main", "java")));
        }
        assertThat(used).isNotEmpty().isEqualTo(all(ROW, Files.readString(Path.of("..", "docs", "errors.md"))));
    }

    private static Set<String> loggers(Path sources) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String name : all(LOGGER, Files.readString(file))) {
                    assertThat(name)
                            .as("the logger of %s", file)
                            .matches("\"io[.\\w]+\"")
                            .doesNotContain(".internal");
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
