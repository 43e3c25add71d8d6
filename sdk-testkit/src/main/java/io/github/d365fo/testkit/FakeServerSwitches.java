package io.github.d365fo.testkit;

import io.github.d365fo.testkit.internal.service.FakeServerSettings;
import io.github.d365fo.testkit.internal.service.FakeServerSettings.Switch;

/**
 * The switches of a fake server, for settings that differ between environments and for behaviour that is not known
 * outside Microsoft. Each says what it changes, its default, and whether that is documented or a guess. Not
 * thread-safe.
 *
 * <p>Test with both values if your integration must not depend on a guess:
 *
 * <pre>{@code
 * for (boolean names : List.of(false, true)) {
 *     try (FakeConnectorServer server = FakeConnectorServer.builder().stateNames(names).start()) {
 *         RecurringJob journals = server.client().job(server.importJob().activityId());
 *         MessageId id = journals.enqueue(journal);
 *         journals.awaitProcessed(id, Duration.ofMinutes(30));
 *         assert journals.jobStatus(id).isSuccess();
 *     }
 * }
 * }</pre>
 */
public abstract sealed class FakeServerSwitches permits FakeServerHosting {
    private final FakeServerSettings settings = new FakeServerSettings();

    FakeServerSwitches() {}

    /**
     * Sets how many bytes a file can have before it is rejected with 413. Default 30,000,000, a guess: the
     * documentation names no limit, and this is the web server's default.
     *
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public FakeConnectorServer.Builder largestFile(long bytes) {
        settings.largestFile(bytes);
        return self();
    }

    /**
     * Sets whether download addresses have {@code http} and port 80, as behind a load balancer ("Recurring
     * integrations, Http vs Https"). Default false: scheme and port are the server's.
     */
    public FakeConnectorServer.Builder downloadsOnPort80(boolean on) {
        return set(Switch.DOWNLOADS_ON_PORT_80, on);
    }

    /** Sets whether downloads can be resumed. Default false, a guess: nothing is known about the real service. */
    public FakeConnectorServer.Builder downloadRanges(boolean on) {
        return set(Switch.DOWNLOAD_RANGES, on);
    }

    /** Sets whether jobstatus returns states as names. Default false, numbers, a guess: both are plausible. */
    public FakeConnectorServer.Builder stateNames(boolean on) {
        return set(Switch.STATE_NAMES, on);
    }

    /**
     * Sets whether a second acknowledgement of the same delivery succeeds. Default false, 500, a guess: the
     * documentation is silent.
     */
    public FakeConnectorServer.Builder repeatedAcknowledgement(boolean on) {
        return set(Switch.REPEATED_ACKNOWLEDGEMENT, on);
    }

    /**
     * Sets whether an acknowledgement succeeds after its lease has ended, as long as the message was not delivered
     * again. Default false, 500, a guess: the documentation is silent.
     */
    public FakeConnectorServer.Builder lateAcknowledgement(boolean on) {
        return set(Switch.LATE_ACKNOWLEDGEMENT, on);
    }

    /**
     * Sets whether the application is mapped to a user of the environment, under <em>Microsoft Entra ID
     * applications</em>. Default true; with false every answer is 403, as public clients report.
     */
    public FakeConnectorServer.Builder applicationMapped(boolean on) {
        return set(Switch.APPLICATION_MAPPED, on);
    }

    /**
     * Sets the status for an application that is not in the authorization policy of the job. Default 401, as public
     * clients report; others report 403.
     *
     * @throws IllegalArgumentException if {@code status} is neither 401 nor 403
     */
    public FakeConnectorServer.Builder policyStatus(int status) {
        settings.policyStatus(status);
        return self();
    }

    /**
     * Sets whether a file that is not a package and has no {@code entity} is rejected at once, with 500. Default false,
     * a guess: it is accepted, and its message ends in {@code PreProcessingError}.
     */
    public FakeConnectorServer.Builder missingEntityRefused(boolean on) {
        return set(Switch.MISSING_ENTITY_REFUSED, on);
    }

    /**
     * Sets whether a message whose file was deleted after seven days is delivered without a file. Default false, a
     * guess: it is delivered as before, and its download fails with 500.
     */
    public FakeConnectorServer.Builder expiredWithoutFile(boolean on) {
        return set(Switch.EXPIRED_WITHOUT_FILE, on);
    }

    /**
     * Sets whether every delivery of a message has a new {@code CorrelationId}. Default false, a guess: whether it
     * stays the same is not documented.
     */
    public FakeConnectorServer.Builder newCorrelationIds(boolean on) {
        return set(Switch.NEW_CORRELATION_IDS, on);
    }

    /**
     * Sets whether {@code LastDequeueDateTime} ends in {@code Z}. Default false, a guess: the dates of jobstatus have no
     * zone.
     */
    public FakeConnectorServer.Builder zonedDates(boolean on) {
        return set(Switch.ZONED_DATES, on);
    }

    /**
     * Sets whether {@code FileDownLoadErrorMessage} is null if there is no error. Default false, an empty string: both
     * have been seen.
     */
    public FakeConnectorServer.Builder nullErrorMessage(boolean on) {
        return set(Switch.NULL_ERROR_MESSAGE, on);
    }

    final FakeServerSettings settings() {
        return settings.copy();
    }

    final FakeConnectorServer.Builder self() {
        return (FakeConnectorServer.Builder) this;
    }

    private FakeConnectorServer.Builder set(Switch key, boolean on) {
        settings.set(key, on);
        return self();
    }
}
