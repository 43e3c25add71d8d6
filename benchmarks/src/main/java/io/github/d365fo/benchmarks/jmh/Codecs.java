package io.github.d365fo.benchmarks.jmh;

import io.github.d365fo.benchmarks.packages.SamplePackage;
import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.internal.wire.Json;
import io.github.d365fo.connector.internal.wire.JsonException;
import io.github.d365fo.connector.packages.DataPackageReader;
import io.github.d365fo.connector.packages.DataRow;
import io.github.d365fo.connector.packages.DataRows;
import io.github.d365fo.connector.packages.SourceFormat;
import io.github.d365fo.connector.status.MessageStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it takes to read an answer or a row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Codecs {
    private static final int MEBIBYTE = 1 << 20;

    private final String message = "{\"CorrelationId\":\"5f0c1d4c-2b0c-4a4e-9d4e-000000000001\","
            + "\"PopReceipt\":\"AgAAAAMAAAAAAAAAq83xYt9r2gE=\","
            + "\"DownloadLocation\":\"https://contoso.operations.dynamics.com/api/connector/download/1?size=2\","
            + "\"IsDownLoadFileExist\":true,\"FileDownLoadErrorMessage\":null,"
            + "\"LastDequeueDateTime\":\"2026-01-01T00:00:00Z\"}";
    private final String status = "{\"@odata.context\":\"https://contoso.operations.dynamics.com/data/"
            + "$metadata#Microsoft.Dynamics.DataEntities.DMFMessageStatus\",\"value\":\"Processed\"}";
    private Path directory = Path.of("");
    private SamplePackage sample = new SamplePackage(Path.of(""), 0, 0);

    /** Writes a package with a mebibyte of rows. */
    @Setup
    public void write() throws IOException {
        directory = Files.createTempDirectory("codecs");
        sample = SamplePackage.write(directory.resolve("rows.zip"), SourceFormat.CSV, MEBIBYTE);
    }

    /** Deletes the package. */
    @TearDown
    public void delete() throws IOException {
        Files.delete(sample.file());
        Files.delete(directory);
    }

    /** Reads the answer of <em>dequeue</em>. */
    @Benchmark
    public DequeueResult dequeueAnswer() {
        return DequeueResult.fromJson(message);
    }

    /** Reads the answer of <em>GetMessageStatus</em>. */
    @Benchmark
    public MessageStatus statusAnswer() throws JsonException {
        return MessageStatus.of(Json.parseObject(status).requiredText("value"));
    }

    /** Reads a package's mebibyte of CSV: some 9,000 rows. */
    @Benchmark
    public long csvRows() throws IOException {
        long length = 0;
        try (DataPackageReader reader = DataPackageReader.open(sample.file());
                DataRows rows = reader.rows(reader.manifest().entities().get(0))) {
            while (rows.hasNext()) {
                DataRow row = rows.next();
                length += row.text("ORGANIZATIONNAME").orElseThrow().length();
            }
        }
        return length;
    }
}
