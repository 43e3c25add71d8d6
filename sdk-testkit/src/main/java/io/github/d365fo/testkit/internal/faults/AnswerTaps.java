package io.github.d365fo.testkit.internal.faults;

import io.github.d365fo.testkit.Fault;
import io.github.d365fo.testkit.internal.http.AnswerTap;
import io.github.d365fo.testkit.internal.http.ConnectionEnded;
import io.github.d365fo.testkit.internal.http.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The faults that change an answer on its way to the client. */
final class AnswerTaps {
    private AnswerTaps() {}

    /** Acts on a connection. */
    public interface Act {
        void on(HttpExchange exchange) throws IOException;
    }

    /** Sends {@code share} of the head's bytes, then acts, and sends nothing more. */
    public static AnswerTap endInHead(double share, Act act) {
        return new AnswerTap() {
            @Override
            public void head(HttpExchange exchange, byte[] head) throws IOException {
                exchange.send(head, 0, (int) (head.length * share));
                exchange.flush();
                act.on(exchange);
                throw new ConnectionEnded("a fault ended the answer", null);
            }
        };
    }

    public static AnswerTap garbage() {
        return replaced("*** this is no HTTP ***\r\n\r\n");
    }

    public static AnswerTap gatewayTimeout() {
        return replaced("HTTP/1.1 504 Gateway Timeout\r\nContent-Type: text/html\r\nConnection: close\r\n"
                + "Content-Length: 37\r\n\r\n<html><h1>Gateway Timeout</h1></html>");
    }

    /** Sends {@code text} in place of the answer. */
    private static AnswerTap replaced(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return endInHead(0, exchange -> {
            exchange.send(bytes, 0, bytes.length);
            exchange.close();
        });
    }

    /** Sends {@code after} bytes of the body, but never all of them, then acts, and sends nothing more. */
    public static AnswerTap endInBody(long after, Act act) {
        return inBody(after, exchange -> {
            act.on(exchange);
            throw new ConnectionEnded("a fault ended the answer", null);
        });
    }

    /** Sends {@code after} bytes of the body, but never all of them, then acts, and continues. */
    public static AnswerTap inBody(long after, Act act) {
        return new AnswerTap() {
            @Override
            public OutputStream body(HttpExchange exchange, OutputStream out, long length) throws IOException {
                Act flushed = e -> {
                    e.flush();
                    act.on(e);
                };
                if (length == 0) {
                    flushed.on(exchange);
                }
                return new SplitStream(out, Math.max(0, Math.min(after, length - 1)), () -> flushed.on(exchange));
            }
        };
    }

    public static AnswerTap wrongLength(long difference) {
        return new AnswerTap() {
            @Override
            public long announced(long length) {
                return Math.max(0, length + difference);
            }
        };
    }

    /** Changes the byte in the middle. */
    public static AnswerTap corrupted() {
        return new AnswerTap() {
            @Override
            public OutputStream body(HttpExchange exchange, OutputStream out, long length) {
                return new OutputStream() {
                    private long count;

                    @Override
                    public void write(int b) throws IOException {
                        out.write(count++ == length / 2 ? b ^ 1 : b);
                    }
                };
            }
        };
    }

    public static AnswerTap drip(Fault.Drip drip) {
        return new AnswerTap() {
            @Override
            public OutputStream body(HttpExchange exchange, OutputStream out, long length) {
                return new OutputStream() {
                    private long count;

                    @Override
                    public void write(int b) throws IOException {
                        out.write(b);
                        if (++count % drip.bytes() == 0 && count < length) {
                            out.flush();
                            exchange.pause(drip.pause());
                        }
                    }
                };
            }
        };
    }
}
