package io.fleetline.store;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/** The positions of all pollers. {@link FactWriter#write} moves cursors together with the facts. */
public final class Cursors {

    private static final String MOVE = """
            INSERT INTO infrastructure.cursors AS c (job, account, imei, up_to, asked_at)
            SELECT m.job, m.account, m.imei, timestamptz 'epoch' + m.up_to_us * interval '1 microsecond',
                   timestamptz 'epoch' + m.asked_us * interval '1 microsecond'
            FROM unnest(?, ?, ?, ?, ?) AS m (job, account, imei, up_to_us, asked_us)
            ON CONFLICT (job, account, imei) DO UPDATE SET
                up_to = greatest(c.up_to, excluded.up_to),
                asked_at = greatest(c.asked_at, excluded.asked_at)
            """;

    private static final Comparator<CursorMove> BY_CURSOR = Comparator.comparing(CursorMove::job)
            .thenComparing(CursorMove::account)
            .thenComparing(CursorMove::imei);

    private final Jdbi jdbi;

    public Cursors(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The cursors of a job for an account, by IMEI. */
    public Map<String, Cursor> of(String job, String account) {
        return jdbi.withHandle(
                handle -> byImei(handle.createQuery("""
                        SELECT imei, up_to, asked_at FROM infrastructure.cursors WHERE job = :job AND account = :account
                        """).bind("job", job).bind("account", account)));
    }

    /** The cursors of a job for these devices, whatever the account used. */
    public Map<String, Cursor> ofDevices(String job, Collection<String> imeis) {
        return jdbi.withHandle(
                handle -> byImei(handle.createQuery("""
                        SELECT imei, max(up_to) AS up_to, max(asked_at) AS asked_at
                        FROM infrastructure.cursors WHERE job = :job AND imei = ANY (:imeis) GROUP BY imei
                        """).bind("job", job).bindArray("imeis", String.class, imeis)));
    }

    private static Map<String, Cursor> byImei(Query query) {
        return query.registerRowMapper(ConstructorMapper.factory(Cursor.class))
                .reduceRows(new TreeMap<String, Cursor>(), (cursors, row) -> {
                    cursors.put(row.getColumn("imei", String.class), row.getRow(Cursor.class));
                    return cursors;
                });
    }

    /** Moves cursors alone, if everything that they stand for is already stored. */
    public void move(List<CursorMove> moves) {
        try (var handle = jdbi.open()) {
            move(handle.getConnection(), moves);
        } catch (SQLException e) {
            throw new StoreUnavailableException("cursors not moved: " + SqlTrouble.inWords(e), e);
        }
    }

    static void move(Connection connection, List<CursorMove> moves) throws SQLException {
        if (moves.isEmpty()) {
            return;
        }
        try (var move = connection.prepareStatement(MOVE)) {
            new ArrayParameters<>(move, furthest(moves))
                    .texts(CursorMove::job)
                    .texts(CursorMove::account)
                    .texts(CursorMove::imei)
                    .times(CursorMove::upTo)
                    .times(CursorMove::askedAt);
            move.executeUpdate();
        }
    }

    /** One move per cursor, in the order that all writers use. */
    private static Collection<CursorMove> furthest(List<CursorMove> moves) {
        var furthest = new TreeMap<CursorMove, CursorMove>(BY_CURSOR);
        moves.forEach(move -> furthest.merge(move, move, Cursors::further));
        return furthest.values();
    }

    private static CursorMove further(CursorMove one, CursorMove other) {
        return new CursorMove(
                one.job(),
                one.account(),
                one.imei(),
                one.upTo().isAfter(other.upTo()) ? one.upTo() : other.upTo(),
                one.askedAt().isAfter(other.askedAt()) ? one.askedAt() : other.askedAt());
    }
}
