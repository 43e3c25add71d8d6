package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The statements of one owner on the entries of one export job. Each method is part of a transaction. Who may change an
 * entry stands in the conditions of the statements, so that of two machines that change one at once, one does. Immutable.
 */
final class EntryTable {
    private static final String NAMED = "SELECT entry FROM d365fo_delivery_name WHERE name = ?";

    private static final String INSERT = """
            INSERT INTO d365fo_delivery (id, activity, correlation_id, state, attempts, acknowledged, changed)
            VALUES (?, ?, ?, 'OPEN', 0, 0, ?)""";

    private static final String INSERT_NAME = "INSERT INTO d365fo_delivery_name (name, entry) VALUES (?, ?)";

    private static final String CLAIM = """
            UPDATE d365fo_delivery SET owner = ?, claimed_until = ?, changed = ?
            WHERE id = ? AND state = 'OPEN' AND (owner IS NULL OR owner = ? OR claimed_until <= ?)""";

    private static final String TOUCH = "UPDATE d365fo_delivery SET changed = ? WHERE id = ?";

    private static final String READ = """
            SELECT id, state, attempts, owner, claimed_until, acknowledged, sha256 FROM d365fo_delivery
            WHERE activity = ? AND\s""";

    private static final String FIND = READ + "id = ?";

    private static final String FIND_UNACKNOWLEDGED = READ + """
            sha256 = ? AND state <> 'OPEN' AND acknowledged = 0
            ORDER BY changed DESC, id DESC""";

    private static final String HELD = " WHERE id = ? AND activity = ? AND owner = ? AND state IN ('OPEN', 'SPOOLED')";

    private static final String RENEW = "UPDATE d365fo_delivery SET changed = ?, claimed_until = ?" + HELD;

    private static final String ATTEMPT = "UPDATE d365fo_delivery SET changed = ?, attempts = attempts + 1" + HELD;

    private static final String SETTLE =
            "UPDATE d365fo_delivery SET changed = ?, state = ?, sha256 = ?" + HELD + " AND state <> ?";

    private static final String SETTLED =
            "SELECT id FROM d365fo_delivery WHERE id = ? AND activity = ? AND owner = ? AND state = ?";

    private static final String RELEASE =
            "UPDATE d365fo_delivery SET changed = ?, owner = NULL, claimed_until = NULL" + HELD + " AND state = 'OPEN'";

    private static final String ACKNOWLEDGED = """
            UPDATE d365fo_delivery SET changed = ?, acknowledged = 1
            WHERE id = ? AND activity = ? AND acknowledged = 0""";

    private static final String FORGET =
            "DELETE FROM d365fo_delivery WHERE activity = ? AND changed < ? AND state <> 'SPOOLED'";

    private static final String FORGET_NAMES = """
            DELETE FROM d365fo_delivery_name
            WHERE NOT EXISTS (SELECT 1 FROM d365fo_delivery WHERE d365fo_delivery.id = d365fo_delivery_name.entry)""";

    private static final int MAX_CORRELATION_ID = 200;

    private final ActivityId activity;
    private final String owner;

    EntryTable(ActivityId activity, String owner) {
        this.activity = Objects.requireNonNull(activity, "activity");
        this.owner = Objects.requireNonNull(owner, "owner");
    }

    boolean knows(Connection connection, MessageNames message) throws SQLException {
        return entriesByName(connection, message).values().stream().anyMatch(Optional::isPresent);
    }

