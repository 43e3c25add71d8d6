package io.github.d365fo.connector.internal.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The content of a lock file: that it is ours, who holds it, and the files that its holder creates, each noted before
 * its creation. Not thread-safe.
 */
final class Journal {
    private static final String OURS =
            "Unfinished files of the D365 F&O SDK. It deletes this file and those named here.\n";

    /** The content of a lock file that has lost its name. */
    private static final String GONE = "Gone.\n";

    private static final int TOKEN = 32;
    private static final int HEAD = OURS.length() + TOKEN + 1;

    private final FileChannel channel;

    Journal(FileChannel channel) {
        this.channel = channel;
    }

    /** What a lock file can be. */
    enum Kind {
        OURS,
        GONE,
        FOREIGN
    }

    /** Returns whose file it is. A file with an incomplete first line is ours, and so is an empty one. */
    Kind kind() throws IOException {
        String head = text(0, OURS.length());
        if (head.startsWith(GONE)) {
            return Kind.GONE;
        }
        return OURS.startsWith(head) ? Kind.OURS : Kind.FOREIGN;
    }

    /** Returns the notes in order; an incomplete line names nothing that was created. */
    List<String> notes() throws IOException {
        String text = text(HEAD, channel.size());
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** Starts the journal of the holder {@code token}, without notes. */
    void begin(String token) throws IOException {
        write(OURS + token + "\n", 0);
        channel.truncate(HEAD);
    }

    void note(String line) throws IOException {
        write(line + "\n", channel.size());
    }

    /** Returns whether it is the journal of {@code token}. */
    boolean isOf(String token) throws IOException {
        return text(OURS.length(), HEAD).equals(token + "\n");
    }

    /** Returns whether no holder has started it. */
    boolean isBlank() throws IOException {
        return channel.size() < HEAD;
    }

    /** Tells others who have the file open that it has lost its name. */
    void gone() throws IOException {
        write(GONE, 0);
        channel.truncate(GONE.length());
    }

    private String text(long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(to, channel.size()) - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {}
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    private void write(String text, long position) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        long start = position;
        while (bytes.hasRemaining()) {
            start += channel.write(bytes, start);
        }
    }
}
