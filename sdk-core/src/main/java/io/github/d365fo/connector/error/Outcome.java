package io.github.d365fo.connector.error;

/** What a failed call did to Finance and Operations. */
public enum Outcome {
    /** No complete request reached the service. Nothing happened there; the call may be made again. */
    NOT_SENT,
    /** The service answered and refused. Nothing happened there. */
    REJECTED,
    /**
     * The request was sent and its answer is missing or says nothing certain. It may have taken effect; making the call
     * again may make it take effect twice.
     */
    UNKNOWN
}
