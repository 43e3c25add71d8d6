package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.observe.Progress;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The ranges of a file after the first. Each is fetched separately; the checksums advance over contiguous ranges while
 * others are being fetched. Thread-safe.
 */
final class Ranges implements Lanes.Work {
    /** Enough to saturate a link that is limited per connection; more gains little. */
    static final int AT_ONCE = 8;

    private final FileSource source;
    private final Fetched first;
    private final Path target;
    private final Progress progress;
    private final PieceSizes sizes;
    private final Map<Long, Long> ahead = new HashMap<>();
    private final ByteBuffer readBack = ByteBuffer.allocate(256 << 10);
    private boolean readingBack;
    private long nextFrom;
    private long moved;

    Ranges(FileSource source, Fetched first, Path target, Progress progress, PieceSizes sizes) {
        this.source = source;
        this.first = first;
        this.target = target;
        this.progress = progress;
        this.sizes = sizes;
        this.nextFrom = first.checksums().size();
        this.moved = nextFrom;
    }

    @Override
    public synchronized Optional<Exchange<?>> next() {
        if (nextFrom >= first.total()) {
            return Optional.empty();
        }
        long from = nextFrom;
        nextFrom += sizes.range(first.total() - from, AT_ONCE);
        return Optional.of(new RangeExchange(this, source, first, target, from, nextFrom));
    }

    /** Notes that {@code count} more bytes arrived. */
    synchronized void moved(int count) {
        moved += count;
        progress.onProgress(moved, OptionalLong.of(first.total()));
    }

    /** Notes that a range is in the part file; one lane at a time advances the checksums, and no other waits for it. */
    void done(long from, long to) throws IOException {
        synchronized (ahead) {
            ahead.put(from, to);
            if (readingBack) {
                return;
            }
            readingBack = true;
        }
        for (OptionalLong end = nextEnd(); end.isPresent(); end = nextEnd()) {
            readBack(end.getAsLong());
        }
    }

    private OptionalLong nextEnd() {
        synchronized (ahead) {
            Long end = ahead.remove(first.checksums().size());
            readingBack = end != null;
            return end == null ? OptionalLong.empty() : OptionalLong.of(end);
        }
    }

    private void readBack(long end) throws IOException {
        Checksums checksums = first.checksums();
        while (checksums.size() < end) {
            readBack.clear().limit((int) Math.min(readBack.capacity(), end - checksums.size()));
            first.part().read(readBack, checksums.size());
            checksums.add(readBack.flip());
        }
    }
}
