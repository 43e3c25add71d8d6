package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** Fetches one range of a file in storage; the next attempt continues where one broke off. */
final class RangeExchange implements Exchange<Boolean> {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int CHANGED = 412;

    private final Ranges ranges;
    private final FileSource source;
    private final Fetched first;
    private final Path target;
    private final long from;
    private final long to;
    private final GatheredWriter writer;

    RangeExchange(Ranges ranges, FileSource source, Fetched first, Path target, long from, long to) {
        this.ranges = ranges;
        this.source = source;
        this.first = first;
        this.target = target;
        this.from = from;
        this.to = to;
        this.writer = new GatheredWriter(first.part(), from);
    }

    @Override
    public Operation operation() {
        return source.operation();
    }

    @Override
    public boolean authorized() {
        return false;
    }

    @Override
    public Request request() {
        return source.get()
                .header("Range", "bytes=" + writer.position() + "-" + (to - 1))
                .header("If-Match", first.tag().orElseThrow());
    }

    @Override
    public boolean accepts(int status) {
        return status == PARTIAL || status == CHANGED || status == OK;
    }

    @Override
    public Boolean read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        refuseOther(answer);
        try {
            for (ByteBuffer bytes = answer.next(); bytes != null; bytes = answer.next()) {
                int count = bytes.remaining();
                refuseMore(count);
                writer.add(bytes);
                ranges.moved(count);
            }
            if (writer.position() < to) {
                throw new NoAnswer("a range was truncated", null, true);
            }
            writer.flush();
            ranges.done(from, to);
            return Boolean.TRUE;
        } catch (IOException e) {
            throw TargetFailures.orInterrupt(target, e);
        }
    }

    /** Another version, or another range, must never be joined with this file. */
    private void refuseOther(Response answer) throws ExchangeFailure, InterruptedException {
        if (answer.status() == CHANGED) {
            throw changed();
        }
        FileResponse.refuseOther(answer);
        if (!FileResponse.strongTag(answer).equals(first.tag())) {
            throw changed();
        }
        Optional<ContentRange> range = FileResponse.range(answer);
        if (answer.status() != PARTIAL
                || range.isEmpty()
                || range.get().from() != writer.position()
                || range.get().to() >= to
                || range.get().total() != first.total()) {
            throw new NoAnswer("the server returned something other than the missing range", null, true);
        }
    }

    private static LocalTrouble changed() {
        return new LocalTrouble("the file changed while it was downloaded", null, Outcome.REJECTED);
    }

    private void refuseMore(int count) throws NoAnswer {
        if (writer.position() + count > to) {
            throw new NoAnswer("the server returned more than the missing range", null, true);
        }
    }
}
