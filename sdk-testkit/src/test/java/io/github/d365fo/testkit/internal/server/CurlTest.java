package io.github.d365fo.testkit.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.internal.json.JsonFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fake as curl sees it, which nobody here wrote. Left out where there is no curl. */
class CurlTest {
    private static final String DEQUEUE = "/api/connector/dequeue/";

    @TempDir
    Path directory;

    @BeforeEach
    void curlIsThere() throws Exception {
        assumeTrue(isCurlThere());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theWholeWayOfAFileAndOfAPackage(boolean tls) throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.builder().tls(tls).start()) {
            Path certificate = tls ? certificate(server) : Files.createFile(directory.resolve("none.pem"));
            String token = JsonFields.texts(curl(
                            certificate,
                            server.tokenEndpoint().toString(),
                            "-d",
                            "grant_type=client_credentials",
                            "-d",
                            "client_id=" + server.clientId(),
                            "-d",
                            "client_secret=" + server.clientSecret(),
                            "--data-urlencode",
                            "scope=" + server.environment() + "/.default"))
                    .get("access_token");
            String header = "Authorization: Bearer " + token;
            // More than a megabyte, so that curl asks with "Expect: 100-continue" whether it may send it.
            Path file = Files.write(
                    directory.resolve("file.zip"), ("PK" + "x".repeat(2_000_000)).getBytes(StandardCharsets.US_ASCII));
            String id = curl(
                    certificate,
                    server.environment() + "/api/connector/enqueue/{"
                            + server.importJob().activityId() + "}?entity=Customer%20groups&company=usmf",
                    "-g",
                    "-H",
                    header,
                    "--data-binary",
                    "@" + file);
            assertThat(id).matches("\"[0-9a-f-]{36}\"");
            assertThat(server.importJob().enqueued().get(0).size()).isEqualTo(2_000_002);
            server.exportJob().publish(file);
            String message = curl(
                    certificate,
                    server.environment() + DEQUEUE + server.exportJob().activityId(),
                    "-H",
                    header);
            Map<String, String> fields = JsonFields.texts(message);
            Path download = directory.resolve("download.zip");
            curl(certificate, fields.get("DownloadLocation"), "-H", header, "-o", download.toString());
            assertThat(download).hasSameBinaryContentAs(file);
            curl(
                    certificate,
                    server.environment() + "/api/connector/ack/"
                            + server.exportJob().activityId(),
                    "-H",
                    header,
                    "-H",
                    "Content-Type: application/json",
                    "-d",
                    message);
            server.verify()
                    .nothingUnacknowledged()
                    .noUnreadMessageAcknowledged()
                    .noSecretSeen()
                    .enqueuedOnceFor("usmf");
        }
    }

    @Test
    void curlShowsTheError() throws Exception {
        try (FakeConnectorServer server = FakeConnectorServer.start()) {
            server.faults().onAny().inject(new Fault.NoAnswer());
            assertThat(run(List.of("curl", "-sS", server.environment() + DEQUEUE + "x")).code)
                    .isEqualTo(52);
            server.faults().onAny().inject(new Fault.WrongLength(7));
            assertThat(run(List.of("curl", "-sS", server.environment() + DEQUEUE + "x")).code)
                    .isEqualTo(18);
        }
    }

    private Path certificate(FakeConnectorServer server) throws IOException, CertificateEncodingException {
        String text =
                Base64.getMimeEncoder().encodeToString(server.certificate().getEncoded());
        return Files.writeString(
                directory.resolve("server.pem"),
                "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    private String curl(Path certificate, String address, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail", "--noproxy", "*"));
        if (Files.size(certificate) > 0) {
            command.addAll(List.of("--cacert", certificate.toString()));
        }
        command.addAll(List.of(options));
        command.add(address);
        Ended ended = run(command);
        assertThat(ended.code).as(ended.output).isZero();
        return ended.output;
    }

    private record Ended(int code, String output) {}

    private Ended run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "curl", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private boolean isCurlThere() throws InterruptedException {
        try {
            return run(List.of("curl", "--version")).code == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
