package io.github.d365fo.connector;

import io.github.d365fo.connector.internal.time.Randomness;

/**
 * The id of an execution (one run of a data project), such as
 * {@code XXImport-2016-08-27T20:58:15-319F6ED28C6D4756AC9F4D4E312DC4F9}.
 *
 * <p>An execution id is not a GUID, and not a {@link MessageId}. Immutable and thread-safe.
 */
public final class ExecutionId {
    private final String value;

    private ExecutionId(String value) {
        this.value = value;
    }

    /**
     * Returns the execution id in {@code text}; white space and double quotes around it are dropped.
     *
     * @throws IllegalArgumentException if nothing is left
     */
    public static ExecutionId of(String text) {
        return new ExecutionId(IdText.bare("executionId", text));
    }

    /**
     * Returns a new, unique id, so that an execution has a known id before it starts: only then can you ask the service
     * about a start whose response was lost.
     */
    public static ExecutionId unique() {
        return new ExecutionId(Randomness.uniqueId());
    }

    /** Returns the id, spelt as the server did. */
    public String value() {
        return value;
    }

    /** Returns whether {@code other} is the same execution id, in any case. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ExecutionId that && value.equalsIgnoreCase(that.value);
    }

    @Override
    public int hashCode() {
        return IdText.caseless(value).hashCode();
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return value;
    }
}
