package io.github.d365fo.feed.internal.export;

import io.github.d365fo.connector.dequeue.DequeueResult;
import io.github.d365fo.connector.dequeue.DownloadedFile;
import io.github.d365fo.connector.dequeue.ExistingTarget;
import io.github.d365fo.connector.dequeue.TransferListener;
import io.github.d365fo.connector.error.ConnectorException;
import io.github.d365fo.connector.error.IntegrityException;
import io.github.d365fo.connector.error.NoFileException;
import io.github.d365fo.feed.CommitMode;
import io.github.d365fo.feed.FailureKind;
import io.github.d365fo.feed.FeedListener.LeftReason;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
import io.github.d365fo.feed.PoisonPolicy;
import io.github.d365fo.feed.internal.run.MachineTrouble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message, from its lease to its acknowledgement or to its being left.
 *
 * <p>The order is what the promises rest on: claim, download, count the attempt, handle, note, acknowledge. Whatever ends
 * it between two of them leaves the message to come back, and the ledger to know how far it came.
 */
final class Delivery implements Task {
    private final Engine engine;
    private final DequeueResult message;
    private final MessageNames names;
    private Step next = this::begin;
    private volatile @Nullable LedgerEntry entry;
    private @Nullable StoredPackage stored;
    private @Nullable Attempts attempts;
    private @Nullable Throwable thrown;
    private boolean isUnknown;
    private boolean holding;
    private int waits;

    Delivery(Engine engine, DequeueResult message) {
        this.engine = engine;
        this.message = message;
        this.names = Names.of(message);
    }

    /** What was thrown is kept until it is dealt with, since that may throw as well if the heap is full. */
    @Override
    @SuppressWarnings("PMD.AvoidCatchingThrowable") // an Error, such as a full heap, must not end the worker
    public Pause step() {
        Throwable failure = thrown;
        if (failure == null) {
            try {
                return next.run();
            } catch (Throwable e) {
                thrown = e;
                failure = e;
            }
        }
        Pause pause = failed(failure);
        thrown = null;
        return pause;
    }

    private Pause failed(Throwable failure) {
        if (failure instanceof LedgerException known) {
            return ledgerFailed(known);
        }
        if (failure instanceof IOException known) {
            return diskFailed(known);
        }
        engine.obstructed("working on a message", failure);
        return leave(LeftReason.HANDLER_FAILED, failure);
    }

    private Pause diskFailed(Exception e) {
        engine.obstructed("writing to the spool or the quarantine", e);
        return leave(LeftReason.DISK_FAILED, e);
    }

    private Pause go(Step step) {
        next = step;
        return Pause.none();
    }

    private Pause begin() {
        return message.fileExists() ? go(this::claim) : withoutFile();
    }

    private Pause withoutFile() {
        engine.tookOver();
        engine.book.withoutFile(message.correlationId(), message.errorMessage());
        giveBack();
        return acknowledge(Optional.empty());
    }

    private Pause claim() throws IOException {
        isUnknown = message.isRedelivery() && !engine.ledger.knows(names);
        LedgerEntry claimed = engine.ledger.claim(names, engine.settings.claim());
        entry = claimed;
        return switch (claimed.state()) {
            case OPEN -> claimed.isMine() ? hold() : leave(LeftReason.CLAIMED_ELSEWHERE);
            case SPOOLED -> isMissing(claimed) ? hold() : duplicate();
            case HANDLED -> duplicate();
            case QUARANTINED ->
                engine.settings.poison() == PoisonPolicy.ACKNOWLEDGE ? duplicate() : leave(LeftReason.POISON);
        };
    }

    /** What the ledger has as spooled here, and is not, was lost with the disk; the message brings it back. */
    private boolean isMissing(LedgerEntry claimed) throws IOException {
        return claimed.isMine() && engine.spool.find(claimed.id()).isEmpty();
    }

    /** The claim is the feed's, so that a second delivery of the message would pass for the first, which still works. */
    private Pause hold() {
        holding = engine.claims.hold(entry().id());
        return holding ? go(this::fetch) : leave(LeftReason.CLAIMED_ELSEWHERE);
    }

    private void drop() {
        if (holding) {
            holding = false;
            engine.claims.drop(entry().id());
            if (stored != null && !stored.committed()) {
                engine.spool.rest(stored.entry());
            }
        }
    }

    private void giveBack() {
        if (holding) {
            drop();
            engine.tryTo("giving up a claim", () -> engine.ledger.release(entry().id()));
        }
    }

