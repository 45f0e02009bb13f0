package io.fleetline.service;

import io.fleetline.clock.FleetClock;
import io.fleetline.database.SqlTrouble;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Setting;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The time zone in which the business day begins: the same for this process and for the database, whose views know it from a table. */
public final class FleetZone {
    private static final Logger LOG = Logger.getLogger(FleetZone.class);
    /** Facts are at most about 18 months old; a change of the rules is announced months ahead. */
    private static final int MONTHS_BACK = 18;

    private static final int MONTHS_AHEAD = 12;

    private final Jdbi database;

    public FleetZone(DataSource database) {
        this.database = Jdbi.create(database).installPlugin(new PostgresPlugin());
    }

    /**
     * Writes it to the database. A failure that has nothing to do with the zone is only logged: the database keeps the zone that it has.
     *
     * @throws BadSetting if the database does not know the zone, or reads its name in another way
     */
    public void write(ZoneId zone) {
        try {
            database.useHandle(handle -> {
                check(handle, zone);
                handle.createUpdate("""
                    UPDATE reporting.kpi_settings SET text_value = :zone
                    WHERE name = 'fleet_time_zone' AND text_value IS DISTINCT FROM :zone
                    """).bind("zone", zone.getId()).execute();
            });
        } catch (JdbiException e) {
            LOG.warnf("FLEET_TIME_ZONE was not written to the database: %s", SqlTrouble.inWords(e));
        }
    }

    /**
     * Checks the one in the database, for a process that may not write it. If the database does not answer, nothing is checked.
     *
     * @throws BadSetting if the database does not know it
     */
    public void checkKnown() {
        try {
            database.useHandle(FleetZone::checkRow);
        } catch (JdbiException e) {
            LOG.warnf("the database's time zone could not be checked: %s", SqlTrouble.inWords(e));
        }
    }

    private static void checkRow(Handle handle) {
        var zone = handle.createQuery("SELECT reporting.fn_fleet_time_zone()")
                .mapTo(String.class)
                .one();
        if (!isKnown(handle, zone)) {
            throw new BadSetting(
                    "reporting.kpi_settings has '%s' as fleet_time_zone, which the database does not know: update it to a region such as Africa/Nairobi"
                            .formatted(zone));
        }
    }

    private static void check(Handle handle, ZoneId zone) {
        if (!isKnown(handle, zone.getId())) {
            throw new BadSetting(Setting.FLEET_TIME_ZONE, unknown(handle, zone));
        }
        var months = months();
        var theirs = offsets(handle, zone, months);
        IntStream.range(0, months.size())
                .filter(i -> zone.getRules().getOffset(months.get(i)).getTotalSeconds() != theirs.get(i))
                .findFirst()
                .ifPresent(i -> disagree(zone, months.get(i), theirs.get(i)));
    }

    private static boolean isKnown(Handle handle, String zone) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM pg_timezone_names WHERE lower(name) = lower(:zone))")
                .bind("zone", zone)
                .mapTo(Boolean.class)
                .one();
    }

    private static String unknown(Handle handle, ZoneId zone) {
        var instead = sameRules(handle, zone)
                .map(name -> "%s is the same and known to both".formatted(name))
                .orElse("name a region, such as Africa/Nairobi");
        return "'%s' is not known to the database as a time zone (what looks like UTC+3 it reads the other way): %s"
                .formatted(zone, instead);
    }

    /** A name that Java and the database know, with the same rules. */
    private static Optional<String> sameRules(Handle handle, ZoneId zone) {
        var rules = zone.getRules();
        return handle
                .createQuery("SELECT name FROM pg_timezone_names WHERE name LIKE '%/%' ORDER BY name")
                .mapTo(String.class)
                .stream()
                .filter(ZoneId.getAvailableZoneIds()::contains)
                .filter(name -> ZoneId.of(name).getRules().equals(rules))
                .findFirst();
    }

    private static List<Instant> months() {
        var now = FleetClock.machine().instant().atOffset(ZoneOffset.UTC);
        return IntStream.rangeClosed(-MONTHS_BACK, MONTHS_AHEAD)
                .mapToObj(month -> now.plusMonths(month).toInstant())
                .toList();
    }

    /** The database's, in seconds east of UTC. */
    private static List<Integer> offsets(Handle handle, ZoneId zone, List<Instant> instants) {
        return handle.createQuery("""
                SELECT extract(epoch FROM (a.at AT TIME ZONE :zone) - (a.at AT TIME ZONE 'UTC'))::int
                FROM unnest(:instants::timestamptz[]) WITH ORDINALITY AS a (at, n)
                ORDER BY a.n
                """)
                .bind("zone", zone.getId())
                .bind("instants", instants.stream().map(Instant::toString).toArray(String[]::new))
                .mapTo(Integer.class)
                .list();
    }

    private static void disagree(ZoneId zone, Instant at, int theirSeconds) {
        throw new BadSetting(
                Setting.FLEET_TIME_ZONE,
                "'%s' is %s at %s to Java and %s to the database: update the time zone data (tzdata) of the older one"
                        .formatted(
                                zone,
                                zone.getRules().getOffset(at),
                                OffsetDateTime.ofInstant(at, ZoneOffset.UTC).toLocalDate(),
                                ZoneOffset.ofTotalSeconds(theirSeconds)));
    }
}
