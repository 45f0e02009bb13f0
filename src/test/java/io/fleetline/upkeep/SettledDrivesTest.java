package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An hour's drive with a fix each second, 0.0001 degrees further north than the one before, that is 11.120 m. */
class SettledDrivesTest {
    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final DerivedTrips derived = new DerivedTrips(SettableClock.at("2026-02-01T10:00:00Z"));
    private FollowedLog log;

    @BeforeEach
    void anHour() {
        log = new FollowedLog(database);
        log.follow(derived);
        drive(0, 3_600);
        log.follow(derived);
        assertThat(drive()).isEqualTo("3600 s 40032 m 40 km/h");
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void aDriveThatGoesOnIsReadFromItsLastMinute() {
        drive(3_601, 3_610);
        // The eleventh fix is there already, but not in the log's batch: so the drive reaches into the next one.
        assertThat(fixesReadToCut(3_601, 3_609)).isLessThan(300);
        assertThat(fixesReadToCut(3_610, 3_610)).isLessThan(300);
        assertThat(drive()).isEqualTo("3610 s 40143 m 40 km/h");
    }

    @Test
    void aChangeInTheSettledPartCutsItAnew() {
        sql("UPDATE tracksolid.position_history SET speed = 90 WHERE gps_time = '2026-02-01 08:00:40Z'");
        log.follow(derived);
        assertThat(drive()).isEqualTo("3600 s 40032 m 90 km/h");
        drive(3_601, 3_610);
        log.follow(derived);
        assertThat(drive()).isEqualTo("3610 s 40143 m 90 km/h");
        sql("UPDATE tracksolid.position_history SET speed = 40 WHERE gps_time = '2026-02-01 08:00:40Z'");
        log.follow(derived);
        assertThat(drive()).isEqualTo("3610 s 40143 m 40 km/h");
    }

    @Test
    void aSettledPartWhoseLastFixIsGoneIsCutAnew() {
        sql(
                "DELETE FROM tracksolid.position_history h USING infrastructure.drives d WHERE h.gps_time >= d.settled_until AND h.gps_time < d.end_time");
        log.follow(derived);
        assertThat(drive()).as("a leg of a minute instead of sixty").isEqualTo("3600 s 40032 m 40 km/h");
        assertThat(rows("SELECT (end_time - settled_until)::text FROM infrastructure.drives"))
                .isEqualTo("00:01:01");
        sql("DELETE FROM tracksolid.position_history WHERE gps_time > '2026-02-01 08:30Z'");
        log.follow(derived);
        assertThat(drive()).isEqualTo("1800 s 20016 m 40 km/h");
    }

    @Test
    void aDriveThatHasEndedAloneGoesOnAfterAHalt() {
        drive(3_700, 3_710);
        log.follow(derived);
        // The leg of 100 s over 1,112 m is part of it.
        assertThat(drive()).isEqualTo("3710 s 41255 m 40 km/h");
        assertThat(rows("SELECT settled_mm::text FROM infrastructure.drives WHERE settled_until = '2026-02-01 09:00Z'"))
                .isEqualTo("40032000");
    }

    private void drive(int fromS, int toS) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, source)
                SELECT '1', timestamptz '2026-02-01 08:00Z' + s * INTERVAL '1 second', ST_Point(36.5, -1.5 + s * 0.0001, 4326), -1.5 + s * 0.0001, 36.5, 40, 'push'
                FROM generate_series(?, ?) AS s
                """, fromS, toS));
    }

    private long fixesReadToCut(int fromS, int toS) {
        return jdbi.inTransaction(handle -> {
            var before = fixesRead(handle);
            handle.execute("""
                    SELECT infrastructure.fn_cut_drives(ARRAY['1'], ARRAY[timestamptz '2026-02-01 08:00Z' + ? * INTERVAL '1 second'],
                                                        ARRAY[timestamptz '2026-02-01 08:00Z' + ? * INTERVAL '1 second'])
                    """, fromS, toS);
            return fixesRead(handle) - before;
        });
    }

    private static long fixesRead(Handle handle) {
        return handle.createQuery("""
                SELECT coalesce(sum(coalesce(s.seq_tup_read, 0) + coalesce(s.idx_tup_fetch, 0)), 0)
                FROM pg_stat_xact_all_tables s WHERE s.schemaname = '_timescaledb_internal'
                """).mapTo(Long.class).one();
    }

    private String drive() {
        return rows("""
                SELECT extract(epoch FROM end_time - start_time)::integer || ' s ' || round(distance_mm / 1000.0) || ' m ' || max_speed_kmh || ' km/h'
                FROM infrastructure.drives
                """);
    }

    private String rows(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private void sql(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }
}
