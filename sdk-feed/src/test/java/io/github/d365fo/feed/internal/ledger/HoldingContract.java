package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.AWHILE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.NOBODYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a claim allows, and until when. */
abstract class HoldingContract {
    private final LedgerContract contract;

    HoldingContract(LedgerContract contract) {
        this.contract = contract;
    }

    @Test
    void renewsFromNow() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        contract.clock.advance(AWHILE);

        assertThat(me.renew(id, CLAIM)).isTrue();
        assertThat(me.find(id).orElseThrow().claimedUntil())
                .contains(contract.clock.instant().plus(CLAIM));
    }

    @Test
    void renewsAClaimThatHasRunOutAndWasNotTaken() {
        String id = contract.as("me").claim(MESSAGE, CLAIM).id();
        contract.clock.advance(CLAIM.multipliedBy(2));

        assertThat(contract.as("me").renew(id, CLAIM)).isTrue();
        assertThat(contract.as("they").claim(MESSAGE, CLAIM).isMine()).isFalse();
    }

    @Test
    void countsAttempts() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();

        assertThat(me.attempt(id)).isTrue();
        assertThat(me.attempt(id)).isTrue();

        assertThat(me.find(id).orElseThrow().attempts()).isEqualTo(2);
    }

    @Test
    void losesNoAttemptOfThreads() throws Exception {
        LedgerSession me = contract.as("me");
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
        String id = contract.as("me").claim(MESSAGE, CLAIM).id();
        contract.clock.advance(CLAIM);
        LedgerEntry theirs = contract.as("they").claim(MESSAGE, CLAIM);

        LedgerSession me = contract.as("me");
        assertThat(me.renew(id, CLAIM.multipliedBy(2))).isFalse();
        assertThat(me.attempt(id)).isFalse();
        for (LedgerState state : List.of(LedgerState.SPOOLED, LedgerState.HANDLED, LedgerState.QUARANTINED)) {
            assertThat(me.settle(id, state, DIGEST)).isFalse();
        }
        me.release(id);
        assertThat(contract.find("they", id)).isEqualTo(theirs);
    }

    @Test
    void doesNothingWithoutAnEntryOrAClaim() {
        LedgerSession me = contract.as("me");
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
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.release(id);

        LedgerEntry free = me.find(id).orElseThrow();
        assertThat(free.isMine()).isFalse();
        assertThat(free.claimedUntil()).isEmpty();
        assertThat(contract.as("they").claim(MESSAGE, CLAIM).isMine()).isTrue();
    }

    @Test
    void closingLeavesTheClaim() {
        LedgerSession me = contract.as("me");
        me.claim(MESSAGE, CLAIM);
        me.close();
        assertThatCode(me::close).doesNotThrowAnyException();

        assertThat(contract.as("they").claim(MESSAGE, CLAIM).isMine()).isFalse();
    }

    @Test
    void aClosedSessionRefuses() {
        LedgerSession me = contract.as("me");
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
        assertThat(contract.find("me", id).attempts()).isZero();
    }
}
