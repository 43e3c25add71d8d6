package io.github.d365fo.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.auth.EntraTokenProvider;
import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.feed.ExportFeed;
import io.github.d365fo.micrometer.ClientMetrics;
import io.github.d365fo.opentelemetry.ClientTracing;
import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What whoever gets only the jars finds in them about their license. */
class JarContentsTest {
    static Stream<Arguments> jars() {
        return Stream.of(
                Arguments.of("core", ConnectorClient.class),
                Arguments.of("auth", EntraTokenProvider.class),
                Arguments.of("feed", ExportFeed.class),
                Arguments.of("micrometer", ClientMetrics.class),
                Arguments.of("opentelemetry", ClientTracing.class),
                Arguments.of("testkit", FakeConnectorServer.class));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void theLicenseAndANoticeOfWhatIsInItAreInEach(String module, Class<?> type) throws Exception {
        Path jar = jarOf(type);
        String name = jar.getFileName().toString();
        Path sources = jar.resolveSibling(name.replaceAll("\\.jar$", "-sources.jar"));
        for (Path each : new Path[] {jar, sources}) {
            assertThat(text(each, "META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("..", "LICENSE")));
            assertThat(text(each, "META-INF/NOTICE"))
                    .startsWith("D365 F&O SDK for Java: " + module)
                    .contains("Apache License, Version 2.0")
                    .contains("Contains the classes");
        }
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String text(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                InputStream in = file.getInputStream(file.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
