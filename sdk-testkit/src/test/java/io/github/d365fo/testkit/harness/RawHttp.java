package io.github.d365fo.testkit.harness;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A connection on which a test says exactly what it wants, byte for byte. */
public final class RawHttp implements Closeable {
    /** More than any machine takes to answer; a connection that stays silent for so long hangs. */
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    /** Connects to a server. */
    public RawHttp(URI server) throws IOException {
        this.socket = new Socket("127.0.0.1", server.getPort());
        this.in = socket.getInputStream();
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** An answer: its status line and headers, and its body. */
    public record Answer(String head, String body) {
        /** Returns the status. */
        public int status() {
            return Integer.parseInt(head.split(" ")[1]);
        }

        /** Returns a header. */
        public Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /** Sends text, each character as one byte. */
    public RawHttp send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawHttp send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Says that nothing more will be sent. */
    public RawHttp end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Returns the next answer, or empty if the server ended the connection. */
    public Optional<Answer> answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0 && head.size() == 0) {
                return Optional.empty();
            }
            if (next < 0) {
                throw new IOException("the answer ended in its head: " + head);
            }
            head.write(next);
        }
        Answer bare = new Answer(head.toString(StandardCharsets.ISO_8859_1), "");
        int length = bare.header("Content-Length").map(Integer::parseInt).orElse(0);
        return Optional.of(new Answer(bare.head(), new String(in.readNBytes(length), StandardCharsets.UTF_8)));
    }

    /** Returns the answers up to the end of the connection. */
    public List<Answer> answers() throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Optional<Answer> next = answer(); next.isPresent(); next = answer()) {
            answers.add(next.get());
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
