package io.github.d365fo.testkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.d365fo.testkit.FakeConnectorServer;
import io.github.d365fo.testkit.StoredBlob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Unchanged clients of other languages, over TLS. The programs of the guide are run as they stand there. Each is left out
 * where its language or its libraries are missing; {@code D365FO_NODE_MODULES} is the directory in which npm has
 * installed those of Node.
 */
class OtherLanguagesTest {
    private static final Path GUIDE = Path.of("../docs/standalone-server.md");
    private static final String PYTHON = "/usr/bin/python3";

    private FakeConnectorServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        Settings settings = Settings.of(Arguments.parse(List.of(
                "--port",
                "0",
                "--tls",
                "--host",
                "localhost",
                "--certificate",
                authority().toString())));
        server = Launch.start(settings, System.out);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path authority() {
        return directory.resolve("authority.pem");
    }

    @Test
    void pythonDoesWhatTheGuideShows() throws Exception {
        assumeTrue(hasPython());
        assertThat(python(guide("python"))).isEqualTo("PK example\n");
        assertDone("python.zip");
    }

    @Test
    void pythonSignsInWithACertificateAndStoresLargeFiles() throws Exception {
        assumeTrue(hasPython());
        Identity identity = Identity.create(directory);
        String clientId = server.identity()
                .addApp()
                .addCertificate(identity.certificate())
                .clientId();
        String program = """
                import hashlib, json, os, sys, msal, requests
                from azure.storage.blob import BlobClient
                base, tenant, client, key, thumbprint = sys.argv[1:]
                app = msal.ConfidentialClientApplication(client, authority=f"{base}/{tenant}", validate_authority=False,
                    client_credential={"private_key": open(key).read(), "thumbprint": thumbprint})
                token = app.acquire_token_for_client([f"{base}/.default"])
                action = base + "/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.GetAzureWriteUrl"
                url = json.loads(requests.post(action, json={"uniqueFileName": "large"},
                    headers={"Authorization": "Bearer " + token["access_token"]}).json()["value"])["BlobUrl"]
                content = os.urandom(6 << 20)
                blob = BlobClient.from_blob_url(url, max_single_put_size=1 << 20, max_block_size=1 << 20)
                blob.upload_blob(content)
                blob.upload_blob(content, overwrite=True, max_concurrency=4)
                blob.set_blob_metadata({"source": "erp"})
                assert blob.exists() and blob.get_blob_properties().metadata == {"source": "erp"}
                assert blob.download_blob(max_concurrency=2).readall() == content
                print("done")
                """;
        assertThat(python(
                        program,
                        server.environment().toString(),
                        server.tenantId(),
                        clientId,
                        identity.key().toString(),
                        identity.thumbprint()))
                .isEqualTo("done\n");
        assertThat(server.dataManagement().blob("large").orElseThrow().blocks()).isEqualTo(6);
    }

    @Test
    void nodeDoesWhatTheGuideShows() throws Exception {
        Path modules = nodeModules();
        assertThat(node(modules, guide("js"))).isEqualTo("PK example\n");
        assertDone("node.zip");
    }

    @Test
    void nodeSignsInWithASecretAndACertificateOfAzureIdentity() throws Exception {
        Path modules = nodeModules();
        Identity identity = Identity.create(directory);
        String clientId = server.identity()
                .addApp()
                .addCertificate(identity.certificate())
                .clientId();
        String program = """
                import { ClientSecretCredential, ClientCertificateCredential } from "@azure/identity";
                const base = process.env.FAKE;
                const fake = await (await fetch(`${base}/__admin/credentials`)).json();
                const options = { authorityHost: base, disableInstanceDiscovery: true };
                const secret = new ClientSecretCredential(fake.tenantId, fake.clientId, fake.clientSecret, options);
                const certificate = new ClientCertificateCredential(fake.tenantId, "CLIENT", "KEY", options);
                for (const credential of [secret, certificate]) {
                  const { token } = await credential.getToken(fake.scope);
                  const answer = await fetch(`${base}/api/connector/dequeue/f0bc1d4c-2b0c-4a4e-9d4e-000000000007`,
                    { headers: { Authorization: `Bearer ${token}` } });
                  console.log(answer.status);
                }
                """;
        assertThat(node(
                        modules,
                        program.replace("CLIENT", clientId)
                                .replace("KEY", identity.both().toString())))
                .isEqualTo("204\n204\n");
    }

    private void assertDone(String blob) {
        assertThat(server.exportJob().acknowledged()).isOne();
        assertThat(server.dataManagement().blob(blob).map(StoredBlob::bytes))
                .hasValue("PK example".getBytes(StandardCharsets.UTF_8));
        server.verify().nothingUnacknowledged().noSecretSeen();
    }

    private static String guide(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }

    private boolean hasPython() throws Exception {
        return Files.isExecutable(Path.of(PYTHON))
                && run(Map.of(), PYTHON, "-c", "import msal, requests, azure.storage.blob")
                        .isPresent();
    }

    private String python(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                PYTHON,
                Files.writeString(directory.resolve("program.py"), program).toString()));
        command.addAll(List.of(arguments));
        return run(Map.of("REQUESTS_CA_BUNDLE", authority().toString()), command.toArray(String[]::new))
                .orElseThrow(() -> new AssertionError(output()));
    }

    private static Path nodeModules() {
        String modules = System.getenv().getOrDefault("D365FO_NODE_MODULES", "");
        assumeTrue(!modules.isEmpty());
        return Path.of(modules);
    }

    /** A module finds its libraries beside it. */
    private String node(Path modules, String program) throws Exception {
        Path file = Files.createTempFile(modules, "program", ".mjs");
        try {
            Files.writeString(file, program);
            return run(Map.of("NODE_EXTRA_CA_CERTS", authority().toString()), "node", file.toString())
                    .orElseThrow(() -> new AssertionError(output()));
        } finally {
            Files.delete(file);
        }
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns what a program prints, or empty if it fails. */
    private Optional<String> run(Map<String, String> variables, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile());
        Map<String, String> environment = builder.environment();
        environment.putAll(variables);
        environment.put("FAKE", server.environment().toString());
        environment.put("NO_PROXY", "localhost,127.0.0.1");
        environment.put("no_proxy", "localhost,127.0.0.1");
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as(String.join(" ", command))
                .isTrue();
        return process.exitValue() == 0 ? Optional.of(output()) : Optional.empty();
    }

    /** The key and the certificate of an app, in files. */
    private record Identity(Path key, Path both, X509Certificate certificate, String thumbprint) {
        static Identity create(Path directory) throws Exception {
            Path store = directory.resolve("app.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "app",
                            "-keyalg",
                            "RSA",
                            "-keysize",
                            "2048",
                            "-dname",
                            "CN=app",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "changeit")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("keytool").toFile())
                    .start();
            assertThat(keytool.waitFor(2, TimeUnit.MINUTES)).isTrue();
            KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            Certificate certificate = keys.getCertificate("app");
            String key = pem(
                    "PRIVATE KEY", keys.getKey("app", "changeit".toCharArray()).getEncoded());
            return new Identity(
                    Files.writeString(directory.resolve("app.key"), key),
                    Files.writeString(directory.resolve("app.pem"), key + pem("CERTIFICATE", certificate.getEncoded())),
                    (X509Certificate) certificate,
                    hex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded())));
        }

        private static String pem(String kind, byte[] der) {
            return "-----BEGIN " + kind + "-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind
                    + "-----\n";
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().withUpperCase().formatHex(bytes);
        }
    }
}
