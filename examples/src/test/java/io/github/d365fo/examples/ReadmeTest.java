package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README's Java is what is compiled here. */
class ReadmeTest {
    private static final Pattern SNIPPET = Pattern.compile(
            "<!-- snippet: (main|test)/(\\w+\\.java)#(\\w+) -->\\n```java\\n(.*?)```\\n", Pattern.DOTALL);

    @Test
    void everySnippetStandsInCompiledCode() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        Matcher snippets = SNIPPET.matcher(readme);
        int count = 0;
        while (snippets.find()) {
            count++;
            Path source = Path.of("src", snippets.group(1), "java/io/github/d365fo/examples", snippets.group(2));
            assertThat(snippets.group(4)).isEqualTo(region(Files.readString(source), snippets.group(3)));
        }
        assertThat(count).isEqualTo(readme.split("```java", -1).length - 1).isPositive();
    }

    private static String region(String source, String name) {
        Matcher region = Pattern.compile("// tag::" + name + "\\[]\\n(.*?)\\h*// end::" + name + "\\[]", Pattern.DOTALL)
                .matcher(source);
        assertThat(region.find()).isTrue();
        return region.group(1).stripTrailing().stripIndent() + "\n";
    }
}
