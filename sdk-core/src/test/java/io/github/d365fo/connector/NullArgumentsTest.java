package io.github.d365fo.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.auth.AccessToken;
import io.github.d365fo.connector.auth.CachingTokenProvider;
import io.github.d365fo.connector.auth.TokenProvider;
import io.github.d365fo.connector.auth.TokenRequest;
import io.github.d365fo.connector.datamanagement.ExecutionError;
import io.github.d365fo.connector.datamanagement.ExecutionStatus;
import io.github.d365fo.connector.datamanagement.ExportRequest;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.datamanagement.ImportRequest;
import io.github.d365fo.connector.datamanagement.SignedUrl;
import io.github.d365fo.connector.dequeue.AckRequest;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.EnqueueRequest;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.error.Attempt;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.Failure;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.error.ServiceReply;
import io.github.d365fo.connector.error.TokenProblem;
import io.github.d365fo.connector.error.TokenUnavailableException;
import io.github.d365fo.connector.packages.CsvOptions;
import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataPackageWriter;
import io.github.d365fo.connector.packages.DataSource;
import io.github.d365fo.connector.packages.FieldMap;
import io.github.d365fo.connector.packages.PackageEntity;
import io.github.d365fo.connector.packages.PackageHeader;
import io.github.d365fo.connector.packages.PackageLimits;
import io.github.d365fo.connector.packages.PackageManifest;
import io.github.d365fo.connector.packages.SourceFormat;
import io.github.d365fo.connector.retry.Backoff;
import io.github.d365fo.connector.retry.RetryPolicy;
import io.github.d365fo.connector.status.EntityStatus;
import io.github.d365fo.connector.status.JobStatus;
import io.github.d365fo.connector.status.MessageStatus;
import io.github.d365fo.connector.support.NullArguments;
import io.github.d365fo.connector.support.RecordingClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is null and must not be is named. */
class NullArgumentsTest {
    private static final String GUID = "6d31e09f-0249-459f-94f0-aad9c2c47b64";

    @TempDir
    static Path directory;

    private static ConnectorClient client;
    private static DataPackageReader reader;

    @BeforeAll
    static void open() throws IOException {
        client = ConnectorClient.builder()
                .environment("http://127.0.0.1:1")
                .tokenProvider(TokenProvider.ofStatic("token"))
                .clock(new RecordingClock())
                .build();
        Path zip = directory.resolve("sample.zip");
        DataPackageWriter.of("Groups")
                .entity(
                        PackageEntity.of("Groups", SourceFormat.CSV).fields("ID"),
                        DataSource.ofBytes("ID\r\n1\r\n".getBytes(StandardCharsets.UTF_8)))
                .writeTo(zip);
        reader = DataPackageReader.open(zip);
    }

    @AfterAll
    static void close() throws IOException {
        client.close();
        reader.close();
    }

    @Test
    void everyPublicMethodNamesWhatIsNull() throws Exception {
        String root = "io.github.d365fo.connector";
        NullArguments arguments = values(new NullArguments(
                // What users implement and the SDK calls.
                "ConnectorListener",
                "TransferListener.onProgress",
                "Backoff.delay",
                "TokenProvider.token",
                "AuthenticatingProxySelector.select",
                "AuthenticatingProxySelector.connectFailed",
                "VirtualClock"));
        assertThat(arguments.faults(
                        ConnectorClient.class,
                        root,
                        root + ".auth",
                        root + ".datamanagement",
                        root + ".dequeue",
                        root + ".enqueue",
                        root + ".error",
                        root + ".packages",
                        root + ".retry",
                        root + ".status"))
                .isEmpty();
        assertThat(arguments.tried()).isGreaterThan(300);
    }

