package io.fleetline.read.analytics;

import io.fleetline.read.FleetFixture;
import io.fleetline.upkeep.Rollup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.sql.DataSource;

/** The fleet of the worked example in docs/kpis.md, rolled up. */
final class FleetOfFive {
    static final String WEEK = "from=2025-03-10&to=2025-03-16";

    private FleetOfFive() {}

    static FleetFixture in(DataSource database) {
        var fixture = new FleetFixture(database);
        clear(fixture);
        fixture.sql(sql());
        new Rollup(database).run();
        return fixture;
    }

    static void clear(FleetFixture fixture) {
        fixture.clear();
        fixture.sql("""
            TRUNCATE tracksolid.position_history, tracksolid.parking_events, tracksolid.alarms, tracksolid.fuel_readings,
                tracksolid.obd_readings, reporting.vehicle_days, reporting.vehicle_totals, reporting.fleet_days,
                infrastructure.touched_days, infrastructure.touched_totals, infrastructure.touched_fleet_days, infrastructure.rolled_up,
                infrastructure.vehicle_hours, infrastructure.touched_hours
            """);
    }

    private static String sql() {
        try (var file = FleetOfFive.class.getResourceAsStream("/analytics/fleet-of-five.sql")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
