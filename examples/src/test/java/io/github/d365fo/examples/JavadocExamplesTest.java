package io.github.d365fo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.d365fo.connector.support.CapturedLog;
import io.github.d365fo.examples.JavadocExamples.Documented;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public type of the testkit has an example in its Javadoc, and no example of any module rots: it compiles, and,
 * unless it is a class of its own, runs with its assertions.
 */
@ExtendWith(CapturedLog.class)
class JavadocExamplesTest {
    private static final Path TESTKIT = Path.of("..", "sdk-testkit", "src", "main", "java");
    private static final List<Path> SOURCES = List.of(
            Path.of("..", "sdk-core", "src", "main", "java"),
            Path.of("..", "sdk-auth", "src", "main", "java"),
            TESTKIT);

    /** What a reader imports without being told. */
    private static final String IMPORTS = Stream.of(
                    "java.net.InetSocketAddress",
                    "java.net.ProxySelector",
                    "java.nio.charset.StandardCharsets",
                    "java.nio.file.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.CompletableFuture",
                    "io.github.d365fo.auth.*",
                    "io.github.d365fo.connector.*",
                    "io.github.d365fo.connector.auth.*",
                    "io.github.d365fo.connector.datamanagement.*",
                    "io.github.d365fo.connector.dequeue.*",
                    "io.github.d365fo.connector.enqueue.*",
                    "io.github.d365fo.connector.error.*",
                    "io.github.d365fo.connector.status.*",
                    "io.github.d365fo.examples.*",
                    "io.github.d365fo.testkit.*",
                    "io.github.d365fo.testkit.junit5.*",
                    "org.junit.jupiter.api.Test",
                    "org.junit.jupiter.api.extension.*",
                    "static org.junit.jupiter.api.Assertions.*")
            .map(name -> "import " + name + ";")
            .collect(Collectors.joining());

    @TempDir
    Path directory;

    @Test
    void everyPublicTypeOfTheTestkitHasAnExample() throws IOException {
        List<Documented> types = JavadocExamples.in(TESTKIT).stream()
                .filter(Documented::isPublicType)
                .filter(type -> !type.name().matches("io\\.github\\.d365fo\\.testkit\\.(internal|standalone)\\..*"))
                .toList();
        assertThat(types).hasSizeGreaterThan(20);
        assertThat(types.stream().filter(type -> type.examples().isEmpty()).map(Documented::name))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void everyExampleCompilesAndRuns(String name, String example) {
        boolean isWholeClass = example.startsWith("@") || example.startsWith("class ");
        String source = isWholeClass ? example : """
                public class Example extends ExamplePrelude {
                    public Example(Path directory) throws Exception {
                        super(directory);
                    }
                    @Override
                    public void play() throws Exception {
                        %s
                    }
                }""".formatted(example);
        assertThat(problems(IMPORTS + source)).as(name).isEmpty();
        if (!isWholeClass) {
            assertThatCode(this::play).as(name).doesNotThrowAnyException();
        }
    }

    static Stream<Arguments> examples() throws IOException {
        List<Arguments> examples = new ArrayList<>();
        for (Path sources : SOURCES) {
            for (Documented documented : JavadocExamples.in(sources)) {
                documented.examples().forEach(example -> examples.add(Arguments.of(documented.name(), example)));
            }
        }
        return examples.stream();
    }

    /** Compiles {@code source} and returns what the compiler has to say. */
    private String problems(String source) {
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public String getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-d", directory.toString(), "-classpath", System.getProperty("java.class.path"));
        StringWriter problems = new StringWriter();
        ToolProvider.getSystemJavaCompiler()
                .getTask(problems, null, null, options, null, List.of(file))
                .call();
        return problems.toString();
    }

    private void play() throws Exception {
        try (URLClassLoader classes = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            classes.setDefaultAssertionStatus(true);
            try (ExamplePrelude example = (ExamplePrelude)
                    classes.loadClass("Example").getConstructor(Path.class).newInstance(directory)) {
                example.play();
            }
        }
    }
}
