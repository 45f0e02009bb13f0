package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.ReportedFix;
import io.fleetline.simulator.SimulatedFleet;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/**
 * The facts that a simulated fleet has produced in a period, and those that the database holds, both as lines of text: equal
 * sets mean that nothing is missing, added or altered.
 */
public final class Expected {
    private final SimulatedFleet fleet;
    private final TimeSpan span;
    private final Instant now;

    /** @param now the fleet's time up to which facts have reached its cloud */
    public Expected(SimulatedFleet fleet, TimeSpan span, Instant now) {
        this.fleet = fleet;
        this.span = span;
        this.now = now;
    }

    private <T> TreeSet<String> lines(Function<String, Collection<T>> rows, Function<T, String> line) {
        var lines = new TreeSet<String>();
        fleet.accounts().stream()
                .flatMap(account -> fleet.devices(account).stream())
                .flatMap(device -> rows.apply(device.imei()).stream())
                .map(line)
                .forEach(lines::add);
        return lines;
    }

    public TreeSet<String> fixes() {
        return lines(
                imei -> fleet.track(imei, span, now).stream()
                        .map(ReportedFix::fix)
                        .toList(),
                Expected::line);
    }

    public static String line(Fix fix) {
        return "%s %s %s %s".formatted(fix.imei(), fix.gpsTime(), fix.lat(), fix.lng());
    }

    public TreeSet<String> storedFixes(Jdbi jdbi) {
        return stored(jdbi, """
                SELECT imei, gps_time, lat, lng, ST_Y(geom), ST_X(geom) FROM tracksolid.position_history
                WHERE gps_time BETWEEN :from AND :to
                """, row -> {
            if (row.getDouble(3) != row.getDouble(5) || row.getDouble(4) != row.getDouble(6)) {
                return "geom differs from lat and lng: " + row.getString(1);
            }
            return "%s %s %s %s".formatted(row.getString(1), instant(row, 2), row.getDouble(3), row.getDouble(4));
        });
    }

    /** Trips that ended within the span, distance to the metre. */
    public TreeSet<String> trips() {
        return lines(
                imei -> fleet.trips(imei, span, now).stream()
                        .filter(trip -> endedWithin(trip.endTime()))
                        .toList(),
                trip -> String.format(
                        Locale.ROOT,
                        "%s %s %s %.3f",
                        trip.imei(),
                        trip.startTime(),
                        trip.endTime(),
                        trip.distanceKm()));
    }

    public TreeSet<String> storedTrips(Jdbi jdbi) {
        return stored(
                jdbi,
                "SELECT imei, start_time, end_time, distance_km FROM tracksolid.trips WHERE end_time BETWEEN :from AND :to",
                row -> String.format(
                        Locale.ROOT,
                        "%s %s %s %.3f",
                        row.getString(1),
                        instant(row, 2),
                        instant(row, 3),
                        row.getDouble(4)));
    }

    /** Stops of both kinds that ended within the span. */
    public TreeSet<String> stops() {
        return lines(
                imei -> Stream.of(Stop.Kind.values())
                        .flatMap(kind -> fleet.stops(imei, kind, span, now).stream())
                        .filter(stop -> stop.endTime() != null && endedWithin(stop.endTime()))
                        .toList(),
                stop -> "%s %s %s %s %s"
                        .formatted(
                                stop.imei(), stop.kind().label(), stop.startTime(), stop.endTime(), stop.durationS()));
    }

    public TreeSet<String> storedStops(Jdbi jdbi) {
        return stored(
                jdbi,
                """
                SELECT imei, kind, start_time, end_time, duration_s FROM tracksolid.parking_events
                WHERE end_time BETWEEN :from AND :to
                """,
                row -> "%s %s %s %s %s"
                        .formatted(
                                row.getString(1), row.getString(2), instant(row, 3), instant(row, 4), row.getLong(5)));
    }

    public TreeSet<String> alarms() {
        return lines(
                imei -> List.copyOf(fleet.alarms(imei, span, now)),
                alarm -> "%s %s %s".formatted(alarm.imei(), alarm.alarmType(), alarm.alarmTime()));
    }

    public TreeSet<String> storedAlarms(Jdbi jdbi) {
        return stored(
                jdbi,
                "SELECT imei, alarm_type, alarm_time FROM tracksolid.alarms WHERE alarm_time BETWEEN :from AND :to",
                row -> "%s %s %s".formatted(row.getString(1), row.getString(2), instant(row, 3)));
    }

    /** Reports what is missing and what is too much, a few lines of each. */
    public static void assertSame(TreeSet<String> stored, TreeSet<String> expected) {
        assertThat(expected).isNotEmpty();
        var missing = new TreeSet<>(expected);
        missing.removeAll(stored);
        var surplus = new TreeSet<>(stored);
        surplus.removeAll(expected);
        assertThat(missing.stream().limit(20))
                .as("missing, %d in all", missing.size())
                .isEmpty();
        assertThat(surplus.stream().limit(20))
                .as("too much, %d in all", surplus.size())
                .isEmpty();
    }

    private boolean endedWithin(Instant end) {
        return !end.isBefore(span.from()) && !end.isAfter(span.to());
    }

    private static Instant instant(java.sql.ResultSet row, int column) throws java.sql.SQLException {
        return row.getTimestamp(column).toInstant();
    }

    @FunctionalInterface
    private interface Line {
        String of(java.sql.ResultSet row) throws java.sql.SQLException;
    }

    private TreeSet<String> stored(Jdbi jdbi, String sql, Line line) {
        return jdbi.withHandle(handle -> new TreeSet<>(handle.createQuery(sql)
                .bind("from", span.from())
                .bind("to", span.to())
                .map((row, context) -> line.of(row))
                .list()));
    }
}
