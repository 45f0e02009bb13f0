package io.fleetline.store;

import io.fleetline.database.Halving;
import io.fleetline.database.SqlTrouble;
import io.fleetline.fleet.Channel;
import io.fleetline.fleet.Rejection;
import io.fleetline.register.KnownDevices;
import io.fleetline.store.Submission.Row;
import io.fleetline.store.table.FactKey;
import io.fleetline.store.table.FactTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** One attempt to write rows within one transaction, with its results. */
final class Landing<T> {

    private static final Logger LOG = Logger.getLogger(Landing.class);

    private final Connection connection;
    private final FactTable<T> table;
    private final KnownDevices devices;
    private final Instant now;
    private final int[] inserted;
    private final Set<String> newDevices = new TreeSet<>();
    private final List<DeadLetter> refused = new ArrayList<>();
    private boolean hasLanded;

    Landing(Connection connection, FactTable<T> table, KnownDevices devices, Instant now, int submissions) {
        this.connection = connection;
        this.table = table;
        this.devices = devices;
        this.now = now;
        this.inserted = new int[submissions];
    }

    /** Writes facts, devices and live rows; one bad row fails them all. */
    void land(List<Row<T>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var changed = insert(rows);
        var strangers = devices.register(connection, channels(rows), now);
        table.follow(
                connection,
                rows.stream().map(Row::fact).toList(),
                changed.stream().map(Row::key).toList(),
                now);
        changed.forEach(row -> inserted[row.submission()]++);
        newDevices.addAll(strangers);
        hasLanded = true;
    }

    /** A bad row becomes a dead letter, the others are stored. */
    void landAllButBad(List<Row<T>> rows) throws SQLException {
        Halving.attempt(
                rows,
                this::landOrRollBack,
                Landing::isAboutRows,
                (row, e) -> refused.add(deadLetter(row, reasonAgainst(e))));
    }

    private void landOrRollBack(List<Row<T>> rows) throws SQLException {
        var before = connection.setSavepoint();
        try {
            land(rows);
            connection.releaseSavepoint(before);
        } catch (SQLException | RuntimeException e) {
            if (isAboutRows(e)) {
                connection.rollback(before);
            }
            throw e;
        }
    }

    private static boolean isAboutRows(Exception e) {
        return e instanceof RuntimeException || SqlTrouble.isBadRow(e);
    }

    /** Whether none of the rows was stored, so that there is no evidence that the table accepts any. */
    boolean refusedAll() {
        return !refused.isEmpty() && !hasLanded;
    }

    /** Whether a fact that was stored before would be accepted again. Leaves no trace. */
    boolean wouldAccept(Row<T> known) throws SQLException {
        var before = connection.setSavepoint();
        try {
            table.insert(connection, List.of(known.fact()), now);
            KnownDevices.insert(connection, new TreeMap<>(channels(List.of(known))), now);
            table.follow(connection, List.of(known.fact()), List.of(known.key()), now);
            return true;
        } catch (SQLException e) {
            if (SqlTrouble.of(e) == SqlTrouble.AWAY) {
                throw e;
            }
            return false;
        } finally {
            connection.rollback(before);
        }
    }

    private String reasonAgainst(Exception e) {
        if (e instanceof SQLException) {
            return SqlTrouble.reason(e);
        }
        LOG.errorf(e, "%s: a fact cannot be written and becomes a dead letter", table.name());
        return "not written: " + e.getClass().getSimpleName();
    }

    int inserted(int submission) {
        return inserted[submission];
    }

    /** The rows that the database refused. */
    List<DeadLetter> refused() {
        return refused;
    }

    /** Devices that this process did not know. */
    Set<String> newDevices() {
        return newDevices;
    }

    /** Usually one statement. Only facts that supplement another fact of the same batch need a second one after it. */
    private List<Row<T>> insert(List<Row<T>> rows) throws SQLException {
        var changed = new ArrayList<Row<T>>();
        for (var rest = rows; !rest.isEmpty(); ) {
            var round = new LinkedHashMap<FactKey, Row<T>>();
            var next = new ArrayList<Row<T>>();
            for (var row : rest) {
                var first = round.putIfAbsent(row.key(), row);
                if (first != null && !table.absorbs(first.fact(), row.fact())) {
                    next.add(row);
                }
            }
            var facts = round.values().stream().map(Row::fact).toList();
            table.insert(connection, facts, now).forEach(key -> changed.add(sent(round, key)));
            rest = next;
        }
        return changed;
    }

    private Row<T> sent(Map<FactKey, Row<T>> rows, FactKey returned) {
        var row = rows.get(returned);
        if (row == null) {
            throw new IllegalStateException(
                    "%s returned a key that was not sent: %s".formatted(table.name(), returned));
        }
        return row;
    }

    private Map<String, Channel> channels(List<Row<T>> rows) {
        var channels = new HashMap<String, Channel>();
        rows.forEach(row -> channels.putIfAbsent(row.key().imei(), channel(row.fact())));
        return channels;
    }

    private DeadLetter deadLetter(Row<T> row, String reason) {
        var rejection = new Rejection(row.key().imei(), reason, FactJson.of(row.fact()));
        return new DeadLetter(channel(row.fact()), table.name(), rejection);
    }

    private Channel channel(T fact) {
        return table.source(fact).channel();
    }
}
