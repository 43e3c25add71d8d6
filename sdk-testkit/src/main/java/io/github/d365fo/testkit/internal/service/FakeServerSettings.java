package io.github.d365fo.testkit.internal.service;

import java.util.Set;

/** The switches of a fake server; the builder's setters say what each is. */
public record FakeServerSettings(long largestFile, int policyStatus, Set<Switch> on) {
    /** What can be switched on; off is the default of all. */
    public enum Switch {
        TLS,
        DOWNLOADS_ON_PORT_80,
        DOWNLOAD_RANGES,
        STATE_NAMES,
        REPEATED_ACKNOWLEDGEMENT,
        LATE_ACKNOWLEDGEMENT,
        APPLICATION_NOT_MAPPED,
        MISSING_ENTITY_REFUSED,
        EXPIRED_WITHOUT_FILE,
        NEW_CORRELATION_IDS,
        ZONED_DATES,
        NULL_ERROR_MESSAGE
    }

    public boolean is(Switch key) {
        return on.contains(key);
    }
}
