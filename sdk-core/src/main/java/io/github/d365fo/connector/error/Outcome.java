package io.github.d365fo.connector.error;

/** What a failed call did to Finance and Operations. */
public enum Outcome {
    /** No complete request reached the service. Nothing happened there; you can call again. */
    NOT_SENT,
    /** The service rejected the request. Nothing happened there. */
    REJECTED,
    /**
     * The request was sent, and its response is missing or inconclusive. It may have taken effect; calling again may
     * make it take effect twice.
     */
    UNKNOWN
}
