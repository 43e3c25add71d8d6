package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.internal.call.Call;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.observe.Progress;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A download from its first byte to the file under its name. */
final class FileDownload {
    private final Lanes swarm;
    private final FileSource source;
    private final Landing landing;
    private final Progress progress;
    private final long rangeSize;
    private final DownloadExchange first;

    FileDownload(Lanes swarm, FileSource source, Landing landing, Progress progress, long rangeSize) {
        this.swarm = swarm;
        this.source = source;
        this.landing = landing;
        this.progress = progress;
        this.rangeSize = rangeSize;
        this.first = new DownloadExchange(source, landing, progress, rangeSize);
    }

    CompletableFuture<DownloadedFile> run(Call call) {
        return swarm.pipeline()
                .run(call, first)
                .thenCompose(fetched -> whole(call, fetched))
                .thenCompose(fetched -> call.step(source.operation(), () -> commit(fetched)))
                .whenComplete((file, failure) -> first.discard());
    }

    private CompletableFuture<Fetched> whole(Call call, Fetched fetched) {
        if (fetched.isWhole()) {
            return CompletableFuture.completedFuture(fetched);
        }
        Ranges missing = new Ranges(source, fetched, landing.target(), progress, rangeSize);
        return swarm.run(call, source.operation(), Ranges.AT_ONCE, missing)
                .thenCompose(done -> call.step(source.operation(), () -> verified(fetched)));
    }

    private Fetched verified(Fetched fetched) throws ExchangeFailure, InterruptedException {
        try {
            Verification.check(fetched, source.isPackage());
            return fetched;
        } catch (IOException e) {
            throw TargetTrouble.orInterrupt(landing.target(), e);
        }
    }

    private DownloadedFile commit(Fetched fetched) throws ExchangeFailure, InterruptedException {
        try {
            DownloadedFile file = landing.end(
                    fetched.part(), fetched.total(), fetched.checksums().sha256());
            progress.end();
            return file;
        } catch (IOException e) {
            throw TargetTrouble.orInterrupt(landing.target(), e);
        }
    }
}
