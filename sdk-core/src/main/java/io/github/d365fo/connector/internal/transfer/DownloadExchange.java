package io.github.d365fo.connector.internal.transfer;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.files.PartFile;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NotWhole;
import io.github.d365fo.connector.internal.http.Request;
import io.github.d365fo.connector.internal.http.Response;
import io.github.d365fo.connector.internal.observe.Progress;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file from its beginning, or the first range of a file in storage, and resumes where an attempt broke off if
 * the server allows it.
 */
final class DownloadExchange implements Exchange<Fetched> {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_REFUSED = 416;

    private final FileSource source;
    private final Landing landing;
    private final Path target;
    private final Progress progress;
    private final long rangeSize;
    private boolean ranged;
    private @Nullable PartFile part;
    private @Nullable GatheredWriter writer;
    private Checksums checksums = new Checksums(false);
    private Optional<String> validator = Optional.empty();
    private Optional<String> md5 = Optional.empty();
    private OptionalLong end = OptionalLong.empty();
    private OptionalLong total = OptionalLong.empty();
    private boolean delimited;
    private boolean resuming;

    DownloadExchange(FileSource source, Landing landing, Progress progress, long rangeSize) {
        this.source = source;
        this.landing = landing;
        this.target = landing.target();
        this.progress = progress;
        this.rangeSize = rangeSize;
        this.ranged = !source.environment();
    }

    @Override
    public Operation operation() {
        return source.operation();
    }

    @Override
    public boolean authorized() {
        return source.environment();
    }

    @Override
    public Request request() throws ExchangeFailure, InterruptedException {
        openPart();
        long got = checksums.size();
        resuming = validator.isPresent() && got > 0;
        if (resuming) {
            String last = end.equals(total) ? "" : String.valueOf(end.orElseThrow() - 1);
            return source.get()
                    .header("Range", "bytes=" + got + "-" + last)
                    .header("If-Range", validator.orElseThrow());
        }
        return ranged ? source.get().header("Range", "bytes=0-" + (rangeSize - 1)) : source.get();
    }

    @Override
    public boolean accepts(int status) {
        return status == OK || ((resuming || ranged) && (status == PARTIAL || status == RANGE_REFUSED));
    }

    @Override
    public Fetched read(Response answer, Runnable release) throws ExchangeFailure, InterruptedException {
        PartFile file = openPart();
        try {
            GatheredWriter out = begin(answer, file);
            if (answer.status() != RANGE_REFUSED) {
                copy(answer, out);
            }
            check();
            return verified(new Fetched(file, checksums, total.orElse(checksums.size()), validator, md5, delimited));
        } catch (IOException e) {
            throw TargetFailures.orInterrupt(target, e);
        }
    }

    private Fetched verified(Fetched fetched) throws IOException, NotWhole {
        if (fetched.isWhole()) {
            // The next attempt must not continue after damaged bytes.
            validator = Optional.empty();
            Verification.check(fetched, source.isPackage());
        }
        return fetched;
    }

    private void copy(Response answer, GatheredWriter out) throws IOException, ExchangeFailure, InterruptedException {
        for (ByteBuffer bytes = answer.next(); bytes != null; bytes = answer.next()) {
            checksums.add(bytes);
            out.add(bytes);
            progress.onProgress(checksums.size(), total);
        }
        out.flush();
    }

    /** Deletes the part, unless it became the target. */
    void discard() {
        if (part != null) {
            part.close();
        }
    }

    private PartFile openPart() throws LocalTrouble, InterruptedException {
        if (part == null) {
            try {
                part = landing.begin();
            } catch (IOException e) {
                throw TargetFailures.orInterrupt(target, e, Outcome.NOT_SENT);
            }
        }
        return part;
    }

    private GatheredWriter begin(Response answer, PartFile file)
            throws IOException, ExchangeFailure, InterruptedException {
        if (answer.status() != RANGE_REFUSED) {
            FileResponse.refuseOther(answer);
        }
        if (answer.status() == OK) {
            return beginWhole(answer, file);
        }
        Optional<ContentRange> range = FileResponse.range(answer);
        if (resuming) {
            return resume(answer, range, file);
        }
        if (answer.status() == RANGE_REFUSED) {
            return beginEmpty(answer, file);
        }
        return beginFirst(answer, range, file);
    }

    private GatheredWriter beginWhole(Response answer, PartFile file) throws IOException, NotWhole {
        md5 = answer.header("Content-MD5");
        if (md5.isEmpty() && !source.isPackage()) {
            FileResponse.refuseWithoutEnd(answer);
        }
        delimited = answer.isDelimited();
        end = answer.length();
        total = end;
        validator = answer.header("Accept-Ranges")
                .filter("bytes"::equalsIgnoreCase)
                .flatMap(bytes -> FileResponse.strongTag(answer));
        return restart(file);
    }

    private GatheredWriter beginFirst(Response answer, Optional<ContentRange> range, PartFile file)
            throws IOException, NoAnswer {
        validator = FileResponse.strongTag(answer);
        if (range.isEmpty() || range.get().from() != 0 || range.get().to() >= rangeSize || validator.isEmpty()) {
            throw withoutRange(file, "the server returned a range that can't be joined with others");
        }
        // Content-MD5 would be that of the range.
        md5 = answer.header("x-ms-blob-content-md5");
        delimited = true;
        end = OptionalLong.of(range.get().to() + 1);
        total = OptionalLong.of(range.get().total());
        return restart(file);
    }

    /** An empty file has no ranges. */
    private GatheredWriter beginEmpty(Response answer, PartFile file) throws IOException, NoAnswer {
        if (answer.header("Content-Range").filter("bytes */0"::equals).isEmpty()) {
            throw withoutRange(file, "the server rejected the first range");
        }
        md5 = Optional.empty();
        delimited = true;
        total = OptionalLong.of(0);
        end = total;
        return restart(file);
    }

    /** A range of another version, or another range, must never be joined with this file. */
    private GatheredWriter resume(Response answer, Optional<ContentRange> range, PartFile file)
            throws IOException, NoAnswer {
        if (answer.status() == PARTIAL
                && range.isPresent()
                && isMissing(range.get())
                && FileResponse.strongTag(answer).equals(validator)
                && writer != null) {
            total = OptionalLong.of(range.get().total());
            end = OptionalLong.of(range.get().to() + 1);
            delimited = true;
            return writer;
        }
        throw withoutRange(file, "the server returned something other than the missing range");
    }

    private boolean isMissing(ContentRange range) {
        long last = end.isPresent() ? end.getAsLong() : range.total();
        return range.from() == checksums.size()
                && range.to() == last - 1
                && total.orElse(range.total()) == range.total();
    }

    private NoAnswer withoutRange(PartFile file, String reason) throws IOException {
        ranged = false;
        validator = Optional.empty();
        restart(file);
        return new NoAnswer(reason, null, true);
    }

    private GatheredWriter restart(PartFile file) throws IOException {
        file.clear();
        checksums = new Checksums(md5.isPresent());
        GatheredWriter fresh = new GatheredWriter(file, 0);
        writer = fresh;
        return fresh;
    }

    private void check() throws NoAnswer {
        long got = checksums.size();
        if (end.isPresent() && end.getAsLong() != got) {
            validator = Optional.empty();
            throw new NoAnswer("expected " + end.getAsLong() + " bytes, but got " + got, null, true);
        }
    }
}
