package io.github.d365fo.feed.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file of records, each forced to the disk before {@link #append} returns.
 *
 * <p>What a cut left behind, a torn or zeroed last record, is cut off when the file is opened. Damage to more than one record
 * is none of a cut's doing: the file is refused, and nothing is changed. An append that fails wrote nothing: whatever got
 * into the file is cut off before the next. An interrupt of the calling thread doesn't end an append; it is still set
 * afterwards.
 *
 * <p>One object at a time may have the file open; its owner sees to that with a {@link DirectoryLock}. Not thread-safe.
 */
public final class ForcedLog implements Closeable {
    private final Path file;
    private final Opener opener;
    private FileChannel channel;
    private long length;
    private boolean whole = true;
    private boolean closed;

    private ForcedLog(Path file, Opener opener) throws IOException {
        this.file = file;
        this.opener = opener;
        channel = create(file);
    }

    /** Opens the files that are written. */
    interface Opener {
        FileChannel open(Path file, OpenOption... options) throws IOException;
    }

    /**
     * Opens {@code file}, which is made if it is missing, and hands its records to {@code reader} in order.
     *
     * @throws FileSystemException if the file is damaged elsewhere than at its end; the message names the line
     * @throws IOException if it can't be read or written
     */
    public static ForcedLog open(Path file, Consumer<List<String>> reader) throws IOException {
        return open(file, reader, FileChannel::open);
    }

    static ForcedLog open(Path file, Consumer<List<String>> reader, Opener opener) throws IOException {
        ForcedLog log = new ForcedLog(file, opener);
        boolean opened = false;
        try {
            // Also if it was there: who made it may have been cut before the name was forced.
            Durable.forceName(file);
            log.length = read(file, reader);
            Uninterrupted.run(log::mend);
            opened = true;
            return log;
        } finally {
            if (!opened) {
                log.channel.close();
            }
        }
    }

    private FileChannel create(Path file) throws IOException {
        return opener.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Returns where the last good record ends. */
    private static long read(Path file, Consumer<List<String>> reader) throws IOException {
        String text = new String(Uninterrupted.get(() -> Files.readAllBytes(file)), StandardCharsets.ISO_8859_1);
        int start = 0;
        int line = 1;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            Optional<List<String>> record = end < 0 ? Optional.empty() : LogLine.decode(line(text, start, end));
            if (record.isEmpty()) {
                refuseIfMoreFollows(file, text, start, line);
                break;
            }
            reader.accept(record.get());
            start = end + 1;
            line++;
        }
        return start;
    }

    /** A record is forced before the next one is written, so that a cut damages one record and no more. */
    private static void refuseIfMoreFollows(Path file, String text, int damagedStart, int line)
            throws FileSystemException {
        int records = 0;
        int start = damagedStart;
        for (int end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
            String each = line(text, start, end);
            records += LogLine.looksLikeOne(each) ? 1 : 0;
            if (records > 1 || LogLine.decode(each).isPresent()) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "line " + line + " is damaged, and others follow it: the disk or another program has changed"
                                + " the file; restore it, or move it away and take what may then happen twice");
            }
            start = end + 1;
        }
    }

    private static String line(String text, int start, int end) {
        return new String(text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns how many bytes the records take. */
    public long length() {
        return length;
    }

    /**
     * Appends a record and forces it to the disk.
     *
     * @throws IOException if that fails; then the record is not in the file
     */
    public void append(List<String> record) throws IOException {
        byte[] line = LogLine.encode(record);
        Uninterrupted.run(() -> appendOnce(ByteBuffer.wrap(line)));
    }

    private void appendOnce(ByteBuffer line) throws IOException {
        if (!whole) {
            mend();
        }
        whole = false;
        ByteBuffer rest = line.duplicate();
        long position = length;
        while (rest.hasRemaining()) {
            position += channel.write(rest, position);
        }
        channel.force(false);
        length = position;
        whole = true;
    }

    /**
     * Cuts off what follows the last good record, through a new channel: one whose force failed may have dropped what it
     * held.
     */
    private void mend() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        channel.close();
        channel = opener.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.size() < length) {
            throw new FileSystemException(file.toString(), null, "another program has made it shorter");
        }
        if (channel.size() > length) {
            channel.truncate(length);
            channel.force(true);
        }
        whole = true;
    }

    /**
     * Replaces all records by {@code records}, in one step: whoever opens the file after a cut finds the old ones or the
     * new.
     *
     * @throws IOException if that fails; then the old ones are there, or the new ones that a cut may take back
     */
    public void rewrite(Iterable<List<String>> records) throws IOException {
        Uninterrupted.run(() -> rewriteOnce(records));
    }

    private void rewriteOnce(Iterable<List<String>> records) throws IOException {
        Path next = Durable.beside(file);
        Files.deleteIfExists(next);
        long[] copied = new long[1];
        Durable.orDiscard(next, () -> copied[0] = write(next, records));
        // From here on the channel may be that of a file without a name.
        whole = false;
        // Windows doesn't replace a file that is open.
        channel.close();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        length = copied[0];
        Durable.forceName(file);
    }

    private long write(Path next, Iterable<List<String>> records) throws IOException {
        long written = 0;
        try (FileChannel copy = create(next)) {
            for (List<String> record : records) {
                ByteBuffer line = ByteBuffer.wrap(LogLine.encode(record));
                while (line.hasRemaining()) {
                    written += copy.write(line, written);
                }
            }
            copy.force(true);
        }
        return written;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }
}
