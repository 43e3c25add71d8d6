package io.github.d365fo.benchmarks.peers;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A block of a file, read piece by piece on the thread that asks for it: the least that the HTTP client needs. */
final class BlockPublisher implements HttpRequest.BodyPublisher, Flow.Subscription {
    private static final int PIECE = 256 << 10;

    private final FileChannel file;
    private final long from;
    private final long to;
    private long at;
    private long demand;
    private boolean sending;
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

    BlockPublisher(FileChannel file, long from, long to) {
        this.file = file;
        this.from = from;
        this.to = to;
    }

    @Override
    public long contentLength() {
        return to - from;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> newSubscriber) {
        at = from;
        subscriber = newSubscriber;
        newSubscriber.onSubscribe(this);
    }

    @Override
    public void request(long count) {
        Flow.Subscriber<? super ByteBuffer> target = subscriber;
        if (target == null || !begins(count)) {
            return;
        }
        try {
            while (goesOn()) {
                target.onNext(next());
                if (at == to) {
                    target.onComplete();
                }
            }
        } catch (IOException e) {
            target.onError(e);
        }
    }

    @Override
    public synchronized void cancel() {
        at = to;
    }

    private synchronized boolean begins(long count) {
        demand += count;
        boolean first = !sending;
        sending = true;
        return first;
    }

    private synchronized boolean goesOn() {
        sending = demand > 0 && at < to;
        demand -= sending ? 1 : 0;
        return sending;
    }

    private ByteBuffer next() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, to - at));
        while (piece.hasRemaining()) {
            if (file.read(piece, at + piece.position()) < 0) {
                throw new EOFException("the file became shorter");
            }
        }
        at += piece.capacity();
        return piece.flip();
    }
}
