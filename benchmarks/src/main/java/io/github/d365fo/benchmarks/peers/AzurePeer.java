package io.github.d365fo.benchmarks.peers;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobDownloadToFileOptions;
import java.net.URI;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Azure's own client for storage, with eight blocks at once. */
final class AzurePeer implements Peer {
    private static final int AT_ONCE = 8;
    private static final long BLOCK = 8L << 20;

    private final URI address;

    AzurePeer(URI address) {
        this.address = address;
    }

    @Override
    public void store(Path file) {
        // Files of up to 256 MiB would go in one request, on one connection.
        ParallelTransferOptions options = new ParallelTransferOptions()
                .setBlockSizeLong(BLOCK)
                .setMaxSingleUploadSizeLong(BLOCK)
                .setMaxConcurrency(AT_ONCE);
        blob(0).uploadFromFile(file.toString(), options, null, null, null, null, null);
    }

    @Override
    public void fetch(long size, Path target) {
        blob(size)
                .downloadToFileWithResponse(
                        new BlobDownloadToFileOptions(target.toString())
                                .setParallelTransferOptions(new com.azure.storage.common.ParallelTransferOptions()
                                        .setBlockSizeLong(BLOCK)
                                        .setMaxConcurrency(AT_ONCE))
                                .setOpenOptions(Set.of(
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.TRUNCATE_EXISTING,
                                        StandardOpenOption.READ,
                                        StandardOpenOption.WRITE)),
                        null,
                        null);
    }

    private BlobClient blob(long size) {
        // The signature only looks like one; the server checks none.
        return new BlobClientBuilder()
                .endpoint(address.resolve("/store/benchmark/package.zip?sv=2024-11-04&sig=none&size=" + size)
                        .toString())
                .buildClient();
    }
}
