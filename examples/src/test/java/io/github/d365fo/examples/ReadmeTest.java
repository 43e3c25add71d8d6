package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java of the README and of the guide is what is compiled here. */
class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile(
            "<!-- snippet: ((?:spring-boot-app/)?)(main|test)/([\\w/]+\\.java)#(\\w+) -->\\n```java\\n(.*?)```\\n",
            Pattern.DOTALL);

    @ParameterizedTest
    @MethodSource("documents")
    void everySnippetStandsInCompiledCode(Path document) throws IOException {
        String readme = Files.readString(document);
        Matcher snippets = SNIPPET.matcher(readme);
        int count = 0;
        while (snippets.find()) {
            count++;
            assertThat(snippets.group(5)).isEqualTo(region(Files.readString(source(snippets)), snippets.group(4)));
        }
        assertThat(count).isEqualTo(readme.split("```java", -1).length - 1);
    }

    /** Files of this module are named by their package, those of an application by their path. */
    private static Path source(MatchResult snippet) {
        Path sources = Path.of(snippet.group(1), "src", snippet.group(2), "java");
        return snippet.group(1).isEmpty()
                ? sources.resolve("io/github/d365fo/examples").resolve(snippet.group(3))
                : sources.resolve(snippet.group(3));
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> guides = Files.list(Path.of("..", "docs"))) {
            List<Path> texts =
                    guides.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(Stream.of(Path.of("..", "README.md")), texts.stream());
        }
    }

    private static String region(String source, String name) {
        Matcher region = Pattern.compile("// tag::" + name + "\\[]\\n(.*?)\\h*// end::" + name + "\\[]", Pattern.DOTALL)
                .matcher(source);
        assertThat(region.find()).isTrue();
        return region.group(1).stripTrailing().stripIndent() + "\n";
    }
}
