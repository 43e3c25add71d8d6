package io.github.d365fo.feed.internal.imports;

import io.github.d365fo.connector.MessageId;
import io.github.d365fo.connector.datamanagement.ImportOutcome;
import io.github.d365fo.connector.error.KnownSecrets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Where files are sent: a recurring job, or the package API. Thread-safe. */
interface Destination {
    /** Returns the name of the job or data project, for events and notes. */
    String name();

    /** Returns the secrets of the client that sends. */
    KnownSecrets knownSecrets();

    /** Returns whether it can be asked what became of a file whose answer was lost. */
    boolean canAsk();

    /** Returns the words that tell a person where to look for a file. */
    String whereToLook();

    /**
     * Asks the user's function how to send {@code file}.
     *
     * @param id the file's id, from which its external id is made if it has none
     * @throws RequestException if that makes no request
     */
    Parcel prepare(Path file, String id, Instant now) throws RequestException;

    /**
     * Returns the parcel of a file that was perhaps sent before as {@code shipment}, for {@link #send} to find out.
     *
     * @throws IllegalStateException if it can't be asked
     * @throws RequestException if the user's function makes no request
     */
    Parcel again(Path file, Shipment shipment) throws RequestException;

    /**
     * Sends the file.
     *
     * @param perhapsSent whether it may have been sent before
     */
    Receipt send(Parcel parcel, boolean perhapsSent);

    /** Returns what {@code failure} of {@link #send} means. */
    Judgement judge(Parcel parcel, Throwable failure);

    /**
     * What a failure to send means.
     *
     * @param verdict what to do next
     * @param unsent whether it certainly left nothing behind, so that the file counts as not sent
     */
    record Judgement(Verdict verdict, boolean unsent) {}

    /** Returns what became of a message, or empty if that is not decided. */
    Optional<ImportOutcome> outcome(MessageId message);

    /** Returns what became of a message as far as its state alone tells, or empty if that is not decided. */
    Optional<ImportOutcome> bareOutcome(MessageId message);

    /** Returns what is known now of what was sent as {@code shipment}, or empty if only a message's id leads there. */
    Optional<ImportOutcome> outcome(Shipment shipment);
}
