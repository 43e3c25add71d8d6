package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ledger does: each sentence of {@link LedgerSession}. */
@Timeout(120)
abstract class LedgerContract {
    static final ActivityId JOB = ActivityId.of("6d31e09f-0249-459f-94f0-aad9c2c47b64");
    static final ActivityId OTHER_JOB = ActivityId.of("00000000-0249-459f-94f0-aad9c2c47b64");
    static final Duration CLAIM = Duration.ofMinutes(10);
    static final Duration AWHILE = Duration.ofMinutes(1);
    static final MessageNames MESSAGE = names("c1", "b1");
    static final String NOBODYS = "0".repeat(64);
    static final String DIGEST = "a1".repeat(32);
    static final String OTHER_DIGEST = "b2".repeat(32);

    final TickingClock clock = new TickingClock();
    private final List<LedgerSession> sessions = new ArrayList<>();
    private DeliveryLedger ledger;

    abstract DeliveryLedger newLedger() throws Exception;

    /** Whether several sessions may have one job's part open at once. */
    boolean isShared() {
        return true;
    }

    synchronized DeliveryLedger ledger() {
        if (ledger == null) {
            try {
                ledger = newLedger();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return ledger;
    }

    /** Opens the ledger for {@code owner}; where one at a time may have it, the others end. */
    LedgerSession as(String owner) {
        return as(owner, JOB);
    }

    LedgerSession as(String owner, ActivityId job) {
        if (!isShared()) {
            closeAll();
        }
        LedgerSession session = ledger().open(job, owner, clock);
        sessions.add(session);
        return session;
    }

    @AfterEach
    void closeAll() {
        sessions.forEach(LedgerSession::close);
        sessions.clear();
    }

    static MessageNames names(String correlationId, String blob) {
        return new MessageNames(correlationId, Optional.of(blob));
    }

    static MessageNames correlation(String correlationId) {
        return new MessageNames(correlationId, Optional.empty());
    }

    private LedgerEntry find(String owner, String entry) {
        return as(owner).find(entry).orElseThrow();
    }

    @Test
    void aMessageIsKnownByEitherOfItsNamesAndToItsJobAlone() {
        assertThat(as("me").knows(MESSAGE)).isFalse();
        as("me").claim(MESSAGE, CLAIM);

        assertThat(as("other").knows(MESSAGE)).isTrue();
        assertThat(as("other").knows(names("c1", "b2"))).isTrue();
        assertThat(as("other").knows(names("c2", "b1"))).isTrue();
        assertThat(as("other").knows(names("c2", "b2"))).isFalse();
        assertThat(as("other").knows(correlation("b1"))).isFalse();
        assertThat(as("me", OTHER_JOB).knows(MESSAGE)).isFalse();
    }

    @Nested
    class Claiming {
        @Test
        void makesAnOpenEntryAndClaimsIt() {
            LedgerEntry entry = as("me").claim(MESSAGE, CLAIM);

            assertThat(entry.id()).matches("[0-9a-zA-Z]{1,80}");
            assertThat(entry)
                    .isEqualTo(new LedgerEntry(
                            entry.id(),
                            LedgerState.OPEN,
                            0,
                            true,
                            Optional.of(clock.instant().plus(CLAIM)),
                            false,
                            Optional.empty()));
            assertThat(find("me", entry.id())).isEqualTo(entry);
        }

        @Test
        void shortensTimesToMilliseconds() {
            clock.advance(Duration.ofNanos(1_999_999));

            LedgerEntry entry = as("me").claim(MESSAGE, CLAIM);

            assertThat(entry.claimedUntil())
                    .contains(Instant.parse("2026-03-01T10:00:00.001Z").plus(CLAIM));
        }

        @Test
        void findsTheEntryByEitherName() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();

            assertThat(me.claim(names("c1", "b2"), CLAIM).id()).isEqualTo(id);
            assertThat(me.claim(names("c2", "b1"), CLAIM).id()).isEqualTo(id);
            assertThat(me.claim(correlation("c1"), CLAIM).id()).isEqualTo(id);
            assertThat(me.claim(names("c3", "b3"), CLAIM).id()).isNotEqualTo(id);
        }

        @Test
        void makesBothNamesLeadToTheEntry() {
            LedgerSession me = as("me");
            String id = me.claim(correlation("c1"), CLAIM).id();
            me.claim(names("c1", "b1"), CLAIM);
            me.claim(names("c2", "b1"), CLAIM);

            assertThat(me.claim(correlation("c2"), CLAIM).id()).isEqualTo(id);
        }

        @Test
        void addsANameToAnEntryWhoseFateIsKnown() {
            LedgerSession me = as("me");
            String id = me.claim(correlation("c1"), CLAIM).id();
            me.settle(id, LedgerState.HANDLED, DIGEST);
            me.claim(names("c1", "b1"), CLAIM);

            assertThat(me.claim(names("c2", "b1"), CLAIM).id()).isEqualTo(id);
            assertThat(me.claim(correlation("c2"), CLAIM).state()).isEqualTo(LedgerState.HANDLED);
        }

        @Test
        void goesByTheCorrelationIdIfTheNamesLeadToTwoEntries() {
            LedgerSession me = as("me");
            String first = me.claim(names("c1", "b1"), CLAIM).id();
            String second = me.claim(names("c2", "b2"), CLAIM).id();

            assertThat(me.claim(names("c1", "b2"), CLAIM).id()).isEqualTo(first);
            assertThat(me.claim(names("c2", "b1"), CLAIM).id()).isEqualTo(second);
            assertThat(me.claim(names("new", "b2"), CLAIM).id()).isEqualTo(second);
        }

        @Test
        void doesNotTakeACorrelationIdForABlob() {
            LedgerSession me = as("me");

            assertThat(me.claim(names("x", "y"), CLAIM).id())
                    .isNotEqualTo(me.claim(names("y", "x"), CLAIM).id());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "tab\tline\nback\\slash\r",
                    "\u00e4\u20ac\ud83d\ude00",
                    "\ud800",
                    "'; DROP TABLE x",
                    "\0"
                })
        void takesAnyName(String name) {
            String id = as("me").claim(names(name, name), CLAIM).id();

            LedgerSession again = as("me");
            assertThat(again.claim(correlation(name), CLAIM).id()).isEqualTo(id);
            assertThat(again.claim(names("another", name), CLAIM).id()).isEqualTo(id);
        }

        @Test
        void takesLongNames() {
            String name = "n".repeat(100_000);

            String id = as("me").claim(names(name, name), CLAIM).id();

            assertThat(as("me").claim(names("another", name), CLAIM).id()).isEqualTo(id);
        }

        @Test
        void leavesTheEntryToAnotherOwnerWhoseClaimRuns() {
            LedgerEntry theirs = as("they").claim(MESSAGE, CLAIM);
            clock.advance(CLAIM.minusMillis(1));

            LedgerEntry entry = as("me").claim(MESSAGE, CLAIM.multipliedBy(2));

            assertThat(entry.isMine()).isFalse();
            assertThat(entry.claimedUntil()).isEqualTo(theirs.claimedUntil());
            assertThat(as("they").renew(entry.id(), CLAIM)).isTrue();
        }

        @Test
        void takesOverAClaimThatHasRunOut() {
            String id = as("they").claim(MESSAGE, CLAIM).id();
            clock.advance(CLAIM);

            LedgerEntry entry = as("me").claim(MESSAGE, CLAIM);

            assertThat(entry.id()).isEqualTo(id);
            assertThat(entry.isMine()).isTrue();
            assertThat(entry.claimedUntil()).contains(clock.instant().plus(CLAIM));
        }

        @Test
        void takesTheSameOwnersClaimForItsOwn() {
            as("me").claim(MESSAGE, CLAIM);
            clock.advance(AWHILE);

            LedgerEntry entry = as("me").claim(MESSAGE, CLAIM);

            assertThat(entry.isMine()).isTrue();
            assertThat(entry.claimedUntil()).contains(clock.instant().plus(CLAIM));
        }

        @Test
        void doesNotMindOtherJobs() {
            String id = as("me").claim(MESSAGE, CLAIM).id();

            LedgerEntry entry = as("they", OTHER_JOB).claim(MESSAGE, CLAIM);

            assertThat(entry.isMine()).isTrue();
            assertThat(entry.id()).isNotEqualTo(id);
        }

        @Test
        void keepsTheAttemptsOfTheOneBefore() {
            LedgerSession they = as("they");
            String id = they.claim(MESSAGE, CLAIM).id();
            they.attempt(id);
            clock.advance(CLAIM);

            assertThat(as("me").claim(MESSAGE, CLAIM).attempts()).isEqualTo(1);
        }

        @ParameterizedTest
        @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
        void doesNotClaimAnEntryWhoseFateIsKnown(LedgerState state) {
            LedgerSession they = as("they");
            String id = they.claim(MESSAGE, CLAIM).id();
            they.settle(id, state, DIGEST);
            clock.advance(CLAIM.multipliedBy(2));

            LedgerEntry entry = as("me").claim(MESSAGE, CLAIM);

            assertThat(entry.isMine()).isFalse();
            assertThat(entry.state()).isEqualTo(state);
            assertThat(entry).isEqualTo(find("me", id));
        }
    }

