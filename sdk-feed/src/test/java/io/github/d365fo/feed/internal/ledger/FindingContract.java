package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.AWHILE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.JOB;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.NOBODYS;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.OTHER_DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.OTHER_JOB;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.correlation;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found of a message, and what is not. */
abstract class FindingContract {
    private final LedgerContract contract;

    FindingContract(LedgerContract contract) {
        this.contract = contract;
    }

    @Test
    void knowsAMessageByEitherName() {
        LedgerSession me = contract.as("me");
        assertThat(me.knows(MESSAGE)).isFalse();
        String id = me.claim(MESSAGE, CLAIM).id();

        assertThat(me.knows(names("c1", "another"))).isTrue();
        assertThat(me.knows(names("another", "b1"))).isTrue();
        assertThat(me.knows(correlation("c1"))).isTrue();
        assertThat(me.knows(names("b1", "c1"))).isFalse();
        assertThat(contract.as("they").knows(MESSAGE)).isTrue();
        assertThat(contract.as("me", OTHER_JOB).knows(MESSAGE)).isFalse();
        assertThat(contract.as("me").find(id).orElseThrow().isMine()).isTrue();
    }

    @Test
    void isEmptyIfThereIsNone() {
        assertThat(contract.as("me").find(NOBODYS)).isEmpty();
    }

    @Test
    void doesNotSeeOtherJobs() {
        LedgerSession they = contract.as("they", OTHER_JOB);
        String id = they.claim(MESSAGE, CLAIM).id();
        they.settle(id, LedgerState.HANDLED, DIGEST);

        LedgerSession me = contract.as("they", JOB);
        assertThat(me.find(id)).isEmpty();
        assertThat(me.findUnacknowledged(DIGEST)).isEmpty();
        assertThat(me.renew(id, CLAIM)).isFalse();
        assertThat(me.attempt(id)).isFalse();
        assertThat(me.settle(id, LedgerState.HANDLED, DIGEST)).isFalse();
        me.acknowledged(id);
        me.release(id);
        assertThat(me.forget(Instant.MAX)).isZero();
        assertThat(contract.as("they", OTHER_JOB).find(id))
                .hasValueSatisfying(entry -> assertThat(entry.isAcknowledged()).isFalse());
    }

    @Test
    void saysWhoseTheClaimIs() {
        String id = contract.as("me").claim(MESSAGE, CLAIM).id();

        assertThat(contract.find("me", id).isMine()).isTrue();
        assertThat(contract.find("they", id).isMine()).isFalse();
        assertThat(contract.find("they", id).claimedUntil())
                .contains(contract.clock.instant().plus(CLAIM));
    }

    @Test
    void aClaimThatHasRunOutAndWasNotTakenIsStillTheOwners() {
        String id = contract.as("me").claim(MESSAGE, CLAIM).id();
        contract.clock.advance(CLAIM.multipliedBy(2));

        assertThat(contract.find("me", id).isMine()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = LedgerState.class, names = "OPEN", mode = EnumSource.Mode.EXCLUDE)
    void findsContentWhoseAcknowledgementIsNotKnown(LedgerState state) {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.settle(id, state, DIGEST);

        assertThat(me.findUnacknowledged(DIGEST)).isEqualTo(me.find(id));
        assertThat(me.findUnacknowledged(OTHER_DIGEST)).isEmpty();
        assertThat(contract.as("they").findUnacknowledged(DIGEST)).contains(contract.find("they", id));
    }

    @Test
    void doesNotFindContentThatWasAcknowledged() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.settle(id, LedgerState.HANDLED, DIGEST);
        me.acknowledged(id);

        assertThat(me.findUnacknowledged(DIGEST)).isEmpty();
    }

    @Test
    void findsTheLastOfSeveral() {
        LedgerSession me = contract.as("me");
        String first = me.claim(MESSAGE, CLAIM).id();
        String second = me.claim(names("c2", "b2"), CLAIM).id();
        me.settle(second, LedgerState.HANDLED, DIGEST);
        contract.clock.advance(AWHILE);
        me.settle(first, LedgerState.HANDLED, DIGEST);

        assertThat(me.findUnacknowledged(DIGEST).orElseThrow().id()).isEqualTo(first);
        me.acknowledged(first);
        assertThat(me.findUnacknowledged(DIGEST).orElseThrow().id()).isEqualTo(second);
    }

    @Test
    void doesNotFindWhatHasNoPackage() {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        assertThat(me.settle(id, LedgerState.QUARANTINED, "")).isTrue();

        assertThat(me.find(id).orElseThrow().sha256()).isEmpty();
        assertThat(me.findUnacknowledged("")).isEmpty();
    }
}
