package io.github.d365fo.connector.internal;

import io.github.d365fo.connector.Operation;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.error.Outcome;
import io.github.d365fo.connector.internal.http.Answer;
import io.github.d365fo.connector.internal.http.ExchangeFailure;
import io.github.d365fo.connector.internal.http.ExchangeFailure.LocalTrouble;
import io.github.d365fo.connector.internal.http.ExchangeFailure.NoAnswer;
import io.github.d365fo.connector.internal.http.ExchangeFailure.Unreadable;
import io.github.d365fo.connector.internal.http.Outgoing;
import io.github.d365fo.connector.internal.pipeline.Exchange;
import io.github.d365fo.connector.internal.wire.DownloadAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Downloads into a file, and goes on where a try broke off if the server lets it. */
final class DownloadCall implements Exchange<DownloadedFile> {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_REFUSED = 416;

    private final DownloadAddress address;
    private final Path target;
    private final Progress progress;
    private @Nullable PartFile part;
    private Optional<String> validator = Optional.empty();
    private Optional<String> md5 = Optional.empty();
    private OptionalLong total = OptionalLong.empty();
    private boolean resuming;

    DownloadCall(DownloadAddress address, Path target, Progress progress) {
        this.address = address;
        this.target = target;
        this.progress = progress;
    }

    @Override
    public Operation operation() {
        return Operation.DOWNLOAD;
    }

    @Override
    public boolean authorized() {
        return address.environment();
    }

    @Override
    public Outgoing request() throws ExchangeFailure {
        Outgoing get = Outgoing.get(Operation.DOWNLOAD, address.uri());
        PartFile file = part();
        resuming = validator.isPresent() && file.size() > 0;
        return resuming
                ? get.header("Range", "bytes=" + file.size() + "-").header("If-Range", validator.orElseThrow())
                : get;
    }

    @Override
    public boolean accepts(int status) {
        return status == OK || (resuming && (status == PARTIAL || status == RANGE_REFUSED));
    }

    @Override
    public DownloadedFile read(Answer answer, Runnable release) throws ExchangeFailure, InterruptedException {
        PartFile file = part();
        try {
            begin(answer, file);
            for (ByteBuffer bytes = answer.next(); bytes != null; bytes = answer.next()) {
                file.write(bytes);
                progress.onProgress(file.size(), total);
            }
            check(file);
            DownloadedFile whole = file.commit();
            part = null;
            progress.end();
            return whole;
        } catch (ClosedByInterruptException e) {
            InterruptedException interrupt = new InterruptedException("interrupted while writing the part file");
            interrupt.initCause(e);
            throw interrupt;
        } catch (IOException e) {
            throw trouble(e, Outcome.REJECTED);
        }
    }

    /** Leaves nothing behind, unless the download succeeded. */
    void discard() {
        if (part != null) {
            part.discard();
        }
    }

    private PartFile part() throws LocalTrouble {
        if (part == null) {
            try {
                part = PartFile.open(target);
            } catch (IOException e) {
                throw trouble(e, Outcome.NOT_SENT);
            }
        }
        return part;
    }

    private void begin(Answer answer, PartFile file) throws IOException, ExchangeFailure {
        if (answer.status() != OK) {
            refuseOtherRange(answer, file);
            return;
        }
        if (answer.header("Content-Type")
                .filter(type -> type.startsWith("text/html"))
                .isPresent()) {
            throw new Unreadable("status 200 with a web page instead of a package", null);
        }
        md5 = answer.header("Content-MD5");
        total = answer.length();
        validator =
                answer.header("Accept-Ranges").filter("bytes"::equalsIgnoreCase).isPresent()
                        ? answer.header("ETag").filter(tag -> !tag.startsWith("W/"))
                        : Optional.empty();
        file.restart(md5.isPresent());
    }

    /** A part of another version, or another part, must never be joined to what is here. */
    private void refuseOtherRange(Answer answer, PartFile file) throws IOException, NoAnswer {
        String expected = "bytes " + file.size() + "-";
        Optional<String> range = answer.header("Content-Range");
        if (answer.status() == PARTIAL
                && range.filter(r -> r.startsWith(expected)).isPresent()) {
            return;
        }
        validator = Optional.empty();
        file.restart(false);
        throw new NoAnswer("the server answered with another range than the one that is missing", null, true);
    }

    private void check(PartFile file) throws IOException, ExchangeFailure {
        if (total.isPresent() && total.getAsLong() != file.size()) {
            long size = file.size();
            validator = Optional.empty();
            throw new NoAnswer("expected " + total.getAsLong() + " bytes, but got " + size, null, true);
        }
        if (md5.isPresent() && !md5.get().equals(file.md5())) {
            throw new LocalTrouble(
                    "the " + file.size() + " bytes that came don't have the checksum (Content-MD5) that was announced",
                    null,
                    Outcome.REJECTED);
        }
    }

    private LocalTrouble trouble(IOException e, Outcome outcome) {
        return new LocalTrouble("the target " + target.getFileName() + " can't be written: " + e, e, outcome);
    }
}
