package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.AWHILE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.OTHER_JOB;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.correlation;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What claiming a message does. */
abstract class ClaimingContract {
    private final LedgerContract contract;

    ClaimingContract(LedgerContract contract) {
        this.contract = contract;
    }

    @Test
    void makesAnOpenEntryAndClaimsIt() {
        LedgerEntry entry = contract.as("me").claim(MESSAGE, CLAIM);

        assertThat(entry.id()).matches("[0-9a-zA-Z]{1,80}");
        assertThat(entry)
                .isEqualTo(new LedgerEntry(
                        entry.id(),
                        LedgerState.OPEN,
                        0,
                        true,
                        Optional.of(contract.clock.instant().plus(CLAIM)),
                        false,
                        Optional.empty()));
        assertThat(contract.find("me", entry.id())).isEqualTo(entry);
    }

    @Test
    void takesAnAttemptBackThatWasCounted() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();

        assertThat(me.uncount(id)).as("none was counted").isFalse();
        me.attempt(id);
        me.attempt(id);
        assertThat(contract.as("another").uncount(id)).as("not its own").isFalse();
        assertThat(contract.as("me").uncount(id)).isTrue();
        assertThat(contract.find("me", id).attempts()).isEqualTo(1);
    }

    @Test
    void shortensTimesToMilliseconds() {
        contract.clock.advance(Duration.ofNanos(1_999_999));

        LedgerEntry entry = contract.as("me").claim(MESSAGE, CLAIM);

        assertThat(entry.claimedUntil())
                .contains(Instant.parse("2026-03-01T10:00:00.001Z").plus(CLAIM));
    }

    @Test
    void findsTheEntryByEitherName() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();

        assertThat(me.claim(names("c1", "b2"), CLAIM).id()).isEqualTo(id);
        assertThat(me.claim(names("c2", "b1"), CLAIM).id()).isEqualTo(id);
        assertThat(me.claim(correlation("c1"), CLAIM).id()).isEqualTo(id);
        assertThat(me.claim(names("c3", "b3"), CLAIM).id()).isNotEqualTo(id);
    }

    @Test
    void makesBothNamesLeadToTheEntry() {
        LedgerSession me = contract.as("me");
        String id = me.claim(correlation("c1"), CLAIM).id();
        me.claim(names("c1", "b1"), CLAIM);
        me.claim(names("c2", "b1"), CLAIM);

        assertThat(me.claim(correlation("c2"), CLAIM).id()).isEqualTo(id);
    }

    @Test
    void addsANameToAnEntryWhoseFateIsKnown() {
        LedgerSession me = contract.as("me");
        String id = me.claim(correlation("c1"), CLAIM).id();
        me.settle(id, LedgerState.HANDLED, DIGEST);
        me.claim(names("c1", "b1"), CLAIM);

        assertThat(me.claim(names("c2", "b1"), CLAIM).id()).isEqualTo(id);
        assertThat(me.claim(correlation("c2"), CLAIM).state()).isEqualTo(LedgerState.HANDLED);
    }

    @Test
    void goesByTheCorrelationIdIfTheNamesLeadToTwoEntries() {
        LedgerSession me = contract.as("me");
        String first = me.claim(names("c1", "b1"), CLAIM).id();
        String second = me.claim(names("c2", "b2"), CLAIM).id();

        assertThat(me.claim(names("c1", "b2"), CLAIM).id()).isEqualTo(first);
        assertThat(me.claim(names("c2", "b1"), CLAIM).id()).isEqualTo(second);
        assertThat(me.claim(names("new", "b2"), CLAIM).id()).isEqualTo(second);
    }

    @Test
    void doesNotTakeACorrelationIdForABlob() {
        LedgerSession me = contract.as("me");

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
        String id = contract.as("me").claim(names(name, name), CLAIM).id();

        LedgerSession again = contract.as("me");
        assertThat(again.claim(correlation(name), CLAIM).id()).isEqualTo(id);
        assertThat(again.claim(names("another", name), CLAIM).id()).isEqualTo(id);
    }

    @Test
    void takesLongNames() {
        String name = "n".repeat(100_000);

        String id = contract.as("me").claim(names(name, name), CLAIM).id();

        assertThat(contract.as("me").claim(names("another", name), CLAIM).id()).isEqualTo(id);
    }

    @Test
    void leavesTheEntryToAnotherOwnerWhoseClaimRuns() {
        LedgerEntry theirs = contract.as("they").claim(MESSAGE, CLAIM);
        contract.clock.advance(CLAIM.minusMillis(1));

        LedgerEntry entry = contract.as("me").claim(MESSAGE, CLAIM.multipliedBy(2));

        assertThat(entry.isMine()).isFalse();
        assertThat(entry.claimedUntil()).isEqualTo(theirs.claimedUntil());
        assertThat(contract.as("they").renew(entry.id(), CLAIM)).isTrue();
    }

    @Test
    void takesOverAClaimThatHasRunOut() {
        String id = contract.as("they").claim(MESSAGE, CLAIM).id();
        contract.clock.advance(CLAIM);

        LedgerEntry entry = contract.as("me").claim(MESSAGE, CLAIM);

        assertThat(entry.id()).isEqualTo(id);
        assertThat(entry.isMine()).isTrue();
        assertThat(entry.claimedUntil()).contains(contract.clock.instant().plus(CLAIM));
    }

    @Test
    void takesTheSameOwnersClaimForItsOwn() {
        contract.as("me").claim(MESSAGE, CLAIM);
        contract.clock.advance(AWHILE);

        LedgerEntry entry = contract.as("me").claim(MESSAGE, CLAIM);

        assertThat(entry.isMine()).isTrue();
        assertThat(entry.claimedUntil()).contains(contract.clock.instant().plus(CLAIM));
    }

    @Test
    void doesNotMindOtherJobs() {
        String id = contract.as("me").claim(MESSAGE, CLAIM).id();

        LedgerEntry entry = contract.as("they", OTHER_JOB).claim(MESSAGE, CLAIM);

        assertThat(entry.isMine()).isTrue();
        assertThat(entry.id()).isNotEqualTo(id);
    }

    @Test
    void keepsTheAttemptsOfTheOneBefore() {
        LedgerSession they = contract.as("they");
        String id = they.claim(MESSAGE, CLAIM).id();
        they.attempt(id);
        contract.clock.advance(CLAIM);

        assertThat(contract.as("me").claim(MESSAGE, CLAIM).attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
    void doesNotClaimAnEntryWhoseFateIsKnown(LedgerState state) {
        LedgerSession they = contract.as("they");
        String id = they.claim(MESSAGE, CLAIM).id();
        they.settle(id, state, DIGEST);
        contract.clock.advance(CLAIM.multipliedBy(2));

        LedgerEntry entry = contract.as("me").claim(MESSAGE, CLAIM);

        assertThat(entry.isMine()).isFalse();
        assertThat(entry.state()).isEqualTo(state);
        assertThat(entry).isEqualTo(contract.find("me", id));
    }
}
