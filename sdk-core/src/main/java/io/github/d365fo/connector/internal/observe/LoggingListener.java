package io.github.d365fo.connector.internal.observe;

import io.github.d365fo.connector.ConnectorListener;
import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.internal.wire.Redaction;
import java.lang.System.Logger.Level;

/**
 * Logs what a client does to its system logger: requests at DEBUG, retries at INFO, throttling at WARNING. Failures of
 * calls are thrown and not logged.
 */
final class LoggingListener implements ConnectorListener {
    private static final System.Logger LOG = System.getLogger("io.github.d365fo.connector.ConnectorClient");

    private final String subject;

    /** Creates a listener for a call about {@code subject}. */
    LoggingListener(String subject) {
        this.subject = subject;
    }

    /** Returns whether the log takes what every request says. */
    static boolean isDetailed() {
        return LOG.isLoggable(Level.DEBUG);
    }

    @Override
    public void onRequest(Request event) {
        LOG.log(Level.TRACE, () -> name(event.operation()) + ": attempt " + event.attempt());
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
                () -> name(event.operation()) + ": attempt " + event.attempt() + " failed (" + event.cause() + "),"
                        + " next in "
                        + event.delay().toMillis() + " ms");
    }

    @Override
    public void onThrottle(Throttle event) {
        LOG.log(
                Level.WARNING,
                () -> name(event.operation()) + ": throttled by the service, sending nothing for "
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
        return OperationNames.of(operation) + (subject.isEmpty() ? "" : " (" + Redaction.onOneLine(subject) + ")");
    }
}
