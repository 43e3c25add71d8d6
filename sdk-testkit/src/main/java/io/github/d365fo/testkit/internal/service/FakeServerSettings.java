package io.github.d365fo.testkit.internal.service;

import java.util.Set;

/** The switches of a fake server; the setters of its builder describe them. */
public record FakeServerSettings(long largestFile, int policyStatus, Set<Switch> on) {
    /** The switches; all are off by default. */
    public enum Switch {
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
