package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.ConnectorListener.Transfer;
import io.github.d365fo.connector.ConnectorListener.TransferFailed;
import io.github.d365fo.connector.ConnectorListener.TransferStarted;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.ErrorType;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports the progress of a transfer to a user, at most about ten times a second, and its beginning and end to
 * listeners. Used by one thread at a time, except for the end of its call.
 */
public final class Progress implements TransferListener, Open {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Operation operation;
    private final TransferListener listener;
    private final CallEvents call;
    private final Stopwatch since = new Stopwatch();
    private Duration nextAt = PAUSE;
    private volatile @Nullable TransferStarted started;
    private volatile long transferred;
    private volatile OptionalLong total = OptionalLong.empty();

    /** Starts to report a transfer of {@code call} to {@code listener}. */
    public Progress(Operation operation, TransferListener listener, CallEvents call) {
        this.operation = operation;
        this.listener = listener;
        this.call = call;
    }

    @Override
    public void onProgress(long newTransferred, OptionalLong newTotal) {
        begin();
        transferred = newTransferred;
        total = newTotal;
        Duration now = since.elapsed();
        if (now.compareTo(nextAt) >= 0) {
            nextAt = now.plus(PAUSE);
            tell();
        }
    }

    /** Reports that the transfer is complete. */
    public void end() {
        tell();
        begin();
        if (call.isHeard()) {
            Transfer complete = new Transfer(started(), transferred, total, since.elapsed());
            call.record(observer -> observer.onTransfer(complete));
            call.end(this, () -> observer -> observer.onTransfer(complete));
        }
    }

    /** Reports that the transfer has failed for {@code type}, unless nothing was transferred. */
    public void failed(ErrorType type) {
        call.end(this, () -> endOfCall(type));
    }

    @Override
    public Consumer<ConnectorListener> endOfCall(ErrorType reason) {
        TransferFailed failed = new TransferFailed(started(), transferred, total, reason, since.elapsed());
        return observer -> observer.onTransferFailed(failed);
    }

    private void begin() {
        if (started == null && call.hasListeners()) {
            TransferStarted event = started();
            call.begin(this, observer -> observer.onTransferStarted(event));
        }
    }

    private TransferStarted started() {
        TransferStarted event = started;
        if (event == null) {
            event = new TransferStarted(call.info(), Observer.nextId(), operation);
            started = event;
        }
        return event;
    }

    private void tell() {
        call.guarded(() -> listener.onProgress(transferred, total));
    }
}
