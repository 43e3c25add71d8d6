package io.github.d365fo.connector.internal.http;

import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that its reader pulls on the reader's own thread. The HTTP client's threads only queue bytes, in bounded
 * number, so they never wait for a disk or a user; and each wait for bytes is bounded, which the HTTP client's own
 * request timeout does not do.
 */
public final class PullBodySubscriber implements HttpResponse.BodySubscriber<PullBodySubscriber>, AutoCloseable {
    private static final int IN_LINE = 16;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> taken = new ArrayDeque<>();
    private Flow.@Nullable Subscription subscription;
    private volatile boolean ended;
    private volatile @Nullable String abandonReason;
    private boolean abandoned;

    PullBodySubscriber() {}

    private record Signal(
            List<ByteBuffer> bytes, boolean last, @Nullable Throwable failure) {}

    /** Completes with the headers, so that the thread that sent the request reads the body. */
    @Override
    public CompletionStage<PullBodySubscriber> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        if (isPlaceNeeded(newSubscription)) {
            newSubscription.request(IN_LINE);
        } else {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        signals.add(new Signal(bytes, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(List.of(), true, null));
    }

    /** Returns the next bytes, or null at the end of the body. Waits no longer than {@code timeout}. */
    public @Nullable ByteBuffer next(Duration timeout) throws NoAnswer, InterruptedException {
        while (taken.isEmpty() && !ended) {
            take(timeout);
        }
        String why = abandonReason;
        if (why != null) {
            // The end of the queue is not the end of the body.
            throw new NoAnswer(why, null, true);
        }
        return taken.poll();
    }

    /** Closes the body from any thread and gives {@code why} to its reader. */
    void abandon(String why) {
        if (!ended) {
            abandonReason = why;
            close();
            onError(new IOException(why));
        }
    }

    /** Closes the connection unless the body has ended. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            abandon();
        }
    }

    private void take(Duration timeout) throws NoAnswer, InterruptedException {
        Signal signal = signals.poll(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
        if (signal == null) {
            close();
            throw new NoAnswer("the body of the response stalled for " + timeout.toMillis() + " ms", null, true);
        }
        if (signal.failure() != null) {
            ended = true;
            String why = abandonReason;
            throw new NoAnswer(why == null ? broken(signal.failure()) : why, signal.failure(), true);
        }
        if (signal.last()) {
            ended = true;
            return;
        }
        taken.addAll(signal.bytes());
        want(1);
    }

    private synchronized boolean isPlaceNeeded(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        return !abandoned;
    }

    private synchronized void want(int count) {
        if (subscription != null) {
            subscription.request(count);
        }
    }

    private synchronized void abandon() {
        abandoned = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    private static String broken(Throwable failure) {
        return "the body of the response broke off"
                + (failure instanceof IOException && failure.getMessage() != null ? ": " + failure.getMessage() : "");
    }
}
