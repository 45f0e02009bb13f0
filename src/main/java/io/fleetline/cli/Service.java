package io.fleetline.cli;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.mutiny.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/** The service under way: what each of its roles needs, started in order and stopped in the reverse. */
final class Service implements QuarkusApplication {
    static final String STATUS_LINE = "--status-line";
    private static final Logger LOG = Logger.getLogger(Service.class);

    private final AgroalDataSource database;
    private final Vertx vertx;
    private final PollSchedule schedule;

    Service(AgroalDataSource database, Vertx vertx, PollSchedule schedule) {
        this.database = database;
        this.vertx = vertx;
        this.schedule = schedule;
    }

    @Override
    public int run(String... arguments) {
        var settings = Settings.fromEnvironment();
        FleetZone.tell(database, settings.fleetZone());
        try (var _ = StatusLine.open(database, List.of(arguments).contains(STATUS_LINE))) {
            if (settings.roles().contains(Role.INGEST)) {
                ingest(settings);
            } else {
                Quarkus.waitForExit();
            }
            return 0;
        } catch (BadSetting e) {
            LOG.error(e.getMessage());
            System.err.println("fleetline: " + e.getMessage());
            return Fleetline.BAD_START;
        }
    }

    private void ingest(Settings settings) {
        try (var ingestion = Ingestion.open(settings, database, vertx, InstantSource.system())) {
            Preflight.check(ingestion.client(), settings.accounts());
            var poller = ingestion.poller(settings.polling());
            poller.renewLeases();
            schedule.drives(poller);
            Quarkus.waitForExit();
            schedule.drives(null);
        }
    }
}
