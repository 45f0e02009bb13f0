package io.fleetline.cli;

import java.time.ZoneId;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Tells the database in which time zone the business day begins; its views know it from a table. */
final class FleetZone {
    private static final Logger LOG = Logger.getLogger(FleetZone.class);

    private FleetZone() {}

    /** A failure is only logged: the zone that the database knows goes on. */
    static void tell(DataSource database, ZoneId zone) {
        try {
            Jdbi.create(database)
                    .useHandle(handle ->
                            handle.createUpdate("""
                    UPDATE reporting.kpi_settings SET text_value = :zone
                    WHERE name = 'fleet_time_zone' AND text_value IS DISTINCT FROM :zone
                    """).bind("zone", zone.getId()).execute());
        } catch (JdbiException e) {
            LOG.warnf("FLEET_TIME_ZONE was not written to the database: %s", e.getMessage());
        }
    }
}
