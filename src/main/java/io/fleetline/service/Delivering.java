package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.outbox.Deliveries;
import io.fleetline.service.watch.Pulse;
import io.fleetline.settings.Role;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbox role: sends events to webhooks. */
@Singleton
final class Delivering implements Part {
    /** Three times within a lease. */
    private static final Duration BETWEEN_SHARES = Duration.ofSeconds(10);

    /** The change log wakes it earlier. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final Duration BETWEEN_PURGES = Duration.ofHours(1);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(2);

    private final Launch launch;
    private final Deliveries deliveries;
    private final ChangeLog changes;
    private final Workers workers;
    private final Pulse database;
    private @Nullable AgroalDataSource ofDeliveries;
    private final List<Worker> running = new ArrayList<>();

    Delivering(Launch launch, Deliveries deliveries, ChangeLog changes, Workers workers, AgroalDataSource database) {
        this.launch = launch;
        this.deliveries = deliveries;
        this.changes = changes;
        this.workers = workers;
        this.database = new Pulse(database, "SELECT 1");
    }

    @Override
    public boolean isNeeded() {
        return launch.has(Role.OUTBOX);
    }

    @Override
    public void start() {
        var kept = DatabaseStart.frequent(launch.settings().database());
        ofDeliveries = kept;
        deliveries.start(kept, this::share);
        running.add(workers.every(BETWEEN_SHARES, LONGEST_TURN, "sharing out webhooks", deliveries::share));
        var following = workers.prompt(
                BETWEEN_LOOKS, LONGEST_TURN, "following the change log for webhooks", deliveries::follow);
        changes.doorbell().wakes(following::wake);
        running.add(following);
        running.add(
                workers.every(BETWEEN_PURGES, LONGEST_TURN, "forgetting old messages of webhooks", deliveries::purge));
    }

    /** An administrator has changed a webhook. */
    private void share() {
        running.getFirst().wake();
    }

    @Override
    public Role role() {
        return Role.OUTBOX;
    }

    @Override
    public String readiness() {
        return database.readiness();
    }

    @Override
    public void close() {
        running.forEach(Worker::close);
        if (ofDeliveries != null) {
            deliveries.close();
            ofDeliveries.close();
        }
    }
}
