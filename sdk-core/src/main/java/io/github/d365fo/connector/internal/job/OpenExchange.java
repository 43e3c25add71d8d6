package io.github.d365fo.connector.internal.job;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.transfer.FileResponse;
import io.github.d365fo.connector.internal.wire.DownloadAddress;

/** Opens a package as a stream. */
final class OpenExchange implements Exchange<DownloadStream> {
    private final DownloadAddress address;
    private final KnownSecrets secrets;

    OpenExchange(DownloadAddress address, KnownSecrets secrets) {
        this.address = address;
        this.secrets = secrets;
    }

    @Override
    public Operation operation() {
        return Operation.DOWNLOAD;
    }

    @Override
    public boolean authorized() {
        return address.environment();
    }

    @Override
    public Request request() {
        return Request.get(Operation.DOWNLOAD, address.uri());
    }

    @Override
    public boolean accepts(int status) {
        return status == 200;
    }

    @Override
    public DownloadStream read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        FileResponse.refuseOther(answer);
        FileResponse.refuseWithoutEnd(answer);
        BodyStream stream = new BodyStream(answer, release, secrets);
        stream.refusePage();
        answer.keepOpen();
        return stream;
    }
}