    @Nested
    class Finding {
        @Test
        void knowsAMessageByEitherName() {
            LedgerSession me = as("me");
            assertThat(me.knows(MESSAGE)).isFalse();
            String id = me.claim(MESSAGE, CLAIM).id();

            assertThat(me.knows(names("c1", "another"))).isTrue();
            assertThat(me.knows(names("another", "b1"))).isTrue();
            assertThat(me.knows(correlation("c1"))).isTrue();
            assertThat(me.knows(names("b1", "c1"))).isFalse();
            assertThat(as("they").knows(MESSAGE)).isTrue();
            assertThat(as("me", OTHER_JOB).knows(MESSAGE)).isFalse();
            assertThat(as("me").find(id).orElseThrow().isMine()).isTrue();
        }

        @Test
        void isEmptyIfThereIsNone() {
            assertThat(as("me").find(NOBODYS)).isEmpty();
        }

        @Test
        void doesNotSeeOtherJobs() {
            LedgerSession they = as("they", OTHER_JOB);
            String id = they.claim(MESSAGE, CLAIM).id();
            they.settle(id, LedgerState.HANDLED, DIGEST);

            LedgerSession me = as("they", JOB);
            assertThat(me.find(id)).isEmpty();
            assertThat(me.findUnacknowledged(DIGEST)).isEmpty();
            assertThat(me.renew(id, CLAIM)).isFalse();
            assertThat(me.attempt(id)).isFalse();
            assertThat(me.settle(id, LedgerState.HANDLED, DIGEST)).isFalse();
            me.acknowledged(id);
            me.release(id);
            assertThat(me.forget(Instant.MAX)).isZero();
            assertThat(as("they", OTHER_JOB).find(id))
                    .hasValueSatisfying(
                            entry -> assertThat(entry.isAcknowledged()).isFalse());
        }

