package io.github.d365fo.feed;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.connector.MessageId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Sees what a feed does, for metrics and logs. No event holds a token, a pop receipt or an address.
 *
 * <p>A feed tells one event after the other, in a thread of its own: a listener that blocks holds nothing up. When
 * 10,000 events wait for it, further ones are passed over, with a warning; closing a feed waits at most two seconds for
 * it. {@link ExportFeed#replay} tells in its caller's thread, so be quick there; must be thread-safe. What a listener throws,
 * even an {@code Error}, is logged and changes nothing.
 *
 * <p>{@link #onHandlingStarted} is the exception: it is told in the handler's thread, right before the handler, so that a
 * trace can be current there. It must return quickly.
 */
public interface FeedListener {
    /** Returns a listener that does nothing. */
    static FeedListener none() {
        return new FeedListener() {};
    }

    /**
     * A handler is about to be called, in this thread, by {@link ExportFeed#replay} as well.
     *
     * @return who is told of its end, in the same thread; default: nobody
     */
    default HandlingListener onHandlingStarted(HandlingStarted event) {
        return ended -> {};
    }

    /** A package was handled. */
    default void onHandled(Handled event) {}

    /** A message came back that was settled before. It is acknowledged without being handled again. */
    default void onDuplicate(Duplicate event) {}

    /** A message carries no file. It is acknowledged. */
    default void onNoFile(NoFile event) {}

    /** An attempt to handle a package failed. */
    default void onAttemptFailed(AttemptFailed event) {}

    /** A package was given up. */
    default void onQuarantined(Quarantined event) {}

    /** A message is not acknowledged, and comes back. */
    default void onLeft(Left event) {}

    /** Something failed that is no one message's: a poll, the ledger, the spool. The feed goes on if it can. */
    default void onTrouble(Trouble event) {}

    /** The feed does something else than before. */
    default void onStateChanged(StateChanged event) {}

    /** A file of an import feed arrived at the service. */
    default void onFileSent(FileSent event) {}

    /** A file of an import feed ended, in doubt included. */
    default void onFileEnded(FileEnded event) {}

    /** An import feed failed to send a file or to ask for it, or a disk or a callback failed. It goes on if it can. */
    default void onImportTrouble(ImportTrouble event) {}

    /** An import feed does something else than before. */
    default void onImportStateChanged(ImportStateChanged event) {}

    /** Who is told of the end of one handling. */
    @FunctionalInterface
    interface HandlingListener {
        /** The handler has returned or thrown. What this throws is logged and changes nothing. */
        void onHandlingEnded(HandlingEnded event);
    }

    /**
     * A package that is about to be handled.
     *
     * @param activity the job
     * @param correlationId the message's correlation id
     * @param attempt which attempt this is, from 1; attempts of earlier processes count
     * @param size the length of the package in bytes
     * @param leaseExpiresAt when the message's lease ends
     */
    record HandlingStarted(ActivityId activity, String correlationId, int attempt, long size, Instant leaseExpiresAt) {
        /** Refuses null. */
        public HandlingStarted {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(leaseExpiresAt, "leaseExpiresAt");
        }
    }

    /**
     * The end of a handling, before it is noted and acknowledged. A transactional handler's has been committed.
     *
     * @param started the handling
     * @param failure what the handler threw, without secrets, or empty if it returned
     * @param elapsed how long it took
     * @param leaseRemaining the time until the message's lease ends, zero if it has ended
     */
    record HandlingEnded(
            HandlingStarted started, Optional<Throwable> failure, Duration elapsed, Duration leaseRemaining) {
        /** Refuses null. */
        public HandlingEnded {
            Objects.requireNonNull(started, "started");
            Objects.requireNonNull(failure, "failure");
            Objects.requireNonNull(elapsed, "elapsed");
            Objects.requireNonNull(leaseRemaining, "leaseRemaining");
        }
    }

    /**
     * A package that was handled.
     *
     * @param activity the job
     * @param correlationId the message's correlation id
     * @param attempt the attempt that succeeded, from 1
     * @param elapsed how long that attempt took
     */
    record Handled(ActivityId activity, String correlationId, int attempt, Duration elapsed) {
        /** Refuses null. */
        public Handled {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(elapsed, "elapsed");
        }
    }

    /**
     * A message that was settled before.
     *
     * @param activity the job
     * @param correlationId the message's correlation id
     * @param state how it was settled
     */
    record Duplicate(ActivityId activity, String correlationId, LedgerState state) {
        /** Refuses null. */
        public Duplicate {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(state, "state");
        }
    }

    /**
     * A message without a file.
     *
     * @param activity the job
     * @param correlationId the message's correlation id
     * @param reason why, in the service's words without secrets, if it said so
     */
    record NoFile(ActivityId activity, String correlationId, Optional<String> reason) {
        /** Refuses null. */
        public NoFile {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * An attempt that failed.
     *
     * @param activity the job
     * @param correlationId the message's correlation id
     * @param attempt which attempt it was, from 1
     * @param kind what its failure says about the next
     * @param failure what was thrown
     */
    record AttemptFailed(ActivityId activity, String correlationId, int attempt, FailureKind kind, Throwable failure) {
        /** Refuses null. */
        public AttemptFailed {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(failure, "failure");
        }
    }

    /**
     * A package that was given up.
     *
     * @param activity the job
     * @param correlationId the message's correlation id
     * @param place the directory in quarantine that has the package and what is known of it
     * @param failure the last failure, if this process saw it
     */
    record Quarantined(ActivityId activity, String correlationId, Path place, Optional<Throwable> failure) {
        /** Refuses null. */
        public Quarantined {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(failure, "failure");
        }
    }

    /**
     * A message that is not acknowledged.
     *
     * @param activity the job
     * @param correlationId the message's correlation id
     * @param reason why
     * @param returnsAt when its lease ends, from when on it may be delivered again
     * @param failure what was thrown, if anything was
     */
    record Left(
            ActivityId activity,
            String correlationId,
            LeftReason reason,
            Instant returnsAt,
            Optional<Throwable> failure) {
        /** Refuses null. */
        public Left {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(correlationId, "correlationId");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(returnsAt, "returnsAt");
            Objects.requireNonNull(failure, "failure");
        }
    }

    /** Why a message is not acknowledged. */
    enum LeftReason {
        /** Another machine has the claim and works on it. */
        CLAIMED_ELSEWHERE,
        /** The package could not be downloaded; what came is kept where that helps. */
        DOWNLOAD_FAILED,
        /** The lease ends too soon to begin the handler, or to acknowledge what it did. */
        LEASE_ENDS,
        /** The handler failed, and the lease ends before the next attempt. */
        HANDLER_FAILED,
        /** It was handled, and the service did not take the acknowledgement. */
        ACKNOWLEDGEMENT_FAILED,
        /** The ledger can't be reached, so that nothing may be done. */
        LEDGER_FAILED,
        /** The spool or the quarantine can't be written. */
        DISK_FAILED,
        /** It is in quarantine, and poison is to be left. */
        POISON,
        /** The feed is being closed. */
        CLOSING
    }

    /**
     * A failure of the feed itself.
     *
     * @param activity the job
     * @param doing what the feed was doing, in a few words
     * @param failure what was thrown
     */
    record Trouble(ActivityId activity, String doing, Throwable failure) {
        /** Refuses null. */
        public Trouble {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(doing, "doing");
            Objects.requireNonNull(failure, "failure");
        }
    }

    /**
     * A change of what the feed does.
     *
     * @param activity the job
     * @param from what it did before
     * @param to what it does now
     */
    record StateChanged(ActivityId activity, FeedState from, FeedState to) {
        /** Refuses null. */
        public StateChanged {
            Objects.requireNonNull(activity, "activity");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }
    }

    /**
     * A file that arrived.
     *
     * @param feed the job's activity id or the data project's name
     * @param id the id under which the feed keeps the file
     * @param source its name in the inbox
     * @param messageId the message that carries it, or empty if it went through the package API
     */
    record FileSent(String feed, String id, String source, Optional<MessageId> messageId) {
        /** Refuses null. */
        public FileSent {
            Objects.requireNonNull(feed, "feed");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(messageId, "messageId");
        }
    }

    /**
     * A file that ended.
     *
     * @param feed the job's activity id or the data project's name
     * @param result what became of it
     */
    record FileEnded(String feed, ImportResult result) {
        /** Refuses null. */
        public FileEnded {
            Objects.requireNonNull(feed, "feed");
            Objects.requireNonNull(result, "result");
        }
    }

    /**
     * A failure of an import feed.
     *
     * @param feed the job's activity id or the data project's name
     * @param doing what the feed was doing, in a few words
     * @param failure what was thrown
     */
    record ImportTrouble(String feed, String doing, Throwable failure) {
        /** Refuses null. */
        public ImportTrouble {
            Objects.requireNonNull(feed, "feed");
            Objects.requireNonNull(doing, "doing");
            Objects.requireNonNull(failure, "failure");
        }
    }

    /**
     * A change of what an import feed does.
     *
     * @param feed the job's activity id or the data project's name
     * @param from what it did before
     * @param to what it does now
     */
    record ImportStateChanged(String feed, FeedState from, FeedState to) {
        /** Refuses null. */
        public ImportStateChanged {
            Objects.requireNonNull(feed, "feed");
            Objects.requireNonNull(from, "from");
            Objects.requireNonNull(to, "to");
        }
    }
}
