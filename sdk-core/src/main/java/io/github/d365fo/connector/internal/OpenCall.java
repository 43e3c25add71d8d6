package io.github.d365fo.connector.internal;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.DownloadStream;
import io.github.d365fo.connector.error.KnownSecrets;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.Outgoing;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.transfer.FileAnswer;
import io.github.d365fo.connector.internal.wire.DownloadAddress;

/** Opens a package as a stream. */
final class OpenCall implements Exchange<DownloadStream> {
    private final DownloadAddress address;
    private final KnownSecrets secrets;

    OpenCall(DownloadAddress address, KnownSecrets secrets) {
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
    public Outgoing request() {
        return Outgoing.get(Operation.DOWNLOAD, address.uri());
    }

    @Override
    public boolean accepts(int status) {
        return status == 200;
    }

    @Override
    public DownloadStream read(Answer answer, Runnable release) throws ExchangeFailure, InterruptedException {
        FileAnswer.refuseOther(answer);
        FileAnswer.refuseWithoutEnd(answer);
        BodyStream stream = new BodyStream(answer, release, secrets);
        stream.refusePage();
        answer.keepOpen();
        return stream;
    }
}
