package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.call.Calls;
import io.github.d365fo.connector.internal.call.ErrorTypes;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.observe.Progress;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A download, from the first byte to the complete target. */
final class FileDownload {
    private final Lanes lanes;
    private final FileSource source;
    private final Landing landing;
    private final Progress progress;
    private final PieceSizes sizes;
    private final DownloadExchange first;

    FileDownload(Lanes lanes, FileSource source, Landing landing, Progress progress, PieceSizes sizes) {
        this.lanes = lanes;
        this.source = source;
        this.landing = landing;
        this.progress = progress;
        this.sizes = sizes;
        this.first = new DownloadExchange(source, landing, progress, sizes.firstRange());
    }

    CompletableFuture<DownloadedFile> run(Call call) {
        return lanes.pipeline()
                .run(call, first)
                .thenCompose(fetched -> whole(call, fetched))
                .thenCompose(fetched -> call.step(source.operation(), () -> commit(fetched)))
                .whenComplete((file, failure) -> {
                    first.discard();
                    if (failure != null) {
                        progress.failed(ErrorTypes.of(Calls.unwrap(failure)));
                    }
                });
    }

    private CompletableFuture<Fetched> whole(Call call, Fetched fetched) {
        if (fetched.isWhole()) {
            return CompletableFuture.completedFuture(fetched);
        }
        Ranges missing = new Ranges(source, fetched, landing.target(), progress, sizes);
        return lanes.run(call, source.operation(), Ranges.AT_ONCE, missing)
                .thenCompose(done -> call.step(source.operation(), () -> verified(fetched)));
    }

    private Fetched verified(Fetched fetched) throws ExchangeFailure, InterruptedException {
        try {
            Verification.check(fetched, source.isPackage());
            return fetched;
        } catch (IOException e) {
            throw TargetFailures.orInterrupt(landing.target(), e);
        }
    }

    private DownloadedFile commit(Fetched fetched) throws ExchangeFailure, InterruptedException {
        try {
            DownloadedFile file = landing.end(
                    fetched.part(), fetched.total(), fetched.checksums().sha256());
            progress.end();
            return file;
        } catch (IOException e) {
            throw TargetFailures.orInterrupt(landing.target(), e);
        }
    }
}
