package io.github.d365fo.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first application of the guide, made of nothing but the files that it shows, compiles, and its test passes. */
class FirstProjectTest {
    private static final Pattern FILE = Pattern.compile(
            "^`([\\w/.]+)`:\\n\\n(?:<!-- [^\\n]* -->\\n)?```(?:xml|properties|java)\\n(.*?)```$",
            Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>\\s*<groupId>[\\w.]+</groupId>\\s*<artifactId>([\\w-]+)</artifactId>");

    @TempDir
    Path project;

    @Test
    void isAllThatAnApplicationNeeds() throws Exception {
        Map<String, String> files = filesOfTheGuide();
        assertThat(files)
                .containsOnlyKeys(
                        "pom.xml",
                        "src/main/resources/application.properties",
                        "src/main/java/com/contoso/first/FirstApplication.java",
                        "src/test/java/com/contoso/first/FirstApplicationTest.java");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = project.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        compile("src/main/java/com/contoso/first/FirstApplication.java", "target/classes");
        compile("src/test/java/com/contoso/first/FirstApplicationTest.java", "target/test-classes");
        runTheTest();
    }

    /** What the POM asks for is what the class path has, at the versions that are tested here. */
    @Test
    void hasAPomOfTheTestedVersions() throws IOException {
        String pom = filesOfTheGuide().get("pom.xml");
        assertThat(pom)
                .contains("<version>" + System.getProperty("oldest.boot") + "</version>")
                .contains("<version>" + System.getProperty("tested.sdk") + "</version>");
        Matcher dependencies = DEPENDENCY.matcher(pom);
        List<String> found = new ArrayList<>();
        while (dependencies.find()) {
            if (!dependencies.group(1).endsWith("-bom")) {
                found.add(dependencies.group(1));
            }
        }
        assertThat(found)
                .hasSize(5)
                .allSatisfy(artifact -> assertThat(classPath()).anyMatch(entry -> has(entry, artifact)));
    }

    private static boolean has(String entry, String artifact) {
        String directory = artifact.replaceFirst("^d365fo-sdk-", "integrations/");
        return entry.contains("/" + artifact + "/")
                || entry.contains("/" + artifact + "-")
                || entry.contains(directory);
    }

    private static Map<String, String> filesOfTheGuide() throws IOException {
        String guide = Files.readString(Path.of("..", "..", "docs", "spring-boot.md"));
        String steps = guide.substring(guide.indexOf("## A first application"), guide.indexOf("## The example"));
        Map<String, String> files = new TreeMap<>();
        Matcher file = FILE.matcher(steps);
        while (file.find()) {
            files.put(file.group(1), file.group(2));
        }
        return files;
    }

    private void compile(String source, String target) throws IOException {
        Path classes = Files.createDirectories(project.resolve(target));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-parameters",
                        "-cp",
                        projectClassPath(),
                        "-d",
                        classes.toString(),
                        project.resolve(source).toString());
        assertThat(result).isZero();
    }

    private void runTheTest() throws Exception {
        Path output = project.resolve("test.out");
        Process test = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        projectClassPath(),
                        RunTests.class.getName(),
                        "com.contoso.first.FirstApplicationTest")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(test.waitFor(2, TimeUnit.MINUTES))
                    .as("the process has ended")
                    .isTrue();
        } finally {
            test.destroyForcibly();
        }
        assertThat(Files.readString(output)).contains("1 tests passed, 0 failed");
    }

    /** The project's own classes, and of this module none that could help it. */
    private String projectClassPath() {
        List<String> entries = new ArrayList<>(List.of(
                project.resolve("target/classes").toString(),
                project.resolve("src/main/resources").toString(),
                project.resolve("target/test-classes").toString()));
        classPath().stream()
                .filter(entry -> !entry.endsWith("spring-boot-app/target/classes"))
                .forEach(entries::add);
        return entries.stream().collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> classPath() {
        return Arrays.asList(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator));
    }
}
