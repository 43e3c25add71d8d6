package io.github.d365fo.connector.internal.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS engine of one connection. It reports when the first byte of a new connection's request passes, and accepts no
 * request after a long silence. A byte that it has not accepted can't have left. As thread-safe as the engine it wraps.
 */
final class WatchedEngine extends DelegatingEngine {
    /** Azure's load balancers silently drop a connection after 4 minutes, others sooner. */
    static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

    private final LongSupplier nanos;
    private @Nullable Departure departure;
    private boolean begun;
    private boolean answered;
    private boolean stale;
    private long lastUsed;

    /**
     * Watches {@code engine}; {@code departure} is that of the request for which the connection is opened, if known.
     */
    WatchedEngine(SSLEngine engine, @Nullable Departure departure, LongSupplier nanos) {
        super(engine);
        this.departure = departure;
        this.nanos = nanos;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) throws SSLException {
        begin();
        int before = target.position();
        SSLEngineResult result = super.wrap(sources, offset, length, target);
        if (result.bytesConsumed() > 0) {
            try {
                take();
            } catch (SSLException e) {
                target.position(before);
                throw e;
            }
        }
        return result;
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) throws SSLException {
        SSLEngineResult result = super.unwrap(source, targets, offset, length);
        if (result.bytesProduced() > 0) {
            answer();
        }
        return result;
    }

    private synchronized void begin() {
        if (!begun && departure != null) {
            departure.handshake();
        }
        begun = true;
    }

    private synchronized void answer() {
        answered = true;
        lastUsed = nanos.getAsLong();
    }

    /** The first bytes after a response start a request. */
    private synchronized void take() throws SSLException {
        long now = nanos.getAsLong();
        Duration idle = Duration.ofNanos(now - lastUsed);
        stale |= answered && idle.compareTo(LONGEST_IDLE) > 0;
        if (stale) {
            throw new StaleConnectionException(lastUsed, idle);
        }
        if (departure != null && !departure.carry()) {
            throw new SSLException("the exchange for which this connection was opened is over");
        }
        departure = null;
        answered = false;
        lastUsed = now;
    }
}
