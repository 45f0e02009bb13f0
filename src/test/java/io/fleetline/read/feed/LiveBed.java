package io.fleetline.read.feed;

import static org.awaitility.Awaitility.await;

import io.fleetline.change.ChangeReader;
import io.fleetline.change.Ticker;
import io.fleetline.read.FleetFixture;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** The change log of a test's database, with a ticker and a feed that turn when the test says so. */
public final class LiveBed implements AutoCloseable {
    private final Jdbi jdbi;
    private final LiveFeed feed;
    private Ticker ticker;

    /** The fleet of {@link FleetFixture#liveFleet}, and a log that has just begun. */
    public LiveBed(DataSource database, LiveFeed feed) {
        this.jdbi = Jdbi.create(database);
        this.feed = feed;
        this.ticker = ticker();
        sql("SELECT infrastructure.fn_close_change_log()");
        var fixture = new FleetFixture(database);
        fixture.clear();
        fixture.liveFleet();
        sql("SELECT infrastructure.fn_open_change_log()");
        // The first tick waits for all transactions that began before.
        await().until(() -> {
            ticker.turn();
            return isTicking();
        });
        feed.turn(); // notices the new epoch
        feed.turn();
    }

    private static Ticker ticker() {
        return new Ticker(direct(), Duration.ofMillis(10), _ -> {});
    }

    private static DataSource direct() {
        var config = ConfigProvider.getConfig();
        var direct = new PGSimpleDataSource();
        direct.setURL(config.getValue("quarkus.datasource.jdbc.url", String.class));
        direct.setUser(config.getValue("quarkus.datasource.username", String.class));
        direct.setPassword(config.getValue("quarkus.datasource.password", String.class));
        return direct;
    }

    private boolean isTicking() throws SQLException {
        try (var handle = jdbi.open()) {
            return ChangeReader.newest(handle.getConnection()).isPresent();
        }
    }

    public void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    /** A fix of a minute ago or less, as the store would write it. */
    public void fix(String imei, double lng, double lat, double speed) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, acc_status, source)
                            VALUES (:imei, clock_timestamp(), ST_Point(:lng, :lat, 4326), :lat, :lng, :speed, true, 'push')
                            """)
                    .bind("imei", imei)
                    .bind("lng", lng)
                    .bind("lat", lat)
                    .bind("speed", speed)
                    .execute();
            handle.createUpdate("""
                            UPDATE tracksolid.live_positions
                            SET gps_time = clock_timestamp(), geom = ST_Point(:lng, :lat, 4326), lat = :lat, lng = :lng, speed = :speed, acc_status = true
                            WHERE imei = :imei
                            """)
                    .bind("imei", imei)
                    .bind("lng", lng)
                    .bind("lat", lat)
                    .bind("speed", speed)
                    .execute();
        });
    }

    /**
     * The same with values in SQL.
     *
     * @param values longitude, latitude, speed, direction, ignition, odometer
     */
    public void fix(String imei, String values) {
        sql("""
            WITH fix (imei, lng, lat, speed, direction, acc_status, odometer_km) AS (
                SELECT v.c0, v.c1::float8, v.c2::float8, v.c3::float8, v.c4::float8, v.c5::boolean, v.c6::float8
                FROM (VALUES ('%s', %s)) v(c0, c1, c2, c3, c4, c5, c6)
            ), history AS (
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT imei, clock_timestamp(), ST_Point(36, -1, 4326), -1, 36, 'push' FROM fix
            )
            INSERT INTO tracksolid.live_positions (imei, gps_time, geom, lng, lat, speed, direction, acc_status, odometer_km)
            SELECT imei, clock_timestamp(), ST_Point(lng, lat, 4326), lng, lat, speed, direction, acc_status, odometer_km FROM fix
            ON CONFLICT (imei) DO UPDATE SET gps_time = excluded.gps_time, geom = excluded.geom, lng = excluded.lng, lat = excluded.lat,
                speed = excluded.speed, direction = excluded.direction, acc_status = excluded.acc_status, odometer_km = excluded.odometer_km
            """.formatted(imei, values));
    }

    /** @param minutesAgo when it began; it ended a minute later. Also its distance in kilometres */
    public void trip(String imei, int minutesAgo) {
        sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km, source)
            VALUES ('%1$s', date_trunc('second', now()) - %2$d * INTERVAL '1 minute', date_trunc('second', now()) - (%2$d - 1) * INTERVAL '1 minute',
                    ST_Point(36.75, -1.25, 4326), ST_Point(36.5, -1.5, 4326), %2$d, 'poll')
            """.formatted(imei, minutesAgo));
    }

    /** So many trips of 1, 2, 3 and so on kilometres, each in a tick of its own. A ticker itself would need longer. */
    public void tripsInTicks(String imei, int count) {
        ticker.close();
        sql("""
            DO $$
            BEGIN
                PERFORM set_config('synchronous_commit', 'off', false);
                FOR i IN 1..%2$d LOOP
                    INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km, source)
                    VALUES ('%1$s', date_trunc('second', now()) - (%2$d - i) * INTERVAL '20 seconds', date_trunc('second', now()) - (%2$d - i) * INTERVAL '20 seconds' + INTERVAL '10 seconds', i, 'poll');
                    COMMIT;
                    INSERT INTO infrastructure.ticks (epoch, tick, snapshot)
                    SELECT t.epoch, t.tick + 1, pg_current_snapshot() FROM infrastructure.ticks t JOIN infrastructure.change_log USING (epoch) ORDER BY t.tick DESC LIMIT 1;
                    COMMIT;
                END LOOP;
                PERFORM set_config('synchronous_commit', 'on', false);
            END
            $$
            """.formatted(imei, count));
        ticker = ticker();
    }

    public void alarm(String imei, String type) {
        sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, alarm_name, severity, source)
            VALUES ('%s', '%s', now(), 'Geofence', 'warning', 'push')
            """.formatted(imei, type));
    }

    /** What has been committed reaches the clients. */
    public void tell() {
        ticker.turn();
        feed.turn();
    }

    @Override
    public void close() {
        ticker.close();
        sql("SELECT infrastructure.fn_close_change_log()");
        feed.turn();
        feed.turn();
    }
}
