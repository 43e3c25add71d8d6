package io.github.d365fo.connector;

/** What a request asks of Finance and Operations. Immutable and thread-safe. */
public enum Operation {
    /** Sends a file for import. Never sent again once its answer may have been lost: a second copy is a second import. */
    ENQUEUE(Effect.ONCE),
    /** Takes the next export message and starts its lease of 30 minutes. */
    DEQUEUE(Effect.READ),
    /** Fetches the package of a message. */
    DOWNLOAD(Effect.READ),
    /** Confirms a message, so that it does not come back. */
    ACKNOWLEDGE(Effect.REPEATABLE),
    /** Asks for the status of a message ({@code GetMessageStatus}). */
    MESSAGE_STATUS(Effect.READ),
    /** Asks for the detailed status of an import ({@code jobstatus}). */
    JOB_STATUS(Effect.READ),
    /** Gets an access token from an identity provider; sent by a token provider and not to Finance and Operations. */
    ACCESS_TOKEN(Effect.READ);

    private enum Effect {
        READ,
        REPEATABLE,
        ONCE
    }

    private final Effect effect;

    Operation(Effect effect) {
        this.effect = effect;
    }

    /**
     * Returns whether the request may be sent again when it is not known what became of the one before. {@code false}
     * for {@link #ENQUEUE} alone.
     */
    public boolean isRepeatable() {
        return effect != Effect.ONCE;
    }

    /** Returns whether the request changes nothing that a later one could not mend. */
    public boolean isRead() {
        return effect == Effect.READ;
    }
}
