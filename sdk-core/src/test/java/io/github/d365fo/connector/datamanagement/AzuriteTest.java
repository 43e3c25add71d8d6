package io.github.d365fo.connector.datamanagement;

import static io.github.d365fo.connector.datamanagement.DataRig.HOUR;
import static io.github.d365fo.connector.datamanagement.DataRig.outcome;
import static io.github.d365fo.connector.datamanagement.DataRig.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ExecutionId;
import io.github.d365fo.connector.contract.FaceUnderTest;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.support.ScriptedServer.Reply;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Uploads and downloads against Azurite, a storage server that nobody here wrote; runs where the environment variable
 * AZURITE_BLOB gives its address, such as http://127.0.0.1:10000.
 */
@EnabledIfEnvironmentVariable(named = "AZURITE_BLOB", matches = "http.*")
@Timeout(120)
class AzuriteTest {
    /** The account that every Azurite has, and its key, which is public. */
    private static final String ACCOUNT = "devstoreaccount1";

    private static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static final Instant TOMORROW =
            Instant.ofEpochMilli(System.currentTimeMillis()).plus(1, ChronoUnit.DAYS);

    @TempDir
    Path directory;

    @BeforeAll
    static void createContainer() throws Exception {
        HttpRequest create = HttpRequest.newBuilder(URI.create(address("", TOMORROW) + "&restype=container"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        int status = HttpClient.newHttpClient()
                .send(create, HttpResponse.BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isIn(201, 409);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUploadedAtOnceComesBackTheSame(FaceUnderTest face) throws Exception {
        roundTrip(face, Payload.ofBytes(bytes(300_000)), bytes(300_000), false);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsUploadedInBlocksComesBackTheSame(FaceUnderTest face) throws Exception {
        byte[] large = bytes(40_000_001);
        roundTrip(face, Payload.ofBytes(large), large, false);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamOfUnknownLengthComesBackTheSame(FaceUnderTest face) throws Exception {
        byte[] content = bytes(9_000_000);
        roundTrip(face, Payload.ofStream(() -> new ByteArrayInputStream(content)), content, false);
    }

    @ParameterizedTest
    @EnumSource
    void addressesThatHaveEndedAreReplaced(FaceUnderTest face) throws Exception {
        byte[] content = bytes(100_000);
        roundTrip(face, Payload.ofBytes(content), content, true);
    }

    /** Imports and exports by way of a scripted environment, whose addresses lead to Azurite. */
    private void roundTrip(FaceUnderTest face, Payload payload, byte[] content, boolean endedFirst) throws Exception {
        String blob = "/" + ExecutionId.unique() + ".zip";
        List<Reply> replies = new ArrayList<>();
        for (Instant until :
                endedFirst ? List.of(Instant.parse("2020-01-01T00:00:00Z"), TOMORROW) : List.of(TOMORROW)) {
            replies.add(text("{\\\"BlobId\\\":\\\"{B}\\\",\\\"BlobUrl\\\":\\\"" + address(blob, until) + "\\\"}"));
        }
        replies.addAll(List.of(text("E-1"), text("Succeeded")));
        replies.addAll(outcome("Succeeded", "[]"));
        replies.addAll(List.of(text("E-2"), text("Succeeded")));
        if (endedFirst) {
            replies.add(text(address(blob, Instant.parse("2020-01-01T00:00:00Z"))));
        }
        replies.add(text(address(blob, TOMORROW)));
        try (DataRig rig = new DataRig(each -> each.packageCheck(false), face, replies.toArray(Reply[]::new))) {
            ImportOutcome imported =
                    rig.data.newImport(payload, ImportRequest.of("Customers")).await(HOUR);
            assertThat(imported.isSuccess()).isTrue();
            DownloadedFile file =
                    rig.data.newExport(ExportRequest.of("Customers")).download(directory.resolve("back.zip"), HOUR);
            assertThat(file.path()).hasBinaryContent(content);
            assertThat(rig.server.requests()).hasSize(replies.size());
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** An address with an account SAS ("Create an account SAS", version 2018-11-09). */
    private static String address(String blob, Instant until) throws Exception {
        String expiry = until.truncatedTo(ChronoUnit.SECONDS).toString();
        String toSign = ACCOUNT + "\nrwdlac\nb\nsco\n\n" + expiry + "\n\nhttps,http\n2018-11-09\n";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        return System.getenv("AZURITE_BLOB") + "/" + ACCOUNT + "/dmf" + blob
                + "?sv=2018-11-09&ss=b&srt=sco&sp=rwdlac&se="
                + URLEncoder.encode(expiry, StandardCharsets.UTF_8) + "&spr=https,http&sig="
                + URLEncoder.encode(signature, StandardCharsets.UTF_8);
    }
}