        @Test
        void saysWhoseTheClaimIs() {
            String id = as("me").claim(MESSAGE, CLAIM).id();

            assertThat(find("me", id).isMine()).isTrue();
            assertThat(find("they", id).isMine()).isFalse();
            assertThat(find("they", id).claimedUntil()).contains(clock.instant().plus(CLAIM));
        }

        @Test
        void aClaimThatHasRunOutAndWasNotTakenIsStillTheOwners() {
            String id = as("me").claim(MESSAGE, CLAIM).id();
            clock.advance(CLAIM.multipliedBy(2));

            assertThat(find("me", id).isMine()).isTrue();
        }

        @ParameterizedTest
        @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
        void findsContentWhoseAcknowledgementIsNotKnown(LedgerState state) {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.settle(id, state, DIGEST);

            assertThat(me.findUnacknowledged(DIGEST)).isEqualTo(me.find(id));
            assertThat(me.findUnacknowledged(OTHER_DIGEST)).isEmpty();
            assertThat(as("they").findUnacknowledged(DIGEST)).contains(find("they", id));
        }

        @Test
        void doesNotFindContentThatWasAcknowledged() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.settle(id, LedgerState.HANDLED, DIGEST);
            me.acknowledged(id);

            assertThat(me.findUnacknowledged(DIGEST)).isEmpty();
        }

