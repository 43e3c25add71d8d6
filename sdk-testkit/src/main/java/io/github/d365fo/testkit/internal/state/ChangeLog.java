package io.github.d365fo.testkit.internal.state;

import io.github.d365fo.testkit.internal.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file with the changes since {@code state.json} was written. Its first line says which one; every other line is
 * what one request changed, and was forced to disk before its answer left.
 *
 * <p>A line has its length twice, the second time inverted, and a checksum. So the end of a line that was being written
 * when the process was killed, which nobody was told about, differs from damage: it has no end. Not thread-safe.
 */
final class ChangeLog {
    private static final String KEY = "key";
    private static final String GENERATION = "generation";
    private static final String NUMBER = "number";
    private static final HexFormat HEX = HexFormat.of();
    private static final int HEAD = 17;

    private final StateFiles files;
    private @Nullable FileChannel channel;
    private long lines;
    private long size;

    ChangeLog(StateFiles files) {
        this.files = files;
    }

    /** Returns how many bytes were appended. */
    long size() {
        return size;
    }

    /** Starts an empty log for a new {@code state.json}. */
    void start(long generation) throws IOException {
        close();
        byte[] first = line(new JsonObject().put(KEY, files.key()).put(GENERATION, generation));
        files.write(files.changes(), out -> {
            out.write(first);
            return Checksum.of(first);
        });
        open();
    }

    private void open() throws IOException {
        channel = FileChannel.open(
                files.changes(),
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS));
        lines = 0;
        size = 0;
    }

    /** Appends a line and forces it to disk. After a failure the log must be started again. */
    void append(JsonObject changes) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            throw new IOException("the file of changes is closed");
        }
        ByteBuffer line = ByteBuffer.wrap(line(changes.put(NUMBER, ++lines)));
        size += line.remaining();
        while (line.hasRemaining()) {
            open.write(line);
        }
        open.force(false);
    }

    /** Closes the file; a log can be started again. */
    void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    /**
     * Reads the lines that were written after the {@code state.json} of this generation.
     *
     * @return whether there is nothing to read, not even an unfinished line
     * @throws IllegalStateException if it is damaged, or belongs to a later one
     */
    boolean read(long generation, Consumer<JsonObject> lineReader) throws IOException {
        files.checkKind(files.changes());
        if (!Files.exists(files.changes())) {
            throw damaged("it is missing");
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(files.changes()))) {
            JsonObject first = line(in).orElseThrow(() -> damaged("its first line is not complete"));
            if (!first.requireText(KEY).equals(files.key())) {
                throw damaged("it belongs to another state");
            }
            long written = first.requireNumber(GENERATION);
            boolean empty = in.available() == 0;
            // An older one was left by a process that was killed after it had written state.json.
            if (written > generation && !empty) {
                throw damaged("it belongs to a later state.json");
            }
            if (written == generation) {
                readLines(in, lineReader);
            }
            return written == generation && empty;
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private void readLines(InputStream in, Consumer<JsonObject> lineReader) throws IOException {
        long number = 0;
        for (Optional<JsonObject> line = line(in); line.isPresent(); line = line(in)) {
            if (line.get().requireNumber(NUMBER) != ++number) {
                throw damaged("line " + number + " is missing");
            }
            lineReader.accept(line.get());
        }
    }

    /** Returns whether there is more than a first line: something that only {@code state.json} makes sense of. */
    boolean hasLines() throws IOException {
        files.checkKind(files.changes());
        if (!Files.exists(files.changes())) {
            return false;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(files.changes()))) {
            boolean first = line(in).isPresent();
            return first && line(in).isPresent();
        } catch (IllegalArgumentException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    private IllegalStateException damaged(String why) {
        return files.damaged(files.changes(), why);
    }

    private static byte[] line(JsonObject content) {
        byte[] sealed = Seal.put(content);
        byte[] head = head(sealed.length).getBytes(StandardCharsets.US_ASCII);
        byte[] line = Arrays.copyOf(head, HEAD + sealed.length + 1);
        System.arraycopy(sealed, 0, line, HEAD, sealed.length);
        line[line.length - 1] = '\n';
        return line;
    }

    private static String head(int length) {
        return HEX.toHexDigits(length) + HEX.toHexDigits(~length) + " ";
    }

    /** Returns the next line, or empty if there is none or its end is missing. */
    private static Optional<JsonObject> line(InputStream in) throws IOException {
        byte[] head = in.readNBytes(HEAD);
        if (head.length < HEAD) {
            return Optional.empty();
        }
        String text = new String(head, StandardCharsets.US_ASCII);
        int length = HexFormat.fromHexDigits(text, 0, 8);
        if (length < 0 || !text.equals(head(length))) {
            throw new IllegalArgumentException("the length of a line is wrong");
        }
        byte[] sealed = in.readNBytes(length);
        int end = in.read();
        if (sealed.length < length || end < 0) {
            return Optional.empty();
        }
        if (end != '\n') {
            throw new IllegalArgumentException("the end of a line is wrong");
        }
        return Optional.of(Seal.check(sealed));
    }
}
