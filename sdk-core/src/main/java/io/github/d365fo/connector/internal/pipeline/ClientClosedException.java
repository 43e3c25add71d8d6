package io.github.d365fo.connector.internal.pipeline;

/** A wait ended because the client was closed. */
final class ClientClosedException extends Exception {
    private static final long serialVersionUID = 1;

    ClientClosedException() {
        super("the client was closed");
    }
}
