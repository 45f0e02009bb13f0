package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.FleetClock;
import io.fleetline.clock.Workers;
import io.fleetline.ingest.push.Pushes;
import io.fleetline.read.live.LiveFleet;
import io.fleetline.service.http.WebhookRoutes;
import io.fleetline.service.watch.ServiceState;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jboss.logging.Logger;

/** The service under way: what each of its roles needs, started in order and stopped in the reverse. */
public final class Service implements QuarkusApplication {
    public static final String STATUS_LINE = "--status-line";
    private static final Duration LOOK_AT_CLOCKS = Duration.ofSeconds(5);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);
    private static final Logger LOG = Logger.getLogger(Service.class);

    private final AgroalDataSource database;
    private final Vertx vertx;
    private final PollSchedule schedule;
    private final WebhookRoutes webhooks;
    private final DeadLetterSummary deadLetters;
    private final LiveFleet live;
    private final ServiceState state;
    private final ServiceEnd end;
    private final MeterRegistry registry;
    private final FleetClock clock;
    private final Workers workers;

    Service(
            AgroalDataSource database,
            Vertx vertx,
            PollSchedule schedule,
            WebhookRoutes webhooks,
            DeadLetterSummary deadLetters,
            LiveFleet live,
            ServiceState state,
            ServiceEnd end,
            MeterRegistry registry,
            FleetClock clock,
            Workers workers) {
        this.database = database;
        this.vertx = vertx;
        this.schedule = schedule;
        this.webhooks = webhooks;
        this.deadLetters = deadLetters;
        this.live = live;
        this.state = state;
        this.end = end;
        this.registry = registry;
        this.clock = clock;
        this.workers = workers;
    }

    @Override
    public int run(String... arguments) {
        end.listen();
        var settings = Settings.fromEnvironment();
        clock.look();
        try (var _ = StatusLine.open(database, state, List.of(arguments).contains(STATUS_LINE));
                var _ = workers.every(LOOK_AT_CLOCKS, LONGEST_LOOK, "looking at the clocks", clock::look)) {
            if (settings.roles().contains(Role.READ)) {
                live.begin();
            }
            if (settings.roles().equals(EnumSet.of(Role.READ))) {
                state.up(settings.roles(), null);
                untilTheEnd();
            } else {
                takeFactsIn(settings);
            }
            return 0;
        } catch (BadSetting e) {
            LOG.error(e.getMessage());
            System.err.println("fleetline: " + e.getMessage());
            return BadSetting.EXIT_CODE;
        }
    }

    private void untilTheEnd() {
        Quarkus.waitForExit();
        end.begin();
    }

    private void takeFactsIn(Settings settings) {
        try (var store = new Store(database, StoreSettings.DEFAULT, clock, registry)) {
            deadLetters.speaksOf(store);
            if (settings.roles().contains(Role.WEBHOOK)) {
                webhooks.lead(new Pushes(store, settings.pushes(), registry, clock));
            }
            state.up(settings.roles(), store);
            if (settings.roles().contains(Role.INGEST)) {
                ingest(settings, store);
            } else {
                untilTheEnd();
            }
            deadLetters.speaksOf(null);
        }
    }

    /** When it ends the service, requests under way are answered first. */
    private void checkAccounts(Ingestion ingestion, Settings settings) {
        try {
            Preflight.check(ingestion.client(), settings.accounts());
        } catch (BadSetting e) {
            end.begin();
            throw e;
        }
    }

    private void ingest(Settings settings, Store store) {
        try (var ingestion = Ingestion.open(settings, database, store, vertx, clock)) {
            checkAccounts(ingestion, settings);
            var poller = ingestion.poller(settings.polling());
            ingestion.show(registry, poller, settings.accounts());
            poller.renewLeases();
            schedule.drives(poller);
            untilTheEnd();
            schedule.drives(null);
        }
    }
}
