package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.read.feed.LiveConnections;
import io.fleetline.read.feed.LiveFeed;
import io.fleetline.read.live.LiveFleet;
import io.fleetline.service.watch.Pulse;
import io.fleetline.settings.Role;
import io.quarkus.agroal.DataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The read role: has the live map loaded before the first reader asks for it, keeps it by the change log, and looks after live connections. */
@Singleton
final class Reading implements Part {
    /** The change log wakes it earlier. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** A revoked token ends its live connections within a minute. */
    private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(20);

    private static final Duration LONGEST_TURN = Duration.ofMinutes(2);

    private final Launch launch;
    private final LiveFleet live;
    private final LiveFeed feed;
    private final LiveConnections connections;
    private final ChangeLog changes;
    private final Workers workers;
    private final Pulse database;
    private final List<Worker> running = new ArrayList<>();

    Reading(
            Launch launch,
            LiveFleet live,
            LiveFeed feed,
            LiveConnections connections,
            ChangeLog changes,
            Workers workers,
            @DataSource("read") AgroalDataSource database) {
        this.launch = launch;
        this.live = live;
        this.feed = feed;
        this.connections = connections;
        this.changes = changes;
        this.workers = workers;
        this.database = new Pulse(database, "SELECT 1");
    }

    @Override
    public boolean isNeeded() {
        return launch.has(Role.READ);
    }

    @Override
    public void start() {
        live.begin();
        var following = workers.prompt(BETWEEN_LOOKS, LONGEST_TURN, "following the change log", feed::turn);
        changes.doorbell().wakes(following::wake);
        running.add(following);
        running.add(workers.every(BETWEEN_CHECKS, LONGEST_TURN, "checking live connections", connections::check));
    }

    @Override
    public Role role() {
        return Role.READ;
    }

    @Override
    public String readiness() {
        return database.readiness();
    }

    @Override
    public void close() {
        running.forEach(Worker::close);
    }
}
