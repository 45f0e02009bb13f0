package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.settings.Role;
import io.fleetline.settings.Settings;
import io.fleetline.upkeep.ExtentsRefresher;
import io.fleetline.upkeep.Rollup;
import io.fleetline.upkeep.RollupTurns;
import io.fleetline.upkeep.VTripsRefresher;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@code reporting.v_trips}, the extents and the daily roll-ups up to date, each on a connection of its own. Runs with the read role. The kept trips
 * themselves follow the change log.
 */
@Singleton
final class DerivedData implements Part {
    /** To compute all days anew after a change of settings takes hours for a large fleet. */
    private static final Duration LONGEST_TURN = Duration.ofDays(1);

    private static final Duration EXTENTS_PAUSE = Duration.ofHours(1);

    private final Launch launch;
    private final Settings settings;
    private final Workers workers;
    private final ChangeLog changes;
    private @Nullable AgroalDataSource ofTurns;
    private final List<Worker> work = new ArrayList<>();

    DerivedData(Launch launch, Workers workers, ChangeLog changes) {
        this.launch = launch;
        this.settings = launch.settings();
        this.workers = workers;
        this.changes = changes;
    }

    @Override
    public boolean isNeeded() {
        return launch.has(Role.READ) && (launch.mayWrite() || settings.refreshesElsewhere());
    }

    @Override
    public void start() {
        var refresh = settings.refreshInterval();
        every(refresh, "refreshing v_trips", () -> new VTripsRefresher(database()).refresh());
        if (refresh.isPositive()) {
            every(EXTENTS_PAUSE, "refreshing v_extents", () -> new ExtentsRefresher(database()).refresh());
        }
        if (settings.rollupInterval().isPositive()) {
            ofTurns = DatabaseStart.frequent(settings.refreshDatabase());
            var turns = new RollupTurns(new Rollup(ofTurns), settings.rollupInterval());
            changes.doorbell().wakes(turns::touch);
            every(RollupTurns.PAUSE, "rolling up", turns::turn);
        }
    }

    /** @param pause zero or less: never */
    private void every(Duration pause, String name, Runnable turn) {
        if (pause.isPositive()) {
            work.add(workers.every(pause, LONGEST_TURN, name, turn));
        }
    }

    private DataSource database() {
        return DatabaseStart.dataSource(settings.refreshDatabase());
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
        if (ofTurns != null) {
            ofTurns.close();
        }
    }
}
