package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.ErrorTypes;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.PayloadReader;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.observe.Progress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Uploads a block blob ("Put Blob", or "Put Block" and "Put Block List" of the Azure Storage REST API). */
final class BlobUpload {
    private final Lanes lanes;
    private final URI sas;
    private final Payload payload;
    private final Progress progress;
    private final PieceSizes sizes;

    BlobUpload(Lanes lanes, URI sas, Payload payload, Progress progress, PieceSizes sizes) {
        this.lanes = lanes;
        this.sas = sas;
        this.payload = payload;
        this.progress = progress;
        this.sizes = sizes;
    }

    CompletableFuture<Boolean> run(Call call) {
        return call.step(Operation.BLOB_UPLOAD, this::openIfLarge)
                .thenCompose(large -> large.isEmpty() ? atOnce(call) : inBlocks(call, large.get()))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        progress.end();
                    } else {
                        progress.failed(ErrorTypes.of(Calls.unwrap(failure)));
                    }
                });
    }

    /** Opens the payload; returns empty, and closes it again, if it is small. */
    private Optional<PayloadReader> openIfLarge() throws LocalTrouble, InterruptedException {
        PayloadReader reader = PayloadReader.open(payload);
        if (reader.length().orElse(Long.MAX_VALUE) > sizes.atOnce()) {
            return Optional.of(reader);
        }
        reader.close();
        return Optional.empty();
    }

    private CompletableFuture<Boolean> atOnce(Call call) {
        Request put = Request.barePut(Operation.BLOB_UPLOAD, sas, payload, progress)
                .header("x-ms-blob-type", "BlockBlob")
                .header("Content-Type", "application/octet-stream");
        return lanes.pipeline().run(call, new PutExchange(put, payload.isRepeatable()));
    }

    private CompletableFuture<Boolean> inBlocks(Call call, PayloadReader reader) {
        Blocks blocks = new Blocks(sas, reader, progress, sizes);
        return lanes.run(call, Operation.BLOB_UPLOAD, blocks.atOnce(), blocks)
                .whenComplete((done, failure) -> reader.close())
                .thenCompose(done -> lanes.pipeline().run(call, new PutExchange(blocks.list(), true)));
    }
}
