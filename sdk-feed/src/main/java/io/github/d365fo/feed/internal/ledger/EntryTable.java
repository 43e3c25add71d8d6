package io.github.d365fo.feed.internal.ledger;

import io.github.d365fo.connector.ActivityId;
import io.github.d365fo.feed.LedgerEntry;
import io.github.d365fo.feed.LedgerState;
import io.github.d365fo.feed.MessageNames;
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

    private static final String UNCOUNT =
            "UPDATE d365fo_delivery SET changed = ?, attempts = attempts - 1" + HELD + " AND attempts > 0";

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

    boolean knows(Statements statements, MessageNames message) throws SQLException {
        return entriesByName(statements, message).values().stream().anyMatch(Optional::isPresent);
    }

    LedgerEntry claim(Statements statements, MessageNames message, long now, long until) throws SQLException {
        Map<String, Optional<String>> entries = entriesByName(statements, message);
        Optional<String> known =
                entries.values().stream().flatMap(Optional::stream).findFirst();
        String id = known.isPresent() ? known.get() : insert(statements, message, now);
        boolean isLocked = statements.update(CLAIM, owner, until, now, id, owner, now) == 1;
        // Always in the same order, so that no two transactions wait for each other.
        List<String> missing = entries.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            if (!isLocked) {
                touch(statements, id, now);
            }
            addNames(statements, id, missing);
        }
        return find(statements, id).orElseThrow(EntryTable::forgotten);
    }

    private Map<String, Optional<String>> entriesByName(Statements statements, MessageNames message)
            throws SQLException {
        Map<String, Optional<String>> entries = new LinkedHashMap<>();
        for (String key : MessageKeys.of(message)) {
            String name = MessageKeys.digest(activity, key);
            entries.put(name, statements.first(row -> row.getString(1), NAMED, name));
        }
        return entries;
    }

    private String insert(Statements statements, MessageNames message, long now) throws SQLException {
        String id = MessageKeys.entryId(activity, message);
        statements.update(INSERT, id, activity.value(), readable(message.correlationId()), now);
        return id;
    }

    /** The column is for people; it has no character that a database may refuse. */
    private static String readable(String correlationId) {
        String text = correlationId.replaceAll("[^ -~]", "?");
        return text.substring(0, Math.min(text.length(), MAX_CORRELATION_ID));
    }

    /** Locks an entry, so that it isn't forgotten while it gets a name. */
    private static void touch(Statements statements, String id, long now) throws SQLException {
        if (statements.update(TOUCH, now, id) == 0) {
            throw forgotten();
        }
    }

    private static void addNames(Statements statements, String id, List<String> names) throws SQLException {
        for (String name : names) {
            statements.update(INSERT_NAME, name, id);
        }
    }

    /** Has the transaction run again: then there is no such entry. */
    private static SQLException forgotten() {
        return new SQLTransactionRollbackException("the entry was forgotten while it was claimed", "40000");
    }

    Optional<LedgerEntry> find(Statements statements, String id) throws SQLException {
        return statements.first(this::read, FIND, activity.value(), id);
    }

    Optional<LedgerEntry> findUnacknowledged(Statements statements, String sha256) throws SQLException {
        return statements.first(this::read, FIND_UNACKNOWLEDGED, activity.value(), sha256);
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

    boolean renew(Statements statements, String id, long now, long until) throws SQLException {
        return statements.update(RENEW, now, until, id, activity.value(), owner) == 1;
    }

    boolean attempt(Statements statements, String id, long now) throws SQLException {
        return statements.update(ATTEMPT, now, id, activity.value(), owner) == 1;
    }

    boolean uncount(Statements statements, String id, long now) throws SQLException {
        return statements.update(UNCOUNT, now, id, activity.value(), owner) == 1;
    }

    /** Returns whether this call has moved the entry. */
    boolean settle(Statements statements, String id, LedgerState state, Optional<String> sha256, long now)
            throws SQLException {
        return statements.update(
                        SETTLE, now, state.name(), sha256.orElse(null), id, activity.value(), owner, state.name())
                == 1;
    }

    /** Returns whether this owner moved the entry to {@code state} before. */
    boolean isSettled(Statements statements, String id, LedgerState state) throws SQLException {
        return statements
                .first(row -> true, SETTLED, id, activity.value(), owner, state.name())
                .isPresent();
    }

    int release(Statements statements, String id, long now) throws SQLException {
        return statements.update(RELEASE, now, id, activity.value(), owner);
    }

    int acknowledged(Statements statements, String id, long now) throws SQLException {
        return statements.update(ACKNOWLEDGED, now, id, activity.value());
    }

    /** The names go with their entries; where a database has not kept that up, as SQLite by default, they go after. */
    int forget(Statements statements, long time) throws SQLException {
        int forgotten = statements.update(FORGET, activity.value(), time);
        statements.update(FORGET_NAMES);
        return forgotten;
    }
}
