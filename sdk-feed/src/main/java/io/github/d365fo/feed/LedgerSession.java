package io.github.d365fo.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A ledger that is open for one export job: what an {@code ExportFeed} asks and tells. Whoever writes a ledger of their
 * own implements it; feeds' users don't need it.
 *
 * <p>What a method wrote is durable when it returns, as far as the ledger promises. A method that throws may have
 * written or not; calling it again is safe. Thread-safe.
 *
 * <p>An entry belongs to a message. It is {@link LedgerState#OPEN} until its fate is known, and only the owner of a claim
 * that runs may move it on from there: methods that do so return {@code false}, and change nothing, if the claim is lost
 * to another owner. A claim that has run out but was not taken by another still counts.
 */
public interface LedgerSession extends AutoCloseable {
    /**
     * Returns whether there is an entry under one of the names.
     *
     * @throws LedgerException if the ledger can't be reached
     */
    boolean knows(MessageNames message);

    /**
     * Returns the entry of a message, made now if there is none, and claims it if it is {@link LedgerState#OPEN} and no
     * other owner's claim runs. {@link LedgerEntry#isMine()} says whether it is claimed. The entry is found by either of
     * the names, and both lead to it afterwards; if they lead to two entries, the correlation id's is meant, and they stay
     * as they are. Of several sessions that claim one message at once, one gets it.
     *
     * @param message the names by which the message is known
     * @param length how long the claim runs, from now
     * @throws LedgerException if the ledger can't be reached or written
     */
    LedgerEntry claim(MessageNames message, Duration length);

    /**
     * Returns the entry as it is, or empty if there is none.
     *
     * @throws LedgerException if the ledger can't be reached
     */
    Optional<LedgerEntry> find(String entry);

    /**
     * Returns an entry with this content whose fate is known and whose acknowledgement is not known to have arrived, or
     * empty. It is asked only for a message that was delivered before under names that nobody knows: identical content
     * of two messages is two packages. Of several it is the one that was changed last.
     *
     * @param sha256 the digest in hexadecimal digits
     * @throws LedgerException if the ledger can't be reached
     */
    Optional<LedgerEntry> findUnacknowledged(String sha256);

    /**
     * Lets the claim run for {@code length} from now.
     *
     * @return whether the claim is still this owner's
     * @throws LedgerException if the ledger can't be reached or written
     */
    boolean renew(String entry, Duration length);

    /**
     * Counts one more attempt, before it begins.
     *
     * @return whether the claim is still this owner's
     * @throws LedgerException if the ledger can't be reached or written
     */
    boolean attempt(String entry);

    /**
     * Takes back the attempt that was counted last, because the end of the feed cut it short, or the machine lacked what
     * any package needs. A ledger that has no way to do so leaves it counted, which is the default.
     *
     * @return whether it was taken back
     * @throws LedgerException if the ledger can't be reached or written
     */
    default boolean uncount(String entry) {
        return false;
    }

    /**
     * Moves an entry to {@code state}, with the digest of its package. {@link LedgerState#SPOOLED} keeps the claim, and
     * only its owner may move it on, even after the claim has run out; the other two are final and end the claim. Moving an
     * entry to the state it is in changes nothing.
     *
     * @param state any but {@link LedgerState#OPEN}
     * @param sha256 the digest in hexadecimal digits, or an empty text for a message without a package
     * @return whether the entry was this owner's, and is now in {@code state}
     * @throws IllegalArgumentException if {@code state} is {@link LedgerState#OPEN}
     * @throws LedgerException if the ledger can't be reached or written
     */
    boolean settle(String entry, LedgerState state, String sha256);

    /**
     * Notes that the message's acknowledgement arrived, whoever sent it.
     *
     * @throws LedgerException if the ledger can't be reached or written
     */
    void acknowledged(String entry);

    /**
     * Ends this owner's claim at once, so that another may have the message when it comes back. An entry that is
     * {@link LedgerState#SPOOLED} stays its owner's.
     *
     * @throws LedgerException if the ledger can't be reached or written
     */
    void release(String entry);

    /**
     * Forgets this job's entries that were last changed before {@code time}, except those that are
     * {@link LedgerState#SPOOLED}. Every method that writes changes an entry, {@link #renew} included.
     *
     * @return how many
     * @throws LedgerException if the ledger can't be reached or written
     */
    int forget(Instant time);

    /**
     * Gives back what the session holds. Claims stay. Closing it again does nothing; every other method then throws a
     * {@link LedgerException}.
     *
     * @throws LedgerException if the ledger's files can't be closed
     */
    @Override
    void close();
}
