package io.github.d365fo.connector.dequeue;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The bytes of a package as they come from the service. {@link #close()} it: until then it holds a connection and one
 * of the client's requests at once. A read waits no longer than the client's stall timeout; it throws an
 * {@link java.io.IOException} if the transfer breaks off or ends too soon, so the end of the stream is the end of what
 * the service sent. That this is a whole package is not checked, other than by {@code download}: it shows only at the
 * end. Not thread-safe.
 */
public abstract class DownloadStream extends InputStream {
    /** For implementations, also in tests. */
    protected DownloadStream() {}

    /** Returns how many bytes the service announced, or empty if it did not. */
    public abstract OptionalLong length();
}
