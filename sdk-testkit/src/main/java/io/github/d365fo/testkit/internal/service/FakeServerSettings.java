package io.github.d365fo.testkit.internal.service;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The switches of a fake server; the setters of its builder describe them. Thread-safe. */
public final class FakeServerSettings {
    private static final long WEB_SERVERS_DEFAULT = 30_000_000;

    private final Set<Switch> on = ConcurrentHashMap.newKeySet();
    private volatile long largestFile = WEB_SERVERS_DEFAULT;
    private volatile int policyStatus = 401;

    /** The switches; all but one are off by default. */
    public enum Switch {
        APPLICATION_MAPPED,
        DOWNLOADS_ON_PORT_80,
        DOWNLOAD_RANGES,
        STATE_NAMES,
        REPEATED_ACKNOWLEDGEMENT,
        LATE_ACKNOWLEDGEMENT,
        MISSING_ENTITY_REFUSED,
        EXPIRED_WITHOUT_FILE,
        NEW_CORRELATION_IDS,
        ZONED_DATES,
        NULL_ERROR_MESSAGE;

        private final String setter = setter();

        /** Returns the name of the setter of the builder, such as {@code stateNames}. */
        public String setterName() {
            return setter;
        }

        /** Returns the switch of a setter. */
        public static Optional<Switch> of(String setter) {
            return Arrays.stream(values())
                    .filter(key -> key.setter.equals(setter))
                    .findFirst();
        }

        private String setter() {
            StringBuilder text = new StringBuilder();
            for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
                text.append(text.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
                        .append(word.substring(1));
            }
            return text.toString();
        }
    }

    /** Creates the default settings. */
    public FakeServerSettings() {
        on.add(Switch.APPLICATION_MAPPED);
    }

    /** Returns a copy, which changes by itself. */
    public FakeServerSettings copy() {
        FakeServerSettings copy = new FakeServerSettings();
        Arrays.stream(Switch.values()).forEach(key -> copy.set(key, is(key)));
        copy.largestFile = largestFile;
        copy.policyStatus = policyStatus;
        return copy;
    }

    public boolean is(Switch key) {
        return on.contains(key);
    }

    public void set(Switch key, boolean value) {
        if (value) {
            on.add(key);
        } else {
            on.remove(key);
        }
    }

    public long largestFile() {
        return largestFile;
    }

    /**
     * Sets it.
     *
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public void largestFile(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("largestFile: expected zero or more bytes, but got " + bytes);
        }
        largestFile = bytes;
    }

    public int policyStatus() {
        return policyStatus;
    }

    /**
     * Sets it.
     *
     * @throws IllegalArgumentException if {@code status} is neither 401 nor 403
     */
    public void policyStatus(int status) {
        if (status != 401 && status != 403) {
            throw new IllegalArgumentException("policyStatus: expected 401 or 403, but got " + status);
        }
        policyStatus = status;
    }
}
