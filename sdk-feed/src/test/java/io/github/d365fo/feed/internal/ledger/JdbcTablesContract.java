package io.github.d365fo.feed.internal.ledger;

import static io.github.d365fo.feed.internal.ledger.LedgerContract.CLAIM;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.DIGEST;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.JOB;
import static io.github.d365fo.feed.internal.ledger.LedgerContract.MESSAGE;
import static io.github.d365fo.feed.internal.ledger.SharedLedgerContract.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.d365fo.feed.JdbcDeliveryLedger;
import io.github.d365fo.feed.LedgerException;
import io.github.d365fo.feed.LedgerSession;
import io.github.d365fo.feed.LedgerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a ledger asks of its tables, and who makes them. */
abstract class JdbcTablesContract {
    private final JdbcLedgerContract contract;

    JdbcTablesContract(JdbcLedgerContract contract) {
        this.contract = contract;
    }

    @Test
    void theDocumentationShowsThem() throws IOException {
        String source = Files.readString(Path.of("src/main/java/io/github/d365fo/feed/JdbcDeliveryLedger.java"));
        String shown = String.join(";\n", LedgerTables.CREATE) + ";";

        assertThat(source)
                .contains(shown.indent(1).lines().map("     *"::concat).toList());
    }

    @ParameterizedTest
    @EnumSource(WatchedPool.Fault.class)
    void canBeMadeAgainIfThatFailedAnywhere(WatchedPool.Fault fault) throws SQLException {
        contract.pool();
        boolean failed = true;
        for (int n = 1; failed; n++) {
            contract.pool().failAt(n, fault);
            try {
                contract.withoutTables().createTables();
            } catch (LedgerException e) {
                contract.withoutTables().createTables();
            }
            failed = !contract.pool().struck().isEmpty();
            contract.withoutTables().open(JOB, "me", contract.clock).claim(MESSAGE, CLAIM);
            contract.execute("DROP TABLE d365fo_delivery_name");
            contract.execute("DROP TABLE d365fo_delivery");
        }
    }

    @Test
    void missingOnesAreTold() {
        assertThatThrownBy(() -> contract.withoutTables().open(JOB, "me", contract.clock))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("createTables()")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void onesThatGoAwayAreTold() throws SQLException {
        LedgerSession me = contract.as("me");
        contract.execute("DROP TABLE d365fo_delivery_name");

        assertThatThrownBy(() -> me.claim(MESSAGE, CLAIM))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("createTables()");
    }

    @Test
    void whatIsThereStays() {
        JdbcDeliveryLedger ledger = (JdbcDeliveryLedger) contract.ledger();
        String id = contract.as("me").claim(MESSAGE, CLAIM).id();

        ledger.createTables();

        assertThat(contract.as("me").find(id)).isPresent();
    }

    @Test
    void theSecondIsMadeIfTheFirstIsThere() throws SQLException {
        JdbcDeliveryLedger ledger = (JdbcDeliveryLedger) contract.ledger();
        contract.execute("DROP TABLE d365fo_delivery_name");

        ledger.createTables();

        assertThat(contract.as("me").claim(MESSAGE, CLAIM).isMine()).isTrue();
    }

    @Test
    void severalMachinesMayMakeThemAtOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            List<String> made = atOnce(owner -> {
                contract.withoutTables().createTables();
                return List.of(owner);
            });
            assertThat(made).hasSize(8);
            assertThat(contract.as("me").claim(MESSAGE, CLAIM).isMine()).isTrue();
            contract.execute("DROP TABLE d365fo_delivery_name");
            contract.execute("DROP TABLE d365fo_delivery");
        }
    }

    @Test
    void aRefusalIsTold() throws SQLException {
        contract.execute("CREATE TABLE d365fo_delivery_name (something INT)");

        assertThatThrownBy(() -> contract.withoutTables().open(JOB, "me", contract.clock))
                .isInstanceOf(LedgerException.class);
        contract.withoutTables().createTables();
        assertThatThrownBy(() -> contract.withoutTables().open(JOB, "me", contract.clock))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("not as they should be");
    }

    @Test
    void aFailureOfTheSourceIsTold() {
        contract.pool().failAt(1, WatchedPool.Fault.LOST_BEFORE);

        assertThatThrownBy(() -> contract.withoutTables().open(JOB, "me", contract.clock))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("getConnection failed");
    }

    @Test
    void aRowThatAPersonDeletesIsForgotten() throws SQLException {
        LedgerSession me = contract.as("me");
        String id = me.claim(MESSAGE, CLAIM).id();
        me.settle(id, LedgerState.QUARANTINED, DIGEST);

        contract.execute("DELETE FROM d365fo_delivery WHERE correlation_id = 'c1'");

        assertThat(me.claim(MESSAGE, CLAIM).state()).isEqualTo(LedgerState.OPEN);
    }
}
