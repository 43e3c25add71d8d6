package io.github.d365fo.connector.error;

/**
 * Why something failed, in one word of a small set: a value for the tags of metrics and the {@code error.type} of traces,
 * where a message would make endless series. Later versions may add values.
 */
public enum ErrorType {
    /** The service answered with an error status other than those below. */
    STATUS,
    /** The service answered 429, or the client still waits because it did. */
    THROTTLED,
    /** The service answered 401 or 403. */
    UNAUTHORIZED,
    /** There was no connection, so nothing was sent. */
    NOT_CONNECTED,
    /** The request may have arrived, but no complete response came. */
    NO_RESPONSE,
    /** A proxy did not let the request through. */
    PROXY,
    /** The response makes no sense. */
    MALFORMED_RESPONSE,
    /** A file is not what it should be: incomplete, changed meanwhile, not readable or not writable. */
    FILE,
    /** There was no access token. */
    NO_TOKEN,
    /** The user cancelled the call. */
    CANCELLED,
    /** The thread of the call was interrupted. */
    INTERRUPTED,
    /** The call took longer than its time limit. */
    TIMED_OUT,
    /** The client was closed. */
    CLIENT_CLOSED,
    /** The service did not process a message or an execution in the time that the caller gave it. */
    NOT_PROCESSED,
    /** An execution ended without success. */
    EXECUTION_FAILED,
    /** The message has no file. */
    NO_FILE,
    /** The call ended without waiting for this part of it. */
    UNFINISHED,
    /** Anything else, such as an exception of code that was passed to the client. */
    OTHER
}
