package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.observe.Progress;
import io.github.d365fo.connector.internal.wire.DownloadAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Transfers files to and from the environment and Azure Storage. Thread-safe. */
public final class FileTransfers {
    private final Lanes lanes;
    private final PieceSizes sizes;
    private final boolean packageCheck;

    /**
     * Creates transfers that go through the pipeline of {@code lanes}; {@code packageCheck} if packages must be complete before they appear under their names.
     */
    public FileTransfers(Lanes lanes, boolean packageCheck) {
        this(lanes, packageCheck, PieceSizes.DEFAULT);
    }

    FileTransfers(Lanes lanes, boolean packageCheck, PieceSizes sizes) {
        this.lanes = lanes;
        this.packageCheck = packageCheck;
        this.sizes = sizes;
    }

    /** Downloads a message's package to {@code landing}. */
    public CompletableFuture<DownloadedFile> download(
            Call call, DownloadAddress address, Landing landing, TransferListener listener) {
        return download(call, FileSource.of(address, packageCheck), landing, listener);
    }

    /** Downloads the package at {@code sas}, a signed address of Azure Storage, to {@code landing}. */
    public CompletableFuture<DownloadedFile> downloadPackage(
            Call call, URI sas, Landing landing, TransferListener listener) {
        return download(call, FileSource.storage(sas, packageCheck), landing, listener);
    }

    /** Downloads the file at {@code sas}, a signed address of Azure Storage, to {@code landing}. */
    public CompletableFuture<DownloadedFile> downloadFile(
            Call call, URI sas, Landing landing, TransferListener listener) {
        return download(call, FileSource.storage(sas, false), landing, listener);
    }

    /**
     * Uploads {@code payload} to {@code sas}, a signed address of Azure Storage: in one request or, if it is large or
     * of unknown length, in parallel blocks.
     */
    public CompletableFuture<Boolean> upload(Call call, URI sas, Payload payload, TransferListener listener) {
        return new BlobUpload(lanes, sas, payload, new Progress(Operation.BLOB_UPLOAD, listener, call.events()), sizes)
                .run(call);
    }

    private CompletableFuture<DownloadedFile> download(
            Call call, FileSource source, Landing landing, TransferListener listener) {
        Progress progress = new Progress(source.operation(), listener, call.events());
        return new FileDownload(lanes, source, landing, progress, sizes).run(call);
    }
}
