package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.RecurringJob;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.testkit.TestPackages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as its users run it, with nothing beside it. */
class StandaloneJarIT {
    private static final Path JAR = Path.of(System.getProperty("standalone.jar"));

    @TempDir
    Path directory;

    @Test
    void itRunsByItself() throws Exception {
        try (Program program = Program.ofJar(JAR, "--frozen");
                ConnectorClient client = program.client()) {
            String activity = program.greeting("export job");
            program.admin().call("POST", "/exports/" + activity, TestPackages.tiny(), 201);
            RecurringJob job = client.job(activity);
            DequeueResult message = job.dequeue().orElseThrow();
            job.download(message, directory.resolve("a.zip"));
            job.acknowledge(message);
            assertThat(program.admin().get("/exports").at("/0/acknowledged").asInt())
                    .isOne();
        }
    }

    @Test
    void itHoldsTheServerAndNothingThatItDoesNotNeed() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .contains("META-INF/LICENSE", "META-INF/NOTICE")
                    .noneMatch(name -> name.startsWith("org/junit") || name.endsWith("module-info.class"));
        }
    }

    @Test
    void itsNoticeNamesAllThatItHolds() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/NOTICE"))
                    .contains("D365 F&O SDK for Java: testkit")
                    .contains("D365 F&O SDK for Java: core")
                    .contains("Jackson JSON processor")
                    .contains("FastDoubleParser")
                    .doesNotContain("Apache Software Foundation");
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
            assertThat(jar.stream().map(entry -> entry.getName())).contains("META-INF/FastDoubleParser-LICENSE");
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