    private Pause duplicate() throws IOException {
        engine.tookOver();
        engine.book.duplicate(message.correlationId(), entry().state());
        if (entry().state() != LedgerState.SPOOLED) {
            engine.spool.remove(entry().id());
        } else if (entry().isMine()) {
            // Nobody handles it if what spooled it was cut short.
            engine.spool
                    .find(entry().id())
                    .filter(StoredPackage::committed)
                    .ifPresent(found -> engine.handleFromSpool(found, message, false));
        }
        return acknowledge(Optional.of(entry().id()));
    }

    private Pause fetch() throws IOException {
        String id = entry().id();
        Optional<StoredPackage> kept = engine.spool.find(id);
        try {
            stored = kept.isPresent() && engine.spool.isIntact(kept.get())
                    ? kept.get()
                    : engine.spool.keep(id, names, message, download(id));
        } catch (NoFileException e) {
            return withoutFile();
        } catch (ConnectorException e) {
            return downloadFailed(e);
        }
        engine.tookOver();
        return go(this::compare);
    }

    private DownloadedFile download(String id) {
        return engine.settings
                .job()
                .download(message, engine.spool.file(id), ExistingTarget.REPLACE, TransferListener.none());
    }

    /** What is no whole package may be so for good, so its attempts count; what could not be had at all may be tomorrow. */
    private Pause downloadFailed(ConnectorException e) throws IOException {
        if (e instanceof IntegrityException && e.getCause() instanceof IOException) {
            // A disk uses up no attempts, also if it has room for a probe and not for the package.
            engine.tryTo("emptying the spool", () -> engine.spool.remove(entry().id()));
            return diskFailed(e);
        }
        if (MachineTrouble.is(e)) {
            engine.obstructed("downloading a package", e);
            return leave(LeftReason.DOWNLOAD_FAILED, e);
        }
        FailureKind kind = engine.classify(e);
        if (kind == FailureKind.FATAL) {
            engine.fail("downloading a package", e);
        }
        if (!(e instanceof IntegrityException) && kind != FailureKind.POISON) {
            return leave(LeftReason.DOWNLOAD_FAILED, e);
        }
        engine.spool.probe();
        if (!engine.ledger.attempt(entry().id())) {
            return leave(LeftReason.CLAIMED_ELSEWHERE);
        }
        int made = entry().attempts() + 1;
        engine.book.attemptFailed(message.correlationId(), made, kind, e);
        if (kind != FailureKind.POISON && made < engine.settings.attempts()) {
            return leave(LeftReason.DOWNLOAD_FAILED, e);
        }
        try {
            stored = engine.spool.keep(
                    entry().id(), names, message, RawDownload.of(engine.settings.job(), message, file()));
        } catch (ConnectorException again) {
            return leave(LeftReason.DOWNLOAD_FAILED, again);
        }
        return go(() -> quarantine(Optional.of(e), made));
    }

    private Path file() {
        return engine.spool.file(entry().id());
    }

    /**
     * A message that came back under names that nobody knows may have had others before. Then it is known by its content,
     * among those whose acknowledgement may have been lost.
     */
    private Pause compare() {
        if (isUnknown) {
            Optional<LedgerEntry> same = engine.ledger
                    .findUnacknowledged(stored().sha256())
                    .filter(other -> !other.id().equals(entry().id()));
            if (same.isPresent()) {
                return go(() -> sameAs(same.get()));
            }
        }
        boolean fromSpool = stored().committed() || engine.settings.commit() == CommitMode.AFTER_SPOOL;
        return go(fromSpool ? this::commit : this::handle);
    }

    private Pause sameAs(LedgerEntry other) throws IOException {
        LedgerState state = other.state() == LedgerState.SPOOLED ? LedgerState.HANDLED : other.state();
        if (!engine.ledger.settle(entry().id(), state, stored().sha256())) {
            return leave(LeftReason.CLAIMED_ELSEWHERE);
        }
        drop();
        engine.ledger.acknowledged(other.id());
        engine.book.duplicate(message.correlationId(), other.state());
        engine.spool.remove(entry().id());
        return acknowledge(Optional.of(entry().id()));
    }

    /** From here on the package is handled from the spool, whatever becomes of the message. */
    private Pause commit() throws IOException {
        StoredPackage committed = stored().committed() ? stored() : engine.spool.commit(stored());
        stored = committed;
        if (!noteSpooled(committed)) {
            engine.spool.remove(committed.entry());
            return leave(LeftReason.CLAIMED_ELSEWHERE);
        }
        drop();
        engine.handleFromSpool(committed, message, true);
        return settled();
    }

    private boolean noteSpooled(StoredPackage committed) {
        try {
            return engine.ledger.settle(entry().id(), LedgerState.SPOOLED, committed.sha256());
        } catch (LedgerException e) {
            // It may be noted, and others acknowledge the message then: it has to be handled here.
            engine.handleFromSpool(committed, message, true);
            throw e;
        }
    }

