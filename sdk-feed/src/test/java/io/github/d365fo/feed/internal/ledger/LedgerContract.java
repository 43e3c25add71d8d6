package io.github.d365fo.feed.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.DeliveryLedger;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.MessageNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    LedgerEntry find(String owner, String entry) {
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
    class Claiming extends ClaimingContract {
        Claiming() {
            super(LedgerContract.this);
        }
    }

    @Nested
    class Finding extends FindingContract {
        Finding() {
            super(LedgerContract.this);
        }
    }

    @Nested
    class Holding extends HoldingContract {
        Holding() {
            super(LedgerContract.this);
        }
    }

    @Nested
    class Settling extends SettlingContract {
        Settling() {
            super(LedgerContract.this);
        }
    }

    @Nested
    class Forgetting extends ForgettingContract {
        Forgetting() {
            super(LedgerContract.this);
        }
    }
}
