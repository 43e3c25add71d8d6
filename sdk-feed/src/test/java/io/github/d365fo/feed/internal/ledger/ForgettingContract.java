package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.AWHILE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.OTHER_JOB;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is dropped, and what that leaves. */
abstract class ForgettingContract {
    private final LedgerContract contract;

    ForgettingContract(LedgerContract contract) {
        this.contract = contract;
    }

    @ParameterizedTest
    @EnumSource(LedgerState.class)
    void dropsWhatWasLastChangedBefore(LedgerState state) {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        if (state != LedgerState.OPEN) {
            me.settle(id, state, DIGEST);
        }
        Instant then = contract.clock.instant();

        assertThat(me.forget(then)).isZero();
        assertThat(me.find(id)).isPresent();

        boolean goes = state != LedgerState.SPOOLED;
        assertThat(me.forget(then.plusMillis(1))).isEqualTo(goes ? 1 : 0);
        assertThat(me.forget(then.plusMillis(1))).isZero();
        assertThat(me.find(id).isEmpty()).isEqualTo(goes);
    }

    @Test
    void everyChangeCounts() {
        LedgerSession me = contract.as("me");
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
            contract.clock.advance(AWHILE);
            change.run();
            assertThat(me.forget(contract.clock.instant())).isZero();
        }

        assertThat(me.forget(contract.clock.instant().plusMillis(1))).isEqualTo(1);
    }

    @Test
    void aForgottenMessageIsNew() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.claim(names("c2", "b1"), CLAIM);
        me.settle(id, LedgerState.HANDLED, DIGEST);
        contract.clock.advance(AWHILE);
        me.forget(contract.clock.instant());

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
        LedgerSession me = contract.as("me");
        me.claim(MESSAGE, CLAIM);
        me.claim(names("c2", "b2"), CLAIM);

        assertThat(me.forget(Instant.MIN)).isZero();
        assertThat(me.forget(Instant.MAX)).isEqualTo(2);
    }

    @Test
    void doesNotMindOtherJobs() {
        String id = contract.as("me", OTHER_JOB).claim(MESSAGE, CLAIM).id();
        LedgerSession me = contract.as("me");
        me.claim(MESSAGE, CLAIM);

        assertThat(me.forget(Instant.MAX)).isEqualTo(1);

        assertThat(contract.as("me", OTHER_JOB).claim(MESSAGE, CLAIM).id()).isEqualTo(id);
    }
}