    LedgerEntry claim(Connection connection, MessageNames message, long now, long until) throws SQLException {
        Map<String, Optional<String>> entries = entriesByName(connection, message);
        Optional<String> known =
                entries.values().stream().flatMap(Optional::stream).findFirst();
        String id = known.isPresent() ? known.get() : insert(connection, message, now);
        boolean isLocked = Statements.update(connection, CLAIM, owner, until, now, id, owner, now) == 1;
        // Always in the same order, so that no two transactions wait for each other.
        List<String> missing = entries.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            if (!isLocked) {
                touch(connection, id, now);
            }
            addNames(connection, id, missing);
        }
        return find(connection, id).orElseThrow(EntryTable::forgotten);
    }

    private Map<String, Optional<String>> entriesByName(Connection connection, MessageNames message)
            throws SQLException {
        Map<String, Optional<String>> entries = new LinkedHashMap<>();
        for (String key : MessageKeys.of(message)) {
            String name = MessageKeys.digest(activity, key);
            entries.put(name, Statements.first(connection, row -> row.getString(1), NAMED, name));
        }
        return entries;
    }

    private String insert(Connection connection, MessageNames message, long now) throws SQLException {
        String id = MessageKeys.entryId(activity, message);
        Statements.update(connection, INSERT, id, activity.value(), readable(message.correlationId()), now);
        return id;
    }

    /** The column is for people; it has no character that a database may refuse. */
    private static String readable(String correlationId) {
        String text = correlationId.replaceAll("[^ -~]", "?");
        return text.substring(0, Math.min(text.length(), MAX_CORRELATION_ID));
    }

    /** Locks an entry, so that it isn't forgotten while it gets a name. */
    private static void touch(Connection connection, String id, long now) throws SQLException {
        if (Statements.update(connection, TOUCH, now, id) == 0) {
            throw forgotten();
        }
    }

    private static void addNames(Connection connection, String id, List<String> names) throws SQLException {
        for (String name : names) {
            Statements.update(connection, INSERT_NAME, name, id);
        }
    }

    /** Has the transaction run again: then there is no such entry. */
    private static SQLException forgotten() {
        return new SQLTransactionRollbackException("the entry was forgotten while it was claimed", "40000");
    }

    Optional<LedgerEntry> find(Connection connection, String id) throws SQLException {
        return Statements.first(connection, this::read, FIND, activity.value(), id);
    }

    Optional<LedgerEntry> findUnacknowledged(Connection connection, String sha256) throws SQLException {
        return Statements.first(connection, this::read, FIND_UNACKNOWLEDGED, activity.value(), sha256);
    }

    private LedgerEntry read(ResultSet row) throws SQLException {
        LedgerState state = LedgerState.valueOf(row.getString("state"));
        boolean canBeClaimed = state == LedgerState.OPEN || state == LedgerState.SPOOLED;
        Optional<String> claimant = Optional.ofNullable(row.getString("owner")).filter(text -> canBeClaimed);
        Instant until = Instant.ofEpochMilli(row.getLong("claimed_until"));
        return new LedgerEntry(
                row.getString("id"),
                state,
                row.getInt("attempts"),
                claimant.filter(owner::equals).isPresent(),
                claimant.map(text -> until),
                row.getInt("acknowledged") != 0,
                Optional.ofNullable(row.getString("sha256")));
    }

    boolean renew(Connection connection, String id, long now, long until) throws SQLException {
        return Statements.update(connection, RENEW, now, until, id, activity.value(), owner) == 1;
    }

    boolean attempt(Connection connection, String id, long now) throws SQLException {
        return Statements.update(connection, ATTEMPT, now, id, activity.value(), owner) == 1;
    }

    /** Returns whether this call has moved the entry. */
    boolean settle(Connection connection, String id, LedgerState state, Optional<String> sha256, long now)
            throws SQLException {
        return Statements.update(
                        connection,
                        SETTLE,
                        now,
                        state.name(),
                        sha256.orElse(null),
                        id,
                        activity.value(),
                        owner,
                        state.name())
                == 1;
    }

    /** Returns whether this owner moved the entry to {@code state} before. */
    boolean isSettled(Connection connection, String id, LedgerState state) throws SQLException {
        return Statements.first(connection, row -> true, SETTLED, id, activity.value(), owner, state.name())
                .isPresent();
    }

    int release(Connection connection, String id, long now) throws SQLException {
        return Statements.update(connection, RELEASE, now, id, activity.value(), owner);
    }

    int acknowledged(Connection connection, String id, long now) throws SQLException {
        return Statements.update(connection, ACKNOWLEDGED, now, id, activity.value());
    }

    /** The names go with their entries; where a database has not kept that up, as SQLite by default, they go after. */
    int forget(Connection connection, long time) throws SQLException {
        int forgotten = Statements.update(connection, FORGET, activity.value(), time);
        Statements.update(connection, FORGET_NAMES);
        return forgotten;
    }
}
