package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.AWHILE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.OTHER_DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written down of how a message ended. */
abstract class SettlingContract {
    private final LedgerContract contract;

    SettlingContract(LedgerContract contract) {
        this.contract = contract;
    }

    @ParameterizedTest
    @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
    void notesStateAndDigest(LedgerState state) {
        LedgerSession me = contract.as("me");
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
                        Optional.of(contract.clock.instant().plus(CLAIM)).filter(until -> spooled),
                        false,
                        Optional.of(DIGEST)));
    }

    @ParameterizedTest
    @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
    void againChangesNothing(LedgerState state) {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.settle(id, state, DIGEST);
        LedgerEntry settled = me.find(id).orElseThrow();

        assertThat(me.settle(id, state, OTHER_DIGEST)).isTrue();
        assertThat(contract.as("they").settle(id, state, OTHER_DIGEST)).isFalse();

        assertThat(contract.find("me", id)).isEqualTo(settled);
    }

    @ParameterizedTest
    @EnumSource(
            value = LedgerState.class,
            names = {"HANDLED", "QUARANTINED"})
    void isFinal(LedgerState state) {
        LedgerSession me = contract.as("me");
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
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        contract.clock.advance(CLAIM.multipliedBy(2));

        assertThat(me.settle(id, LedgerState.HANDLED, DIGEST)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = LedgerState.class,
            names = {"HANDLED", "QUARANTINED"})
    void onlyTheOwnerMovesASpooledEntryOn(LedgerState state) {
        String id = spool();
        contract.clock.advance(CLAIM.multipliedBy(100));

        LedgerSession they = contract.as("they");
        assertThat(they.claim(MESSAGE, CLAIM).isMine()).isFalse();
        assertThat(they.attempt(id)).isFalse();
        assertThat(they.renew(id, CLAIM)).isFalse();
        assertThat(they.settle(id, state, DIGEST)).isFalse();
        they.release(id);

        LedgerSession me = contract.as("me");
        assertThat(me.attempt(id)).isTrue();
        assertThat(me.renew(id, CLAIM)).isTrue();
        assertThat(me.settle(id, state, DIGEST)).isTrue();
        assertThat(me.find(id).orElseThrow().state()).isEqualTo(state);
    }

    @Test
    void aSpooledEntryStaysItsOwnersWhenItIsReleased() {
        String id = spool();
        LedgerEntry spooled = contract.find("me", id);

        contract.as("me").release(id);

        assertThat(contract.find("me", id)).isEqualTo(spooled);
    }

    @Test
    void claimingASpooledEntryAgainChangesNothing() {
        String id = spool();
        LedgerEntry spooled = contract.find("me", id);
        contract.clock.advance(AWHILE);

        assertThat(contract.as("me").claim(MESSAGE, CLAIM)).isEqualTo(spooled);
    }

    private String spool() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.settle(id, LedgerState.SPOOLED, DIGEST);
        return id;
    }

    @Test
    void doesNotGoBackToOpen() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> me.settle(id, LedgerState.OPEN, DIGEST))
                .withMessageContaining("OPEN");
    }

    @Test
    void anybodyNotesTheAcknowledgement() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.settle(id, LedgerState.HANDLED, DIGEST);

        LedgerSession they = contract.as("they");
        they.acknowledged(id);
        they.acknowledged(id);

        LedgerEntry entry = contract.find("me", id);
        assertThat(entry.isAcknowledged()).isTrue();
        assertThat(entry.state()).isEqualTo(LedgerState.HANDLED);
        assertThat(entry.sha256()).contains(DIGEST);
    }
}
