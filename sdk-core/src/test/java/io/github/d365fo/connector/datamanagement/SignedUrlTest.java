package io.github.d365fo.connector.datamanagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.MalformedResponseException;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.support.ForwardingClient;
import io.github.d365fo.connector.support.RecordingClock;
import io.github.d365fo.connector.support.ScriptedServer;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses packages are sent to and taken from. */
@Timeout(60)
class SignedUrlTest {
    private static final String ENVIRONMENT = "https://contoso.example";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "169.254.255.255",
                "169.254.169.254:443",
                "169.254.169.254.",
                "2852039166",
                "0xA9FEA9FE",
                "0xa9.0xfe.0xa9.0xfe",
                "0251.0376.0251.0376",
                "0251.254.0xa9.254",
                "169.254.43518",
                "169.16689662",
                "00000251.0376.0251.0376",
                "[::ffff:169.254.169.254]",
                "[::ffff:a9fe:a9fe]",
                "[0:0:0:0:0:FFFF:A9FE:A9FE]",
                "[::a9fe:a9fe]",
                "[::169.254.169.254]",
                "[64:ff9b::a9fe:a9fe]",
                "[64:ff9b::169.254.169.254]",
                "[2002:a9fe:a9fe::]",
                "[2002:a9fe:a9fe::1]:8443",
                "[fe80::1]",
                "[FE80:0:0:0:0:0:0:1]",
                "[febf::1]",
                "[fe80::1%25eth0]",
                "[fe80::1%eth0]",
                "[fd00:ec2::254]",
                "[fd00:0ec2:0:0:0:0:0:254]",
                "168.63.129.16",
                "[::ffff:168.63.129.16]",
                "100.100.100.200",
                "192.0.0.192",
                "metadata.google.internal",
                "METADATA.GOOGLE.INTERNAL.",
                "%31%36%39.254.169.254",
                "\u2460\u2465\u2468.254.169.254"
            })
    void aMachinesOwnPlatformIsNoStorage(String host) {
        for (String scheme : new String[] {"https", "HTTPS", "http"}) {
            assertThatIllegalArgumentException()
                    .as(scheme + " " + host)
                    .isThrownBy(() -> SignedUrl.of(scheme + "://" + host + "/container/blob?sig=secret-signature"))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret-signature"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acct.blob.core.windows.net/c/b?sig=s",
                "https://169.254.169.254.blob.example/c",
                "https://168.63.129.17/c",
                "https://169.253.1.1/c",
                "https://10.1.2.3:8443/c",
                "https://[fc00::1]/c",
                "https://[2001:db8::1]/c",
                "https://[fec0::1]/c",
                "https://metadata.example/c",
                "http://127.0.0.1:10000/c",
                "http://localhost:10000/c",
                "http://[::1]:10000/c",
                "https://localhost:10000/c"
            })
    void storageMayBeAnywhereElse(String address) {
        assertThat(SignedUrl.of(address).uri()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://acct.blob.core.windows.net/c",
                "http://127.0.0.1.nip.io/c",
                "http://localhost.example/c",
                "ftp://acct.blob.core.windows.net/c",
                "acct.blob.core.windows.net/c",
                "file:///etc/passwd",
                "https:///c",
                ""
            })
    void onlyHttpsIsTakenOrHttpOfALoopbackAddress(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedUrl.of(address))
                .withMessageContaining("signed address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:secret@", "user@", "@", ":secret@", "a%40b:secret@"})
    void aUserIsRefusedAndNeverPrinted(String user) {
        for (String host : new String[] {"acct.blob.core.windows.net", "127.0.0.1:1", "[::1]"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SignedUrl.of("https://" + user + host + "/c?sig=s"))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }

    static Stream<Arguments> answers() {
        ExecutionId execution = ExecutionId.of("E-1");
        return Stream.of(FaceUnderTest.values())
                .flatMap(face -> Stream.<BiConsumer<DataManagement, Path>>of(
                                (data, target) -> data.writeUrl("p.zip"),
                                (data, target) -> data.exportedPackageUrl(execution),
                                (data, target) -> data.errorKeysUrl(execution, "Groups"),
                                (data, target) -> data.stagingErrorsUrl(execution, "Groups"),
                                (data, target) -> data.downloadPackage(execution, target, DataRig.HOUR),
                                (data, target) -> data.downloadStagingErrors(execution, "Groups", target),
                                (data, target) -> data.newImport(Payload.ofString("x"), ImportRequest.of("Groups"))
                                        .await(DataRig.HOUR))
                        .flatMap(call -> Stream.of(
                                        ENVIRONMENT + "/blob?sig=s",
                                        "https://CONTOSO.example:443/blob?sig=s",
                                        "https://user@contoso.example/blob?sig=s",
                                        "https://169.254.169.254/blob?sig=s",
                                        "http://acct.blob.core.windows.net/blob?sig=s")
                                .map(address -> Arguments.of(face, call, address))));
    }

    /** The address comes in an answer of the environment, as a text or as JSON in a text. */
    @ParameterizedTest
    @MethodSource("answers")
    void whatAnEnvironmentNamesIsChecked(FaceUnderTest face, BiConsumer<DataManagement, Path> call, String address)
            throws Exception {
        Reply answer = connection -> {
            boolean write = connection.request().target().endsWith("GetAzureWriteUrl");
            String text = write ? "{\\\"BlobId\\\":\\\"b\\\",\\\"BlobUrl\\\":\\\"" + address + "\\\"}" : address;
            return DataRig.text(text).answer(connection);
        };
        try (ScriptedServer server = new ScriptedServer(answer);
                ConnectorClient client = ConnectorClient.builder()
                        .environment(ENVIRONMENT)
                        .httpClient(new ForwardingClient(server.address()))
                        .tokenProvider(TokenProvider.ofStatic("secret-token"))
                        .retryPolicy(RetryPolicy.none())
                        .clock(new RecordingClock())
                        .build()) {
            MalformedResponseException failure = catchThrowableOfType(
                    MalformedResponseException.class,
                    () -> call.accept(face.dataManagement(client), directory.resolve("target")));
            assertThat(failure).hasMessageContaining("signed address");
            assertThat(server.requests()).hasSize(1);
        }
    }
}
