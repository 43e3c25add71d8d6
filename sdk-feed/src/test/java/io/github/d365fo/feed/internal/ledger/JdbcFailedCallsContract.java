package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.NOBODYS;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a call does that is made again because it failed on its way. */
abstract class JdbcFailedCallsContract {
    private final JdbcLedgerContract contract;

    JdbcFailedCallsContract(JdbcLedgerContract contract) {
        this.contract = contract;
    }

    /** What a method that failed is called again for. */
    enum Call {
        CLAIM_NEW {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.claim(names("c2", "b2"), CLAIM).isMine();
            }
        },
        CLAIM_AGAIN {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.claim(names("c2", "b1"), CLAIM).isMine();
            }
        },
        KNOWS {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.knows(MESSAGE);
            }
        },
        FIND {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.find(entry).isPresent();
            }
        },
        FIND_UNACKNOWLEDGED {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.findUnacknowledged(DIGEST).isPresent();
            }
        },
        RENEW {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.renew(entry, CLAIM.multipliedBy(2));
            }
        },
        ATTEMPT {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.attempt(entry);
            }
        },
        SETTLE {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.settle(entry, LedgerState.HANDLED, DIGEST);
            }
        },
        SETTLE_ANOTHERS {
            @Override
            Object on(LedgerSession session, String entry) {
                return session.settle(NOBODYS, LedgerState.HANDLED, DIGEST);
            }
        },
        ACKNOWLEDGED {
            @Override
            Object on(LedgerSession session, String entry) {
                session.acknowledged(entry);
                return "done";
            }
        },
        RELEASE {
            @Override
            Object on(LedgerSession session, String entry) {
                session.release(entry);
                return "done";
            }
        },
        FORGET {
            @Override
            Object on(LedgerSession session, String entry) {
                session.forget(Instant.MAX);
                return "done";
            }
        };

        abstract Object on(LedgerSession session, String entry);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void aCallThatFailedAnywhereCanBeMadeAgain(Call call) throws SQLException {
        List<String> struck = new ArrayList<>();
        for (boolean autoCommit : List.of(true, false)) {
            contract.ledger();
            contract.pool().autoCommit(autoCommit);
            for (WatchedPool.Fault fault : WatchedPool.Fault.values()) {
                struck.addAll(failAtEachCall(call, fault));
            }
        }

        assertThat(struck).contains("getConnection", "setAutoCommit", "prepareStatement", "commit");
    }

    private List<String> failAtEachCall(Call call, WatchedPool.Fault fault) {
        Outcome undisturbed = outcome(call, 0, fault);
        List<String> struck = new ArrayList<>();
        int n = 1;
        while (true) {
            Outcome outcome = outcome(call, n, fault);
            if (outcome.struck().isEmpty()) {
                return struck;
            }
            assertThat(outcome.entries())
                    .as("%s, %s at call %s, %s", call, fault, n, outcome.struck())
                    .isEqualTo(undisturbed.entries());
            assertThat(outcome.result()).isEqualTo(undisturbed.result());
            struck.add(outcome.struck());
            n++;
        }
    }

    private record Outcome(Object result, List<Optional<LedgerEntry>> entries, String struck) {}

    /** Makes a call that fails on its way, and makes it again. */
    private Outcome outcome(Call call, int failAt, WatchedPool.Fault fault) {
        ActivityId job = ActivityId.of(UUID.randomUUID());
        LedgerSession session = contract.as("me", job);
        String entry = session.claim(MESSAGE, CLAIM).id();
        contract.pool().failAt(failAt, fault);
        Object result;
        String struck = "";
        try {
            result = call.on(session, entry);
            struck = contract.pool().struck();
        } catch (LedgerException e) {
            struck = contract.pool().struck();
            assertThat(e).hasMessageContaining(struck + " failed");
            result = call.on(session, entry);
        }
        List<Optional<LedgerEntry>> entries = List.of(
                session.find(entry).map(JdbcFailedCallsContract::comparable),
                session.find(MessageKeys.entryId(job, names("c2", "b2"))).map(JdbcFailedCallsContract::comparable));
        return new Outcome(result, entries, struck);
    }

    /** An attempt may be counted twice. */
    private static LedgerEntry comparable(LedgerEntry entry) {
        return new LedgerEntry(
                "id",
                entry.state(),
                Math.min(entry.attempts(), 1),
                entry.isMine(),
                entry.claimedUntil(),
                entry.isAcknowledged(),
                entry.sha256());
    }
}
