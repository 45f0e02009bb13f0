package io.fleetline.read.ogc;

import static io.restassured.RestAssured.given;

import io.fleetline.read.FleetFixture;
import io.restassured.path.json.JsonPath;
import java.util.List;
import javax.sql.DataSource;

/**
 * A fleet whose every feature can be counted by hand. Vehicle 1 drives in Nairobi, 2 in Fiji near the antimeridian, 3 belongs to
 * an excluded cost centre and does the same as 1, 4 is disabled. All of it on 10 March 2026, times in UTC.
 */
public final class OgcFleet {
    static final String ITEMS = "/ogc/collections/%s/items";

    private OgcFleet() {}

    public static void clear(DataSource database) {
        new FleetFixture(database).clear();
        new FleetFixture(database)
                .sql("TRUNCATE tracksolid.position_history, tracksolid.parking_events, tracksolid.alarms");
    }

    public static void create(DataSource database) {
        clear(database);
        vehicles(new FleetFixture(database));
        facts(new FleetFixture(database));
        new FleetFixture(database).sql("REFRESH MATERIALIZED VIEW reporting.v_extents");
    }

    private static void vehicles(FleetFixture fixture) {
        fixture.sql("""
            INSERT INTO tracksolid.devices (imei, vehicle_number, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city, enabled,
                                            fuel_100km)
            VALUES ('861', 'KDA 001A', 'van', 'delivery', 'Amina', 'North', 'Nairobi', true, 8),
                   ('862', 'KDB 002B', 'truck', 'service', 'Brian', 'R&D + South', 'Suva', true, NULL),
                   ('863', 'KDC 003C', 'van', 'delivery', 'Chege', 'Hidden', 'Nairobi', true, NULL),
                   ('864', 'KDD 004D', 'van', 'delivery', NULL, 'North', 'Mombasa', false, NULL)
            """);
        fixture.sql("INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('Hidden')");
        fixture.sql("""
            INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, speed, direction, acc_status, odometer_km, source, gps_time)
            SELECT imei, lng, lat, ST_Point(lng, lat, 4326), 42, 90, true, 1234.5, 'poll', at
            FROM (VALUES ('861', 36.75, -1.25, TIMESTAMPTZ '2026-03-10 06:00Z'), ('862', 179.5, -16.5, '2026-03-10 07:00Z'),
                         ('863', 36.75, -1.25, '2026-03-10 06:00Z'), ('864', 39.5, -4, '2026-03-10 06:00Z')) AS l(imei, lng, lat, at)
            """);
    }

    private static void facts(FleetFixture fixture) {
        fixture.sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km, source)
            VALUES ('861', '2026-03-10 06:00Z', '2026-03-10 06:30Z', ST_Point(36.75, -1.25, 4326), ST_Point(36.5, -1.5, 4326), 50, 'poll'),
                   ('861', '2026-03-10 08:00Z', NULL, ST_Point(36.5, -1.5, 4326), NULL, NULL, 'poll'),
                   ('862', '2026-03-10 06:00Z', '2026-03-10 07:00Z', ST_Point(179.5, -16.5, 4326), ST_Point(179.75, -16.25, 4326), 1, 'poll'),
                   ('863', '2026-03-10 06:00Z', '2026-03-10 06:30Z', ST_Point(36.75, -1.25, 4326), ST_Point(36.5, -1.5, 4326), 2, 'poll'),
                   ('864', '2026-03-10 09:00:00.123456Z', '2026-03-10 09:10Z', ST_Point(39.5, -4, 4326), NULL, 3, 'poll')
            """);
        fixture.sql("""
            INSERT INTO tracksolid.parking_events (imei, start_time, kind, end_time, geom, source)
            VALUES ('861', '2026-03-10 07:00Z', 'parking', '2026-03-10 08:00Z', ST_Point(36.5, -1.5, 4326), 'poll'),
                   ('861', '2026-03-10 07:00Z', 'idling', '2026-03-10 07:10Z', ST_Point(36.5, -1.5, 4326), 'poll'),
                   ('862', '2026-03-10 08:00Z', 'parking', NULL, ST_Point(179.75, -16.25, 4326), 'poll'),
                   ('863', '2026-03-10 07:00Z', 'parking', NULL, ST_Point(36.5, -1.5, 4326), 'poll')
            """);
        fixture.sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, alarm_name, severity, geom, source)
            VALUES ('861', '2026-03-10 06:10Z', '1', 'SOS', 'critical', ST_Point(36.75, -1.25, 4326), 'poll'),
                   ('861', '2026-03-10 06:10Z', 'power/cut 2', 'Power', NULL, NULL, 'push'),
                   ('862', '2026-03-10 06:20Z', '1', 'SOS', 'critical', ST_Point(179.5, -16.5, 4326), 'poll'),
                   ('863', '2026-03-10 06:10Z', '1', 'SOS', 'critical', ST_Point(36.75, -1.25, 4326), 'poll')
            """);
        fixture.sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, speed, source)
            SELECT imei, at, lng, lat, ST_Point(lng, lat, 4326), speed, 'poll'
            FROM (VALUES ('861', TIMESTAMPTZ '2026-03-10 06:00Z', 36.75, -1.25, 10), ('861', '2026-03-10 06:10Z', 36.625, -1.25, 70),
                         ('861', '2026-03-10 20:59:59Z', 36.5, -1.5, 20), ('861', '2026-03-10 21:00Z', 36.5, -1.5, 0),
                         ('862', '2026-03-10 06:00Z', 179.5, -16.5, 5), ('862', '2026-03-10 06:05Z', 179.75, -16.25, 5),
                         ('863', '2026-03-10 06:00Z', 36.75, -1.25, 10)) AS h(imei, at, lng, lat, speed)
            """);
    }

    /** The answer to a query, which is already encoded. */
    static JsonPath items(String collection, String query) {
        return get(ITEMS.formatted(collection) + "?" + query);
    }

    /** The ids that a query returns. */
    static List<String> ids(String collection, String query) {
        return items(collection, query).getList("features.id", String.class);
    }

    static JsonPath get(String address) {
        return given().urlEncodingEnabled(false)
                .get(address)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
