package io.github.d365fo.connector.dequeue;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The bytes of a package as they come from the service. {@link #close()} it: until then it holds a connection and one
 * of the client's concurrent requests. A read waits at most for the client's stall timeout; it throws an
 * {@link java.io.IOException} if the transfer breaks off or ends too soon, so the end of the stream is the end of what
 * the service sent. Unlike {@code download}, the stream does not check that this is a complete package. Not
 * thread-safe.
 */
public abstract class DownloadStream extends InputStream {
    /** For implementations, including those in tests. */
    protected DownloadStream() {}

    /** Returns how many bytes the service announced, or empty if it did not. */
    public abstract OptionalLong length();
}