        @Test
        void findsTheLastOfSeveral() {
            LedgerSession me = as("me");
            String first = me.claim(MESSAGE, CLAIM).id();
            String second = me.claim(names("c2", "b2"), CLAIM).id();
            me.settle(second, LedgerState.HANDLED, DIGEST);
            clock.advance(AWHILE);
            me.settle(first, LedgerState.HANDLED, DIGEST);

            assertThat(me.findUnacknowledged(DIGEST).orElseThrow().id()).isEqualTo(first);
            me.acknowledged(first);
            assertThat(me.findUnacknowledged(DIGEST).orElseThrow().id()).isEqualTo(second);
        }

        @Test
        void doesNotFindWhatHasNoPackage() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            assertThat(me.settle(id, LedgerState.QUARANTINED, "")).isTrue();

            assertThat(me.find(id).orElseThrow().sha256()).isEmpty();
            assertThat(me.findUnacknowledged("")).isEmpty();
        }
    }

    @Nested
    class Holding {
        @Test
        void renewsFromNow() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            clock.advance(AWHILE);

            assertThat(me.renew(id, CLAIM)).isTrue();
            assertThat(me.find(id).orElseThrow().claimedUntil())
                    .contains(clock.instant().plus(CLAIM));
        }

        @Test
        void renewsAClaimThatHasRunOutAndWasNotTaken() {
            String id = as("me").claim(MESSAGE, CLAIM).id();
            clock.advance(CLAIM.multipliedBy(2));

            assertThat(as("me").renew(id, CLAIM)).isTrue();
            assertThat(as("they").claim(MESSAGE, CLAIM).isMine()).isFalse();
        }

        @Test
        void countsAttempts() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();

            assertThat(me.attempt(id)).isTrue();
            assertThat(me.attempt(id)).isTrue();

            assertThat(me.find(id).orElseThrow().attempts()).isEqualTo(2);
        }

        @Test
        void losesNoAttemptOfThreads() throws Exception {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();

            SharedLedgerContract.atOnce(owner -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(me.attempt(id)).isTrue();
                }
                return List.of();
            });

            assertThat(me.find(id).orElseThrow().attempts()).isEqualTo(8 * 20);
        }

        @Test
        void changesNothingOnceTheClaimIsAnothers() {
            String id = as("me").claim(MESSAGE, CLAIM).id();
            clock.advance(CLAIM);
            LedgerEntry theirs = as("they").claim(MESSAGE, CLAIM);

            LedgerSession me = as("me");
            assertThat(me.renew(id, CLAIM.multipliedBy(2))).isFalse();
            assertThat(me.attempt(id)).isFalse();
            for (LedgerState state : List.of(LedgerState.SPOOLED, LedgerState.HANDLED, LedgerState.QUARANTINED)) {
                assertThat(me.settle(id, state, DIGEST)).isFalse();
            }
            me.release(id);
            assertThat(find("they", id)).isEqualTo(theirs);
        }

        @Test
        void doesNothingWithoutAnEntryOrAClaim() {
            LedgerSession me = as("me");
            String released = me.claim(MESSAGE, CLAIM).id();
            me.release(released);

            for (String id : List.of(NOBODYS, released)) {
                assertThat(me.renew(id, CLAIM)).isFalse();
                assertThat(me.attempt(id)).isFalse();
                assertThat(me.settle(id, LedgerState.HANDLED, DIGEST)).isFalse();
                me.release(id);
            }
            me.acknowledged(NOBODYS);
            assertThat(me.find(NOBODYS)).isEmpty();
            assertThat(me.find(released).orElseThrow().state()).isEqualTo(LedgerState.OPEN);
        }

        @Test
        void aReleasedClaimIsFreeAtOnce() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.release(id);

            LedgerEntry free = me.find(id).orElseThrow();
            assertThat(free.isMine()).isFalse();
            assertThat(free.claimedUntil()).isEmpty();
            assertThat(as("they").claim(MESSAGE, CLAIM).isMine()).isTrue();
        }

        @Test
        void closingLeavesTheClaim() {
            LedgerSession me = as("me");
            me.claim(MESSAGE, CLAIM);
            me.close();
            assertThatCode(me::close).doesNotThrowAnyException();

            assertThat(as("they").claim(MESSAGE, CLAIM).isMine()).isFalse();
        }

        @Test
        void aClosedSessionRefuses() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.close();

            assertThatThrownBy(() -> me.claim(MESSAGE, CLAIM))
                    .isInstanceOf(LedgerException.class)
                    .hasMessageContaining("closed");
            assertThatThrownBy(() -> me.knows(MESSAGE)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.find(id)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.findUnacknowledged(DIGEST)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.renew(id, CLAIM)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.attempt(id)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.settle(id, LedgerState.HANDLED, DIGEST)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.acknowledged(id)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.release(id)).isInstanceOf(LedgerException.class);
            assertThatThrownBy(() -> me.forget(Instant.MAX)).isInstanceOf(LedgerException.class);
            assertThat(find("me", id).attempts()).isZero();
        }
    }

    @Nested
    class Settling {
        @ParameterizedTest
        @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
        void notesStateAndDigest(LedgerState state) {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.attempt(id);

            assertThat(me.settle(id, state, DIGEST)).isTrue();

            boolean spooled = state == LedgerState.SPOOLED;
            assertThat(me.find(id))
                    .contains(new LedgerEntry(
                            id,
                            state,
                            1,
                            spooled,
                            Optional.of(clock.instant().plus(CLAIM)).filter(until -> spooled),
                            false,
                            Optional.of(DIGEST)));
        }

        @ParameterizedTest
        @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
        void againChangesNothing(LedgerState state) {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.settle(id, state, DIGEST);
            LedgerEntry settled = me.find(id).orElseThrow();

            assertThat(me.settle(id, state, OTHER_DIGEST)).isTrue();
            assertThat(as("they").settle(id, state, OTHER_DIGEST)).isFalse();

            assertThat(find("me", id)).isEqualTo(settled);
        }

        @ParameterizedTest
        @EnumSource(
                value = LedgerState.class,
                names = {"HANDLED", "QUARANTINED"})
        void isFinal(LedgerState state) {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.settle(id, state, DIGEST);
            LedgerEntry settled = me.find(id).orElseThrow();

            for (LedgerState next : List.of(LedgerState.SPOOLED, LedgerState.HANDLED, LedgerState.QUARANTINED)) {
                assertThat(me.settle(id, next, OTHER_DIGEST)).isEqualTo(next == state);
            }
            assertThat(me.renew(id, CLAIM)).isFalse();
            assertThat(me.attempt(id)).isFalse();
            me.release(id);
            assertThat(me.find(id)).contains(settled);
        }

        @Test
        void countsAClaimThatHasRunOutAndWasNotTaken() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            clock.advance(CLAIM.multipliedBy(2));

            assertThat(me.settle(id, LedgerState.HANDLED, DIGEST)).isTrue();
        }

        @ParameterizedTest
        @EnumSource(
                value = LedgerState.class,
                names = {"HANDLED", "QUARANTINED"})
        void onlyTheOwnerMovesASpooledEntryOn(LedgerState state) {
            String id = spool();
            clock.advance(CLAIM.multipliedBy(100));

            LedgerSession they = as("they");
            assertThat(they.claim(MESSAGE, CLAIM).isMine()).isFalse();
            assertThat(they.attempt(id)).isFalse();
            assertThat(they.renew(id, CLAIM)).isFalse();
            assertThat(they.settle(id, state, DIGEST)).isFalse();
            they.release(id);

            LedgerSession me = as("me");
            assertThat(me.attempt(id)).isTrue();
            assertThat(me.renew(id, CLAIM)).isTrue();
            assertThat(me.settle(id, state, DIGEST)).isTrue();
            assertThat(me.find(id).orElseThrow().state()).isEqualTo(state);
        }

        @Test
        void aSpooledEntryStaysItsOwnersWhenItIsReleased() {
            String id = spool();
            LedgerEntry spooled = find("me", id);

            as("me").release(id);

            assertThat(find("me", id)).isEqualTo(spooled);
        }

        @Test
        void claimingASpooledEntryAgainChangesNothing() {
            String id = spool();
            LedgerEntry spooled = find("me", id);
            clock.advance(AWHILE);

            assertThat(as("me").claim(MESSAGE, CLAIM)).isEqualTo(spooled);
        }

        private String spool() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.settle(id, LedgerState.SPOOLED, DIGEST);
            return id;
        }

        @Test
        void doesNotGoBackToOpen() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> me.settle(id, LedgerState.OPEN, DIGEST))
                    .withMessageContaining("OPEN");
        }

        @Test
        void anybodyNotesTheAcknowledgement() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.settle(id, LedgerState.HANDLED, DIGEST);

            LedgerSession they = as("they");
            they.acknowledged(id);
            they.acknowledged(id);

            LedgerEntry entry = find("me", id);
            assertThat(entry.isAcknowledged()).isTrue();
            assertThat(entry.state()).isEqualTo(LedgerState.HANDLED);
            assertThat(entry.sha256()).contains(DIGEST);
        }
    }

    @Nested
    class Forgetting {
        @ParameterizedTest
        @EnumSource(LedgerState.class)
        void dropsWhatWasLastChangedBefore(LedgerState state) {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            if (state != LedgerState.OPEN) {
                me.settle(id, state, DIGEST);
            }
            Instant then = clock.instant();

            assertThat(me.forget(then)).isZero();
            assertThat(me.find(id)).isPresent();

            boolean goes = state != LedgerState.SPOOLED;
            assertThat(me.forget(then.plusMillis(1))).isEqualTo(goes ? 1 : 0);
            assertThat(me.forget(then.plusMillis(1))).isZero();
            assertThat(me.find(id).isEmpty()).isEqualTo(goes);
        }

        @Test
        void everyChangeCounts() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            List<Runnable> changes = List.of(
                    () -> me.claim(MESSAGE, CLAIM),
                    () -> me.renew(id, CLAIM),
                    () -> me.attempt(id),
                    () -> me.claim(names("c1", "another"), CLAIM),
                    () -> me.release(id),
                    () -> me.claim(MESSAGE, CLAIM),
                    () -> me.settle(id, LedgerState.SPOOLED, DIGEST),
                    () -> me.settle(id, LedgerState.HANDLED, DIGEST),
                    () -> me.claim(names("one more", "b1"), CLAIM),
                    () -> me.acknowledged(id));

            for (Runnable change : changes) {
                clock.advance(AWHILE);
                change.run();
                assertThat(me.forget(clock.instant())).isZero();
            }

            assertThat(me.forget(clock.instant().plusMillis(1))).isEqualTo(1);
        }

        @Test
        void aForgottenMessageIsNew() {
            LedgerSession me = as("me");
            String id = me.claim(MESSAGE, CLAIM).id();
            me.claim(names("c2", "b1"), CLAIM);
            me.settle(id, LedgerState.HANDLED, DIGEST);
            clock.advance(AWHILE);
            me.forget(clock.instant());

            assertThat(me.findUnacknowledged(DIGEST)).isEmpty();
            LedgerEntry entry = me.claim(names("c2", "b9"), CLAIM);
            assertThat(entry.state()).isEqualTo(LedgerState.OPEN);
            assertThat(entry.isMine()).isTrue();
            LedgerEntry other = me.claim(MESSAGE, CLAIM);
            assertThat(other.id()).isNotEqualTo(entry.id());
            assertThat(other.state()).isEqualTo(LedgerState.OPEN);
        }

        @Test
        void takesTimesFromTheBeginningToTheEnd() {
            LedgerSession me = as("me");
            me.claim(MESSAGE, CLAIM);
            me.claim(names("c2", "b2"), CLAIM);

            assertThat(me.forget(Instant.MIN)).isZero();
            assertThat(me.forget(Instant.MAX)).isEqualTo(2);
        }

        @Test
        void doesNotMindOtherJobs() {
            String id = as("me", OTHER_JOB).claim(MESSAGE, CLAIM).id();
            LedgerSession me = as("me");
            me.claim(MESSAGE, CLAIM);

            assertThat(me.forget(Instant.MAX)).isEqualTo(1);

            assertThat(as("me", OTHER_JOB).claim(MESSAGE, CLAIM).id()).isEqualTo(id);
        }
    }
}
