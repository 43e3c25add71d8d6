package io.github.d365fo.connector;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a recurring data job, as the <em>Manage recurring data jobs</em> page of Finance and Operations shows it.
 *
 * <p>An activity id is neither a {@link MessageId} nor an {@link ExecutionId}. Immutable and thread-safe.
 */
public final class ActivityId {
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final String value;

    private ActivityId(String value) {
        this.value = value;
    }

    /**
     * Parses an activity id in any of its spellings: {@code {guid}}, {@code %7Bguid%7D} or the bare GUID, in any case,
     * with or without surrounding white space.
     *
     * @throws IllegalArgumentException if {@code text} is not a GUID in one of these spellings
     */
    public static ActivityId of(String text) {
        Objects.requireNonNull(text, "activityId");
        String bare = text.strip().toLowerCase(Locale.ROOT).replace("%7b", "{").replace("%7d", "}");
        if (bare.startsWith("{") && bare.endsWith("}")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        if (!GUID.matcher(bare).matches()) {
            throw new IllegalArgumentException("activityId: expected a GUID such as"
                    + " {6D31E09F-0249-459F-94F0-AAD9C2C47B64}, with or without braces, but got "
                    + text.length() + " characters that are none; copy the ID from the recurring data job's page");
        }
        return new ActivityId(bare);
    }

    /** Returns the activity id {@code id}. */
    public static ActivityId of(UUID id) {
        Objects.requireNonNull(id, "activityId");
        return new ActivityId(id.toString());
    }

    /** Returns the bare GUID in lower case, the spelling this SDK sends. */
    public String value() {
        return value;
    }

    /** Returns whether {@code other} is the same activity id, however it was spelt. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ActivityId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns the bare GUID in lower case. */
    @Override
    public String toString() {
        return value;
    }
}
