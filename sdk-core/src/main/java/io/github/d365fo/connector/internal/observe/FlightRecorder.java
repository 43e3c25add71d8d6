package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import java.util.Optional;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Writes requests and transfers to the JDK's flight recorder, if one runs. */
final class FlightRecorder implements ConnectorListener {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    private static final Optional<ConnectorListener> LISTENER = Optional.of(new FlightRecorder());

    private FlightRecorder() {}

    /**
     * Returns whether something has recorded since the JVM started. Until then no event class is loaded, which would
     * load a hundred others.
     */
    static boolean isRecording() {
        return PRESENT && jdk.jfr.FlightRecorder.isInitialized();
    }

    /** Returns the listener that records, or empty if nothing records. */
    static Optional<ConnectorListener> ifRecording() {
        return isRecording() ? LISTENER : Optional.empty();
    }

    @Override
    public void onResponse(Response event) {
        RequestEvent recorded = new RequestEvent();
        if (recorded.shouldCommit()) {
            recorded.operation = event.operation().name();
            recorded.attempt = event.attempt();
            recorded.status = event.statusCode().orElse(0);
            recorded.elapsed = event.elapsed().toNanos();
            recorded.commit();
        }
    }

    @Override
    public void onTransfer(Transfer event) {
        TransferEvent recorded = new TransferEvent();
        if (recorded.shouldCommit()) {
            recorded.operation = event.operation().name();
            recorded.bytes = event.bytes();
            recorded.elapsed = event.elapsed().toNanos();
            recorded.commit();
        }
    }

    /** A request that has received the headers of its response, or has failed. */
    @Name("io.github.d365fo.Request")
    @Label("Connector request")
    @Category("D365 F&O SDK")
    @StackTrace(false)
    static final class RequestEvent extends Event {
        @Label("Operation")
        String operation = "";

        @Label("Attempt")
        int attempt;

        @Label("Status, 0 without a response")
        int status;

        @Label("Elapsed")
        @Timespan
        long elapsed;
    }

    /** A body that is complete. */
    @Name("io.github.d365fo.Transfer")
    @Label("Connector transfer")
    @Category("D365 F&O SDK")
    @StackTrace(false)
    static final class TransferEvent extends Event {
        @Label("Operation")
        String operation = "";

        @Label("Bytes")
        @DataAmount
        long bytes;

        @Label("Elapsed")
        @Timespan
        long elapsed;
    }
}
