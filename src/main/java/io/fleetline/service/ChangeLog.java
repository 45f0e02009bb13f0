package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.fleetline.change.ChangeConsumer;
import io.fleetline.change.ChangeLogSettings;
import io.fleetline.change.ConsumerMetrics;
import io.fleetline.change.ConsumerWork;
import io.fleetline.change.Doorbell;
import io.fleetline.change.LogSwitch;
import io.fleetline.change.Ticker;
import io.fleetline.clock.Worker;
import io.fleetline.clock.Workers;
import io.fleetline.upkeep.DerivedTrips;
import io.fleetline.upkeep.KeptTrips;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The change log in this process: the ticker, if no other process has it, the doorbell, and the consumers. Runs where the login may write. */
@Singleton
public final class ChangeLog implements Part {
    /** How late the ticker sees changes of other processes and of operators, when it has had nothing to do. */
    private static final Duration IDLE_PAUSE = Duration.ofMillis(50);

    /** Not at every tick: a batch costs nearly the same for one tick as for ten, and what is derived may be so old. */
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(250);

    /** A trip ends minutes after its last movement: so the fixes of many batches are read at once, for each vehicle. */
    private static final Duration BETWEEN_DERIVATIONS = Duration.ofSeconds(10);

    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    /** Computing everything anew takes hours for a long history. */
    private static final Duration LONGEST_BATCH = Duration.ofDays(1);

    private final Launch launch;
    private final Workers workers;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Commits commits;
    private final CityEvents events;
    private final DataSource database;
    private @Nullable AgroalDataSource ofConsumers;
    private final ChangeLogSettings settings;
    private final Doorbell doorbell;
    private final Ticker ticker;
    private final List<Worker> work = new ArrayList<>();

    ChangeLog(
            Launch launch,
            Workers workers,
            MeterRegistry registry,
            InstantSource clock,
            Commits commits,
            CityEvents events) {
        this.launch = launch;
        this.workers = workers;
        this.registry = registry;
        this.clock = clock;
        this.commits = commits;
        this.events = events;
        this.database = DatabaseStart.dataSource(launch.settings().database());
        this.doorbell = new Doorbell(database);
        this.settings = launch.settings().changes();
        this.ticker = new Ticker(database, settings.betweenTicks(), doorbell::ring);
    }

    @Override
    public boolean isNeeded() {
        return launch.mayWrite();
    }

    @Override
    public void start() {
        if (!settings.on()) {
            LogSwitch.close(database);
            return;
        }
        LogSwitch.open(database);
        showGauges();
        var ticking = workers.prompt(IDLE_PAUSE, LONGEST_TURN, "ticking", ticker::turn);
        // If this process is the ticker, and no tick was just stored, it ticks at once.
        commits.tell(ticking::wake);
        work.add(ticking);
        work.add(workers.prompt(Duration.ZERO, LONGEST_TURN, "listening for ticks", doorbell::turn));
        var kept = DatabaseStart.frequent(launch.settings().database());
        ofConsumers = kept;
        consumers().forEach(consumer -> run(consumer, kept));
        derive(kept);
    }

    /** What follows the log in the database: one entry each, if it follows at once. */
    private List<ChangeConsumer> consumers() {
        return Stream.concat(Stream.of(new KeptTrips()), events.consumers().stream())
                .toList();
    }

    private void run(ChangeConsumer consumer, DataSource kept) {
        run(consumer, BETWEEN_BATCHES, turns(consumer, kept)::turn);
    }

    private void derive(DataSource kept) {
        var derived = new DerivedTrips(clock);
        var turns = turns(derived, kept);
        run(derived, BETWEEN_DERIVATIONS, () -> {
            turns.turn();
            derived.endSilent(kept);
        });
    }

    private ConsumerWork turns(ChangeConsumer consumer, DataSource source) {
        return new ConsumerWork(
                source, consumer, settings.batch(), new ConsumerMetrics(consumer.name(), registry, clock));
    }

    private void run(ChangeConsumer consumer, Duration pause, Runnable turn) {
        work.add(workers.every(pause, LONGEST_BATCH, "applying changes to " + consumer.name(), turn));
    }

    private void showGauges() {
        Gauge.builder("fleetline.changes.ticker", ticker, one -> one.isLeading() ? 1 : 0)
                .register(registry);
        Gauge.builder("fleetline.changes.listening", doorbell, one -> one.isListening() ? 1 : 0)
                .register(registry);
        FunctionCounter.builder("fleetline.changes.listener.connections", doorbell, Doorbell::connections)
                .register(registry);
    }

    /** Readers of the log in this process have it wake them. */
    public Doorbell doorbell() {
        return doorbell;
    }

    @Override
    public void close() {
        work.forEach(Worker::close);
        ticker.close();
        doorbell.close();
        if (ofConsumers != null) {
            ofConsumers.close();
        }
    }
}
