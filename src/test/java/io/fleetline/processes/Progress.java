package io.fleetline.processes;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** The progress of a service with a {@link StandingFleet}, read from its database. */
final class Progress {
    private static final Duration ALL = Duration.ofSeconds(180);
    private static final Duration POLL = Duration.ofMillis(100);
    /** Trips, stops and alarms, late alarms, and the daily questions about trips, stops, alarms and tracks: each has a cursor per device. */
    private static final int WINDOWED_JOBS = 8;

    private final Jdbi database;

    Progress(Jdbi database) {
        this.database = database;
    }

    /** Every device has its detail, its live position and its track; everything else was fetched completely. */
    void waitForAll(int accounts, ServiceProcess service) {
        service.waitUntil(
                ALL,
                POLL,
                () -> is("""
                (SELECT count(*) FROM infrastructure.cursors WHERE job = 'jimi.device.track.list') = %1$d
                AND (SELECT count(*) FROM infrastructure.cursors WHERE job <> 'jimi.device.track.list') = %2$d
                AND (SELECT count(*) FROM tracksolid.devices WHERE iccid <> '') = %1$d
                AND (SELECT count(*) FROM tracksolid.live_positions WHERE heartbeat_time IS NOT NULL) = %1$d
                AND (SELECT count(DISTINCT account) FROM tracksolid.ingestion_log
                     WHERE endpoint = 'jimi.user.device.location.list' AND outcome = 'ok') = %3$d
                """.formatted(StandingFleet.VEHICLES, WINDOWED_JOBS * StandingFleet.VEHICLES, accounts)));
    }

    /** At least this many, or all that exist. */
    void waitForFixes(long count, ServiceProcess service) {
        service.waitUntil(ALL, Duration.ofMillis(10), () -> fixes() >= count || tracks() == StandingFleet.VEHICLES);
    }

    long fixes() {
        return one("SELECT count(*) FROM tracksolid.position_history", Long.class);
    }

    /** The number of devices whose track was requested and stored. */
    long tracks() {
        return one("SELECT count(*) FROM infrastructure.cursors WHERE job = 'jimi.device.track.list'", Long.class);
    }

    boolean is(String condition) {
        return one("SELECT " + condition, Boolean.class);
    }

    <T> T one(String query, Class<T> type) {
        return database.withHandle(
                handle -> handle.createQuery(query).mapTo(type).one());
    }

    /** The effect of thirty seconds: the leases of a killed replica expire, and it counts as gone. */
    void letLeasesEnd() {
        database.useHandle(handle -> handle.execute("DELETE FROM infrastructure.leases"));
        database.useHandle(handle -> handle.execute("DELETE FROM infrastructure.replicas"));
    }
}
