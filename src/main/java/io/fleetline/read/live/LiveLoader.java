package io.fleetline.read.live;

import static java.util.Objects.requireNonNull;

import io.fleetline.read.ReadDatabase;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Loads the live map, or some of its vehicles, from the database with one statement. */
@Singleton
public final class LiveLoader {
    // For an empty fleet, the join returns one row without a vehicle, which has the time.
    private static final String EVERYTHING = """
            SELECT to_json(t.at AT TIME ZONE 'UTC') #>> '{}' || '+00:00' AS as_of, f.*
            FROM (SELECT now() AS at) t
            LEFT JOIN reporting.fn_live_features(NULL::reporting.vehicle_filter) f ON true
            """;

    /** In no order: to sort the texts would cost more than all else. */
    private static final String WITH_FIXES = """
            SELECT f.*, p.lng, p.lat, p.speed, p.direction, p.odometer_km, p.gps_time,
                   p.gps_time + make_interval(secs => 60 * k.offline_after_min::double precision) AS offline_after
            FROM reporting.fn_live_features(%s) WITH ORDINALITY f
            CROSS JOIN (SELECT max(s.value) AS offline_after_min FROM reporting.kpi_settings s WHERE s.name = 'offline_after_min') k
            LEFT JOIN tracksolid.live_positions p ON p.imei = f.imei
            """;

    private static final String ALL = WITH_FIXES.formatted("NULL::reporting.vehicle_filter");
    private static final String SOME = WITH_FIXES.formatted("reporting.fn_vehicle_filter(p_imei => :imeis::text[])");

    private final ReadDatabase database;
    private final InstantSource steady;

    LiveLoader(ReadDatabase database, @Identifier("steady") InstantSource steady) {
        this.database = database;
        this.steady = steady;
    }

    LiveSnapshot load() {
        return database.jdbi().withHandle(handle -> {
            try (var query = handle.createQuery(EVERYTHING)) {
                return load(query);
            }
        });
    }

    private LiveSnapshot load(Query query) {
        var loadedAt = steady.instant();
        return query.scanResultSet((rows, context) -> {
            var vehicles = new ArrayList<LiveVehicle>();
            var asOf = "";
            var table = rows.get();
            while (table.next()) {
                asOf = table.getString("as_of");
                if (table.getString("imei") != null) {
                    vehicles.add(LiveVehicle.of(table));
                }
            }
            return new LiveSnapshot(loadedAt, asOf, vehicles);
        });
    }

    /** All vehicles, in the order of the answers. */
    public List<LiveVehicle> all(Handle handle) {
        try (var query = handle.createQuery(ALL)) {
            return vehicles(query);
        }
    }

    /** Those of these vehicles that are on the map. {@code costCentreRank} counts among them only. */
    public List<LiveVehicle> some(Handle handle, Collection<String> imeis) {
        try (var query = handle.createQuery(SOME)) {
            return vehicles(query.bind("imeis", imeis.toArray(String[]::new)));
        }
    }

    /** These vehicles with their newest fixes. All had one; those that have none any more are missing. */
    public List<LiveVehicle> moved(Handle handle, Collection<LiveVehicle> known) {
        var byImei = known.stream().collect(Collectors.toMap(LiveVehicle::imei, vehicle -> vehicle));
        try (var query = handle.createQuery(LiveState.STATEMENT)) {
            return query.bind("imeis", byImei.keySet().toArray(String[]::new))
                    .map((row, _) -> LiveState.of(row))
                    .map(state -> requireNonNull(byImei.get(state.imei())).with(state))
                    .list();
        }
    }

    private static List<LiveVehicle> vehicles(Query query) {
        return query.scanResultSet((rows, _) -> {
            var vehicles = new TreeMap<Long, LiveVehicle>();
            var table = rows.get();
            while (table.next()) {
                vehicles.put(table.getLong("ordinality"), LiveVehicle.withFix(table));
            }
            return new ArrayList<>(vehicles.values());
        });
    }
}