    private Pause handle() throws IOException {
        if (attempts == null) {
            attempts = new Attempts(engine, stored(), message, entry());
        }
        Attempts made = attempts;
        if (!made.isNoting() && engine.leaseEnds(message, engine.settings.leaseMargin())) {
            return leave(LeftReason.LEASE_ENDS);
        }
        if (!made.isNoting() && !engine.spool.isThere(stored())) {
            // A handler has moved or changed it; the message brings it back.
            engine.spool.remove(entry().id());
            return leave(LeftReason.HANDLER_FAILED, made.failure());
        }
        return switch (made.next()) {
            case DONE -> {
                drop();
                engine.tryTo("emptying the spool", () -> engine.spool.remove(entry().id()));
                yield settled();
            }
            case LOST -> leave(LeftReason.CLAIMED_ELSEWHERE);
            case CUT_SHORT -> leave(LeftReason.CLOSING, made.failure());
            case AGAIN -> again(made, engine.afterFailure.before(made.made()));
            case OBSTRUCTED -> again(made, made.pause());
            case POISON -> go(() -> quarantine(made.failure(), made.made()));
            case FATAL -> {
                made.failure().ifPresent(failure -> engine.fail("handling a message", failure));
                yield leave(LeftReason.HANDLER_FAILED, made.failure());
            }
        };
    }

    private Pause again(Attempts made, Duration wait) {
        return engine.leaseEnds(message, engine.settings.leaseMargin().plus(wait))
                ? leave(LeftReason.HANDLER_FAILED, made.failure())
                : Pause.after(wait);
    }

    /** Past the margin the message may be somebody else's before the acknowledgement arrives. */
    private Pause settled() {
        return engine.leaseEnds(message, engine.settings.leaseMargin())
                ? leave(LeftReason.LEASE_ENDS)
                : acknowledge(Optional.of(entry().id()));
    }

    private Pause quarantine(Optional<Throwable> failure, int made) throws IOException {
        Path place = engine.quarantine.add(stored(), file(), failure, made);
        return go(() -> giveUp(place, failure));
    }

    private Pause giveUp(Path place, Optional<Throwable> failure) {
        if (!engine.ledger.settle(entry().id(), LedgerState.QUARANTINED, stored().sha256())) {
            return leave(LeftReason.CLAIMED_ELSEWHERE);
        }
        drop();
        engine.book.quarantined(message.correlationId(), place, failure);
        engine.tryTo("emptying the spool", () -> engine.spool.remove(entry().id()));
        return engine.settings.poison() == PoisonPolicy.ACKNOWLEDGE ? settled() : leave(LeftReason.POISON);
    }

    private Pause acknowledge(Optional<String> id) {
        new Acknowledgement(engine, message, id).begin();
        return Pause.end();
    }

    /** What was handled is not handled again because the ledger is away: it is told later. */
    private Pause ledgerFailed(LedgerException e) {
        engine.obstructed("asking the ledger", e);
        if (attempts != null && attempts.isNoting() && !engine.isEnding()) {
            waits++;
            return Pause.after(engine.afterFailure.before(waits));
        }
        return leave(LeftReason.LEDGER_FAILED, e);
    }

    private Pause leave(LeftReason reason) {
        return leave(reason, Optional.empty());
    }

    private Pause leave(LeftReason reason, Throwable failure) {
        return leave(reason, Optional.of(failure));
    }

    private Pause leave(LeftReason reason, Optional<Throwable> failure) {
        if (reason == LeftReason.LEDGER_FAILED) {
            drop();
        } else {
            giveBack();
        }
        tellLeft(reason, failure);
        return Pause.end();
    }

    @Override
    public void abandon() {
        if (thrown != null || (attempts != null && attempts.isNoting())) {
            Pause pause = step();
            while (pause.beforeNext().filter(Duration::isZero).isPresent()) {
                pause = step();
            }
            return;
        }
        leave(LeftReason.CLOSING);
    }

    @Override
    public void outlive() {
        tellLeft(LeftReason.CLOSING, Optional.empty());
    }

    private void tellLeft(LeftReason reason, Optional<Throwable> failure) {
        LedgerEntry known = entry;
        engine.left(known == null ? message.correlationId() : known.id(), message, reason, failure);
    }

    private LedgerEntry entry() {
        if (entry == null) {
            throw new IllegalStateException("the message is not claimed");
        }
        return entry;
    }

    private StoredPackage stored() {
        if (stored == null) {
            throw new IllegalStateException("the package is not there");
        }
        return stored;
    }
}
