package io.github.d365fo.connector.enqueue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes streams from a supplier and rejects one that it has just returned, which would be read as an empty file. */
final class FreshStreams {
    private final Supplier<? extends InputStream> streams;
    private @Nullable WeakReference<InputStream> last;

    FreshStreams(Supplier<? extends InputStream> streams) {
        this.streams = streams;
    }

    synchronized InputStream next() throws IOException {
        InputStream stream = streams.get();
        if (stream == null) {
            throw new IOException("payload: the supplier returned null instead of a stream");
        }
        if (last != null && last.get() == stream) {
            throw new IOException(
                    "payload: the supplier returned the same stream twice; it must open a new one each time");
        }
        last = new WeakReference<>(stream);
        return stream;
    }
}
