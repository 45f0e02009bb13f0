package io.fleetline.read.live;

import io.fleetline.read.ReadDatabase;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import org.jdbi.v3.core.statement.Query;

/** Loads the live map from the database with one statement. */
@Singleton
final class LiveLoader {
    // For an empty fleet, the join returns one row without a vehicle, which has the time.
    private static final String EVERYTHING = """
            SELECT to_json(t.at AT TIME ZONE 'UTC') #>> '{}' || '+00:00' AS as_of, f.*
            FROM (SELECT now() AS at) t
            LEFT JOIN reporting.fn_live_features(NULL::reporting.vehicle_filter) f ON true
            """;

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
}