    private static NullArguments values(NullArguments arguments) throws IOException {
        ExecutionId execution = ExecutionId.of("Import-1");
        ImportRequest importRequest = ImportRequest.of("Groups").executionId(execution);
        ExportRequest exportRequest = ExportRequest.of("Groups").executionId(execution);
        DequeueResult message = DequeueResult.fromJson("{\"CorrelationId\":\"c\",\"PopReceipt\":\"p\","
                + "\"DownloadLocation\":\"http://127.0.0.1:1/x\",\"IsDownLoadFileExist\":true}");
        Failure failure = Failure.of(Operation.ENQUEUE, Outcome.UNKNOWN);
        AccessToken token = AccessToken.of("token", Instant.MAX);
        PackageEntity entity = reader.manifest().entities().get(0);
        CallInfo call = new CallInfo(
                1,
                Operation.DEQUEUE,
                "contoso.example",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return arguments
                .named("activityId", GUID)
                .named("address", "http://127.0.0.1:1")
                .named("name", "Groups")
                .with("text")
                .with(client)
                .with(client.async())
                .with(client.job(GUID))
                .with(client.async().job(GUID))
                .with(client.dataManagement())
                .with(client.async().dataManagement())
                .with(client.dataManagement().newImport(Payload.ofString("x"), importRequest))
                .with(client.async().dataManagement().newImport(Payload.ofString("x"), importRequest))
                .with(client.dataManagement().newExport(exportRequest))
                .with(client.async().dataManagement().newExport(exportRequest))
                .with(ConnectorClient.builder())
                .with(new ConnectorListener() {})
                .with(ConnectorListener.class, new ConnectorListener() {})
                .with(call)
                .with(new ConnectorListener.Request(
                        call, 2, Operation.DEQUEUE, 1, "GET", "contoso.example", 443, "/x", 1))
                .with(new ConnectorListener.Wait(
                        call, 2, Operation.DEQUEUE, ConnectorListener.WaitReason.POLL, Optional.empty()))
                .with(new ConnectorListener.TransferStarted(call, 2, Operation.DOWNLOAD))
                .with(new ConnectorListener.TokenRequested(call, 2))
                .with(ActivityId.of(GUID))
                .with(MessageId.of(GUID))
                .with(execution)
                .with(UUID.fromString(GUID))
                .with(URI.create("http://127.0.0.1:1"))
                .with(Duration.ofSeconds(1))
                .with(Instant.EPOCH)
                .with(HttpClient.newHttpClient())
                .with(ProxySelector.of(null))
                .with(AuthenticatingProxySelector.of(ProxySelector.of(null), "user", new char[] {'x'}))
                .with(new char[] {'x'})
                .with(new RecordingClock())
                .with(token)
                .with(TokenRequest.of("https://contoso.example"))
                .with(CachingTokenProvider.of(TokenProvider.ofStatic("token"), new RecordingClock()))
                .with(Callable.class, (Callable<AccessToken>) () -> token)
                .with(ExecutionError.listFromJson("{\"value\":\"x\"}").get(0))
                .with(ExecutionStatus.of("Succeeded"))
                .with(importRequest)
                .with(exportRequest)
                .with(SignedUrl.of("https://contoso.blob.example/x?sig=s"))
                .with(ImportOutcome.builder())
                .with(ImportOutcome.builder().build())
                .with(message)
                .with(AckRequest.of(message))
                .with(TransferListener.class, TransferListener.none())
                .with(directory.resolve("target"))
                .with(Payload.ofString("x"))
                .with(EnqueueRequest.of(Payload.ofString("x")))
                .with(Supplier.class, (Supplier<ByteArrayInputStream>) () -> new ByteArrayInputStream(new byte[1]))
                .with(new ByteArrayInputStream(new byte[1]))
                .with(new ByteArrayOutputStream())
                .with(new byte[1])
                .with(failure)
                .with(new KnownSecrets())
                .with(new Attempt(1, Duration.ZERO, OptionalInt.empty(), "x"))
                .with(new ServiceReply(500, null, null, ""))
                .with(TokenProblem.of(TokenUnavailableException.Reason.UNKNOWN))
                .with(new ConnectorException("x", failure))
                .with(Optional.empty())
                .with(OptionalInt.empty())
                .with(OptionalLong.empty())
                .with(List.class, List.of())
                .with(reader)
                .with(reader.files().get(0))
                .with(reader.manifest())
                .with(entity)
                .with(SourceFormat.CSV)
                .with(FieldMap.of("ID"))
                .with(PackageHeader.of("Groups"))
                .with(PackageLimits.ofDefaults())
                .with(CsvOptions.ofDefaults())
                .with(StandardCharsets.UTF_8)
                .with(DataPackageWriter.of("Groups")
                        .entity(PackageEntity.of("text", SourceFormat.CSV), DataSource.ofBytes(new byte[1])))
                .with(reader.rows(entity).next())
                .with(DataSource.class, DataSource.ofBytes(new byte[1]))
                .with(Consumer.class, (Consumer<Object>) any -> {})
                .with(PackageManifest.class, reader.manifest())
                .with(Backoff.class, Backoff.fixed(Duration.ZERO))
                .with(RetryPolicy.ofDefaults())
                .with(RetryPolicy.builder())
                .with(new Random(1))
                .with(JobStatus.fromJson("{\"DataJobState\":5}"))
                .with(EntityStatus.listFromJson("{\"value\":\"x\"}").get(0))
                .with(MessageStatus.of("Processed"));
    }
}
