package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.internal.time.Stopwatch;
import java.time.Duration;
import java.util.OptionalLong;

/** Reports the progress of a transfer to a user, at most about ten times a second. Not thread-safe. */
public final class Progress implements TransferListener {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Operation operation;
    private final TransferListener listener;
    private final Observer observer;
    private final Stopwatch since = new Stopwatch();
    private Duration nextAt = PAUSE;
    private long transferred;
    private OptionalLong total = OptionalLong.empty();

    /** Starts to report a transfer to {@code listener} and, at its end, to {@code observer}. */
    public Progress(Operation operation, TransferListener listener, Observer observer) {
        this.operation = operation;
        this.listener = listener;
        this.observer = observer;
    }

    @Override
    public void onProgress(long newTransferred, OptionalLong newTotal) {
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
        Duration elapsed = since.elapsed();
        observer.tell(l -> l.onTransfer(new ConnectorListener.Transfer(operation, transferred, total, elapsed)));
    }

    private void tell() {
        observer.guarded(() -> listener.onProgress(transferred, total));
    }
}
