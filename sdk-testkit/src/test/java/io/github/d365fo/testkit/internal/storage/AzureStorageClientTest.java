package io.github.d365fo.testkit.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobDownloadToFileOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import io.github.d365fo.testkit.harness.DataPlaneRig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's own storage client works with the fake's addresses, unchanged. */
class AzureStorageClientTest {
    private final DataPlaneRig rig = new DataPlaneRig();
    private final byte[] content = new byte[5 << 20];

    @TempDir
    Path directory;

    AzureStorageClientTest() {
        new Random(1).nextBytes(content);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private BlobClient client() throws Exception {
        return new BlobClientBuilder()
                .endpoint(rig.writeUrl("azure package.zip").toString())
                .httpClient(new JdkHttpClientBuilder().build())
                .buildClient();
    }

    @Test
    void aFileGoesAsOneAndComesBackInRanges() throws Exception {
        BlobClient client = client();
        client.upload(BinaryData.fromBytes(content));
        assertThat(rig.data().blobs().get(0).blocks()).isZero();
        assertThat(client.getProperties().getBlobSize()).isEqualTo(content.length);
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        client.downloadStreamWithResponse(part, new BlobRange(100, 1000L), null, null, false, null, null);
        assertThat(part.toByteArray()).isEqualTo(Arrays.copyOfRange(content, 100, 1100));
    }

    @Test
    void whatIsSaidOfAFileIsSetReadAndDeletedWithIt() throws Exception {
        rig.data().uploadPermissions("rwd");
        BlobClient client = client();
        client.upload(BinaryData.fromBytes(content));
        client.setMetadata(Map.of("source", "erp"));
        client.setHttpHeaders(new BlobHttpHeaders().setContentType("application/zip"));
        assertThat(client.getProperties().getMetadata()).containsEntry("source", "erp");
        assertThat(client.getProperties().getContentType()).isEqualTo("application/zip");
        assertThat(client.deleteIfExists()).isTrue();
        assertThat(client.exists()).isFalse();
    }

    @Test
    void aFileGoesInBlocksAndComesBackInParallel() throws Exception {
        BlobClient client = client();
        client.uploadWithResponse(
                new BlobParallelUploadOptions(new ByteArrayInputStream(content))
                        .setParallelTransferOptions(new ParallelTransferOptions()
                                .setBlockSizeLong(1L << 20)
                                .setMaxSingleUploadSizeLong(1L << 20)
                                .setMaxConcurrency(4)),
                null,
                null);
        assertThat(rig.data().blobs().get(0).blocks()).isEqualTo(5);
        Path file = directory.resolve("down");
        client.downloadToFileWithResponse(
                new BlobDownloadToFileOptions(file.toString())
                        .setParallelTransferOptions(new com.azure.storage.common.ParallelTransferOptions()
                                .setBlockSizeLong(1L << 20)
                                .setMaxConcurrency(4)),
                null,
                null);
        assertThat(Files.readAllBytes(file)).isEqualTo(content);
    }
}
