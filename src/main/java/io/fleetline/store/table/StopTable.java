package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.float8;
import static io.fleetline.database.TableColumn.int8;
import static io.fleetline.database.TableColumn.point;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.database.ArrayParameters;
import io.fleetline.database.TableColumn;
import io.fleetline.database.TableColumns;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Stop;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parking and idling; a stop that is reported again may have ended meanwhile. */
public final class StopTable implements FactTable<Stop> {

    public static final FactKind<Stop> KIND = new FactKind<>(StopTable::new);

    private static final TableColumn<Stop, Double> LAT = float8("lat", Stop::lat);
    private static final TableColumn<Stop, Double> LNG = float8("lng", Stop::lng);

    private static final TableColumns<Stop> COLUMNS = new TableColumns<>(
            List.of(
                    text("imei", Stop::imei),
                    timestamptz("start_time", Stop::startTime),
                    text("kind", stop -> stop.kind().label()),
                    timestamptz("end_time", Stop::endTime),
                    int8("duration_s", Stop::durationS),
                    point("geom", LNG, LAT),
                    LAT,
                    LNG,
                    text("address", Stop::address),
                    text("source", _ -> FactSource.POLL.label())),
            "received_at");

    private static final List<String> VALUES = COLUMNS.namesBut("imei", "start_time", "kind", "source");

    private static final String INSERT =
            "INSERT INTO tracksolid.parking_events AS t (%s)%n%sON CONFLICT (imei, start_time, kind)%n%s%s"
                    .formatted(
                            COLUMNS.names(), COLUMNS.rows(), LaterEnd.wins(VALUES), "RETURNING imei, start_time, kind");

    private static final String REPLACE = new AnswerWins(
                    "tracksolid.parking_events",
                    COLUMNS,
                    List.of("imei", "start_time", "kind"),
                    OverDerived.replaced(AnswerWins.replaced(VALUES)))
            .sql("kind");

    private final @Nullable PolledChange answer;

    public StopTable() {
        this(null);
    }

    /** @param answer the poll whose answer these stops are, which wins over known rows; null: a later end wins */
    public StopTable(@Nullable PolledChange answer) {
        this.answer = answer;
    }

    @Override
    public String name() {
        return "tracksolid.parking_events";
    }

    @Override
    public FactKey key(Stop stop) {
        return FactKey.of(stop.imei(), stop.startTime(), stop.kind().label());
    }

    /** The vendor's cloud does not push stops. */
    @Override
    public FactSource source(Stop stop) {
        return FactSource.POLL;
    }

    @Override
    public boolean absorbs(Stop first, Stop second) {
        return first.equals(second);
    }

    @Override
    public List<FactKey> insert(Connection connection, List<Stop> stops, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement(answer == null ? INSERT : REPLACE)) {
            var parameters = COLUMNS.bind(new ArrayParameters<>(insert, stops), now);
            if (answer != null) {
                parameters.firstAndLast(Stop::startTime).instant(answer.at()).text(answer.question());
            }
            return FactKey.readAll(insert.executeQuery());
        }
    }

    @Override
    public void follow(Connection connection, List<Stop> stops, List<FactKey> changed, Instant now)
            throws SQLException {
        TouchedDays.mark(connection, changed);
    }
}
