package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.enqueue.Payload;
import io.github.d365fo.connector.internal.flow.Lanes;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.PayloadReader;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.observe.Progress;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A payload in blocks, which are read from a file as they are sent; of any other source the blocks that are being sent
 * are in memory. A block can be sent again even if the payload can't.
 * Thread-safe.
 */
final class Blocks implements Lanes.Work {
    /** The most blocks of a blob ("Put Block List"). */
    private static final long MOST = 50_000;
    /** Enough to saturate a link that is limited per connection; more gains little. */
    private static final int AT_ONCE = 8;
    /** So few that they fit into a small heap. */
    private static final int HELD_AT_ONCE = 4;

    private final URI sas;
    private final PayloadReader reader;
    private final Progress progress;
    private final PieceSizes sizes;
    private final List<String> ids = new ArrayList<>();
    private long moved;

    Blocks(URI sas, PayloadReader reader, Progress progress, PieceSizes sizes) {
        this.sas = sas;
        this.reader = reader;
        this.progress = progress;
        this.sizes = sizes;
    }

    /** Returns how many blocks to send at once. */
    int atOnce() {
        return reader.hasParts() ? AT_ONCE : HELD_AT_ONCE;
    }

    @Override
    public synchronized Optional<Exchange<?>> next() throws LocalTrouble, InterruptedException {
        Optional<Payload> block = reader.nextPart(size());
        if (block.isEmpty()) {
            reader.verify();
            return Optional.empty();
        }
        // All block ids of a blob must have the same length.
        String id = base64(String.format("%06d", ids.size()));
        ids.add(id);
        URI address = URI.create(sas + "&comp=block&blockid=" + id);
        return Optional.of(new PutExchange(
                Request.barePut(Operation.BLOB_UPLOAD, address, block.get(), new BlockProgress()), true));
    }

    private int size() {
        long wanted = reader.hasParts() ? sizes.block(reader.left().orElse(0), AT_ONCE) : sizes.heldBlock();
        return (int) Math.min(
                Integer.MAX_VALUE, Math.max(wanted, reader.length().orElse(0) / MOST + 1));
    }

    /** Returns the request that commits the blocks. */
    synchronized Request list() {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        ids.forEach(id -> xml.append("<Latest>").append(id).append("</Latest>"));
        return Request.barePut(
                        Operation.BLOB_UPLOAD,
                        URI.create(sas + "&comp=blocklist"),
                        xml.append("</BlockList>").toString())
                .header("Content-Type", "application/xml");
    }

    private synchronized void moved(long count) {
        moved += count;
        progress.onProgress(moved, reader.length());
    }

    private static String base64(String digits) {
        // Digits need no escaping in a query, nor does their Base64.
        return Base64.getEncoder().encodeToString(digits.getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds the progress of one block to the total; a block that is sent again first subtracts its earlier progress. */
    private final class BlockProgress implements TransferListener {
        private long before;

        @Override
        public void onProgress(long transferred, OptionalLong total) {
            moved(transferred - before);
            before = transferred;
        }
    }
}
