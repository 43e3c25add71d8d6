package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.testkit.FakeConnectorServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final Map<String, String> variables = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void aServerStartsAndSaysWhatAClientNeeds() {
        Main.Outcome outcome = start("--port", "0");
        try (FakeConnectorServer server = outcome.server().orElseThrow()) {
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains(
                            server.environment().toString(),
                            server.tokenEndpoint().toString(),
                            server.clientId(),
                            server.importJob().activityId().value(),
                            server.exportJob().activityId().value())
                    .doesNotContain(server.clientSecret());
            assertThat(server.clock().isRunning()).isTrue();
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void itSpeaksTlsOnRequestAndWritesTheCertificateToTrust() throws Exception {
        Path file = directory.resolve("authority.pem");
        try (FakeConnectorServer server = start(
                        "--port",
                        "0",
                        "--tls",
                        "--certificate",
                        file.toString(),
                        "--host",
                        "localhost",
                        "--host",
                        "fake:9000")
                .server()
                .orElseThrow()) {
            assertThat(server.environment()).hasScheme("https").hasHost("localhost");
            assertThat(server.addresses()).hasSize(6).contains(URI.create("https://fake:9000"));
            try (InputStream pem = Files.newInputStream(file)) {
                assertThat(CertificateFactory.getInstance("X.509").generateCertificate(pem))
                        .isEqualTo(server.certificate());
            }
            assertThat(Files.readString(file)).doesNotContain("PRIVATE").startsWith("-----BEGIN CERTIFICATE-----\n");
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(start("--port", "0", "--tls", "--certificate", file + "/x").exitCode())
                .isOne();
    }

    @Test
    void anotherPortCanSpeakTls() {
        try (FakeConnectorServer server =
                start("--port", "0", "--tls-port", "0").server().orElseThrow()) {
            assertThat(server.addresses()).extracting(URI::getScheme).containsExactly("https", "http", "https", "http");
        }
    }

    @Test
    void anAddressForOtherMachinesIsWarnedOf() {
        Greeting.warn(settings("--bind", "0.0.0.0"), new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("warning: every machine that reaches 0.0.0.0 can use this server");
        err.reset();
        try (FakeConnectorServer server = start("--port", "0", "--bind", "127.0.0.1", "--resource", "https://a.example")
                .server()
                .orElseThrow()) {
            assertThat(server.environment()).hasHost("127.0.0.1");
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void aFileSaysWhatNoArgumentAndNoVariableSays() throws Exception {
        Path file = Files.writeString(
                directory.resolve("fake.json"),
                "{\"server\":{\"port\":0,\"tlsPort\":0,\"frozen\":true,\"host\":[\"one\",\"two:80\"],"
                        + "\"time\":\"2031-01-01T00:00:00Z\"},\"apps\":[{\"clientId\":\"feed\",\"secret\":\"s\"}]}");
        variables.put("FAKE_CONNECTOR_CONFIG", file.toString());
        try (FakeConnectorServer server =
                start("--time", "2030-01-01T00:00:00Z").server().orElseThrow()) {
            assertThat(server.environment()).hasScheme("https").hasHost("one");
            assertThat(server.addresses()).contains(URI.create("http://two"));
            assertThat(server.clock().instant()).isEqualTo("2030-01-01T00:00:00Z");
            assertThat(server.clock().isRunning()).isFalse();
        }
        Files.writeString(file, "{\"server\":{\"ports\":1}}");
        assertThat(start("--config", file.toString()).exitCode()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("config: server: ports: expected one of the fields");
        err.reset();
        Files.writeString(file, "{\"server\":{\"port\":\"x\"}}");
        assertThat(start("--config", file.toString()).exitCode()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("config: server: port: expected a number from 0");
        assertThat(start("--config", file + ".none").exitCode()).isOne();
    }

    @Test
    void aDirectoryIsPublished() throws Exception {
        Path job = Files.createDirectories(directory.resolve("exports/11111111-0000-4000-8000-000000000002"));
        Files.write(job.resolve("a.zip"), new byte[] {'P', 'K'});
        try (FakeConnectorServer server =
                start("--port", "0", "--seed", directory.toString()).server().orElseThrow()) {
            assertThat(server.exportJobs().get(1).pending()).isOne();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("export job      11111111-0000-4000-8000-000000000002");
        }
    }

    @Test
    void theClockCanStandStill() {
        try (FakeConnectorServer server =
                start("--port", "0", "--frozen").server().orElseThrow()) {
            assertThat(server.clock().isRunning()).isFalse();
        }
    }

    @Test
    void helpNamesEveryArgument() {
        Main.Outcome outcome = start("--help");
        assertThat(outcome.server()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(Option.flags())
                .contains("8365");
    }

    @ParameterizedTest
    @CsvSource({
        "--port x, --port: expected a number from 0 to 65535",
        "--port 65536, --port: expected a number from 0 to 65535",
        "--port, --port: expected a value",
        "--state, --state: expected a value",
        "--nonsense, --nonsense: expected one of",
        "--nonsense=1, --nonsense: expected one of",
        "--port=, '--port: expected a value, but it is blank'",
        "--port=x, --port: expected a number from 0 to 65535",
        "--port --frozen, '--port: expected a value, but got --frozen'",
        "--state=, '--state: expected a value, but it is blank'",
        "--state --frozen, '--state: expected a value, but got --frozen'",
        "--frozen=true, --frozen: expected no value",
        "--help=, --help: expected no value",
        "--certificate=a.pem, '--certificate: expected --tls or --tls-port as well'",
        "--tls-port=x, --tls-port: expected a number from 0 to 65535",
        "--host=a_b, 'host: expected a host name or an address'",
        "--bind=1.2.3.4.5, 'bind: expected an address of this machine'",
        "--time=now, '--time: expected a time such as 2026-01-05T08:00:00Z, but got now'",
        "--time=1999-01-01T00:00:00Z, startTime: expected a time from 2000",
    })
    void wrongArgumentsAreNamed(String arguments, String reason) {
        Main.Outcome outcome = start(arguments.split(" "));
        assertThat(outcome.server()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(reason).contains("--help");
    }

    /** As a script says it whose variable is not set. */
    @ParameterizedTest
    @ValueSource(strings = {"--state", "--port"})
    void aValueThatIsBlankIsNamed(String name) {
        for (String blank : List.of("", " ")) {
            assertThat(start(name, blank).exitCode()).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8)).startsWith(name + ": expected a value, but it is blank");
        }
    }

    @Test
    void valuesMayStandBehindAnEqualsSign() {
        Settings settings = settings("--port=0", "--state=--a=b", "--frozen");
        assertThat(settings.port()).isZero();
        assertThat(settings.state()).contains(Path.of("--a=b"));
        assertThat(settings.frozen()).isTrue();
        assertThat(settings("--port", "80", "--state", "-x").state()).contains(Path.of("-x"));
    }

    private static Settings settings(String... arguments) {
        return Settings.of(Arguments.parse(List.of(arguments)));
    }

    @Test
    void variablesCountWhereThereIsNoArgument() {
        variables.put("FAKE_CONNECTOR_PORT", "99999");
        variables.put("FAKE_CONNECTOR_FROZEN", "true");
        variables.put("FAKE_CONNECTOR_STATE", " ");
        assertThat(start().exitCode()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("FAKE_CONNECTOR_PORT: expected a number");
        try (FakeConnectorServer server = start("--port", "0").server().orElseThrow()) {
            assertThat(server.clock().isRunning()).isFalse();
        }
        variables.put("FAKE_CONNECTOR_FROZEN", "false");
        try (FakeConnectorServer server = start("--port", "0").server().orElseThrow()) {
            assertThat(server.clock().isRunning()).isTrue();
        }
        variables.put("FAKE_CONNECTOR_FROZEN", "yes");
        assertThat(start("--port", "0").exitCode()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("FAKE_CONNECTOR_FROZEN: expected true or false, but got yes");
    }

    @Test
    void theClockBeginsAtTheRealTimeUnlessItIsTold() {
        Instant before = Instant.now();
        try (FakeConnectorServer server = start("--port", "0").server().orElseThrow()) {
            assertThat(server.clock().instant()).isBetween(before, Instant.now());
        }
        try (FakeConnectorServer server = start("--port", "0", "--frozen", "--time", "2030-02-28T23:59:59Z")
                .server()
                .orElseThrow()) {
            assertThat(server.clock().instant()).isEqualTo("2030-02-28T23:59:59Z");
        }
    }

    @Test
    void aStoredStateContinuesAtTheRealTimeUnlessItIsAheadOrStandsStill() {
        String state = directory.resolve("state").toString();
        String frozen = "2020-01-01T00:00:00Z";
        start("--port", "0", "--state", state, "--frozen", "--time", frozen)
                .server()
                .orElseThrow()
                .close();
        try (FakeConnectorServer server =
                start("--port", "0", "--state", state, "--frozen").server().orElseThrow()) {
            assertThat(server.clock().instant()).isEqualTo(frozen);
        }
        Instant before = Instant.now();
        try (FakeConnectorServer server =
                start("--port", "0", "--state", state).server().orElseThrow()) {
            assertThat(server.clock().instant()).isBetween(before, Instant.now());
            server.clock().advance(Duration.ofDays(2));
        }
        try (FakeConnectorServer server =
                start("--port", "0", "--state", state).server().orElseThrow()) {
            assertThat(server.clock().instant()).isAfter(before.plus(Duration.ofDays(2)));
        }
    }

    @Test
    void digitsAreThoseOfAddressesInEveryLanguage() throws Exception {
        for (String tag : List.of("ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "th-TH-u-nu-thai", "hi-IN-u-nu-deva")) {
            Locale language = Locale.forLanguageTag(tag);
            try (Program program = Program.ofClassesIn(language)) {
                assertThat(program.greeting("environment")).matches("http://127\\.0\\.0\\.1:[0-9]+");
                assertThat(program.greeting("time")).matches("[0-9TZ:.-]+");
                assertThat(program.admin().get("/clock").toString()).matches("[\\x20-\\x7e]+");
            }
            assertThat(Program.help(language)).contains("8365").matches("[\\x20-\\x7e\\r\\n]+");
        }
    }

    @Test
    void aPathThatIsNoneIsNamed() {
        assertThatThrownBy(() -> settings("--state", "a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--state: expected a directory");
    }

    @Test
    void aStateThatIsInUseIsNamed() {
        String state = directory.resolve("state").toString();
        try (FakeConnectorServer server =
                start("--port", "0", "--state", state).server().orElseThrow()) {
            Main.Outcome second = start("--port", "0", "--state", state);
            assertThat(second.server()).isEmpty();
            assertThat(second.exitCode()).isOne();
            assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("state: another server uses");
            Main.Outcome third =
                    start("--port", String.valueOf(server.environment().getPort()));
            assertThat(third.exitCode()).isOne();
        }
    }

    @Test
    void theProgramEndsInGoodOrder() throws Exception {
        try (Program program = Program.ofClasses()) {
            // 143: ended by the signal it was sent.
            assertThat(program.stop()).isEqualTo(143);
        }
    }

    private Main.Outcome start(String... arguments) {
        return Main.start(
                List.of(arguments),
                variables,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
