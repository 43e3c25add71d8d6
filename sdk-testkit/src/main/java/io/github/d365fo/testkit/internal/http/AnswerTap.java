package io.github.d365fo.testkit.internal.http;

import java.io.IOException;
import java.io.OutputStream;

/** Can change an answer before it reaches the client; by default it changes nothing. Used by one thread. */
public class AnswerTap {
    /** Creates a tap that changes nothing. */
    public AnswerTap() {}

    /** Returns the length to announce for a body of {@code length} bytes. */
    public long announced(long length) {
        return length;
    }

    /** Sends the head. */
    public void head(HttpExchange exchange, byte[] head) throws IOException {
        exchange.send(head, 0, head.length);
    }

    /** Returns the stream for a body of {@code length} bytes, which passes it on to {@code out}. */
    public OutputStream body(HttpExchange exchange, OutputStream out, long length) throws IOException {
        return out;
    }
}
