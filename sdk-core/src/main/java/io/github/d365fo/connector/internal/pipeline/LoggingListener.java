package io.github.d365fo.connector.internal.pipeline;

import io.github.d365fo.connector.ConnectorClient;
import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.lang.System.Logger.Level;

/**
 * Writes what a client does to the system logger named after {@link ConnectorClient}: the ordinary at DEBUG, what is
 * tried again at INFO, throttling at WARNING. Failures of calls are thrown and not logged.
 */
final class LoggingListener implements ConnectorListener {
    private static final System.Logger LOG = System.getLogger(ConnectorClient.class.getName());

    private final String subject;

    /** Creates a listener to a call about {@code subject}. */
    LoggingListener(String subject) {
        this.subject = Redaction.onOneLine(subject);
    }

    @Override
    public void onRequest(Request event) {
        LOG.log(Level.TRACE, () -> name(event.operation()) + ": try " + event.attempt());
    }

    @Override
    public void onResponse(Response event) {
        LOG.log(
                Level.DEBUG,
                () -> name(event.operation()) + ": "
                        + event.failure().orElse("status " + event.statusCode().orElse(0)) + " after "
                        + event.elapsed().toMillis() + " ms"
                        + event.requestId().map(id -> ", request id " + id).orElse(""));
    }

    @Override
    public void onRetry(Retry event) {
        LOG.log(
                Level.INFO,
                () -> name(event.operation()) + ": try " + event.attempt() + " failed (" + event.cause() + "), next in "
                        + event.delay().toMillis() + " ms");
    }

    @Override
    public void onThrottle(Throttle event) {
        LOG.log(
                Level.WARNING,
                () -> name(event.operation()) + ": throttled by the service, nothing is sent for "
                        + event.delay().toMillis() + " ms");
    }

    @Override
    public void onTransfer(Transfer event) {
        LOG.log(
                Level.DEBUG,
                () -> name(event.operation()) + ": " + event.bytes() + " bytes in "
                        + event.elapsed().toMillis() + " ms");
    }

    private String name(Operation operation) {
        return Failures.name(operation) + (subject.isEmpty() ? "" : " (" + subject + ")");
    }
}
