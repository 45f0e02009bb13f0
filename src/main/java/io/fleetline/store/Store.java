package io.fleetline.store;

import io.fleetline.database.Transactions;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.register.KnownDevices;
import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.FactKind;
import io.fleetline.store.table.FactTable;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TripTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The only writer of facts: one {@link FactWriter} per {@link FactKind}. */
public final class Store implements AutoCloseable {

    /** Late facts of all kinds together may hold no more connections than this, however long each takes. */
    private static final int CONNECTIONS_FOR_LATE = 2;

    private final Transactions transactions;
    private final Transactions lateTransactions;
    private final StoreSettings settings;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final KnownDevices devices = new KnownDevices();
    private final Map<FactKind<?>, FactWriter<?>> writers = new HashMap<>();
    private final WindowWriter<Trip> tripWindows;
    private final WindowWriter<Stop> stopWindows;
    private final WindowWriter<Alarm> alarmWindows;
    private final Cursors cursors;
    private final DeviceRegistry deviceRegister;
    private final DeadLetterBox deadLetters;
    private final IngestionLog log;
    private boolean closed;

    /**
     * Its writers end with {@link #close()}.
     *
     * @param dataSource a pool with at least one connection per writer
     * @param clock provides the time at which facts are received
     */
    public Store(DataSource dataSource, StoreSettings settings, InstantSource clock) {
        this(dataSource, settings, clock, new CompositeMeterRegistry(), () -> {});
    }

    /**
     * The same, with metrics.
     *
     * @param registry receives the size and duration of commits, and the queue lengths
     */
    public Store(DataSource dataSource, StoreSettings settings, InstantSource clock, MeterRegistry registry) {
        this(dataSource, settings, clock, registry, () -> {});
    }

    /**
     * The same for a process that follows the change log.
     *
     * @param onCommit runs after each commit of facts; must return quickly
     */
    public Store(
            DataSource dataSource,
            StoreSettings settings,
            InstantSource clock,
            MeterRegistry registry,
            Runnable onCommit) {
        this.registry = registry;
        this.transactions = new Transactions(dataSource, Integer.MAX_VALUE, onCommit);
        this.lateTransactions = new Transactions(dataSource, CONNECTIONS_FOR_LATE, onCommit);
        this.settings = settings;
        this.clock = clock;
        this.tripWindows = new WindowWriter<>(transactions, TripTable::new, PolledRows.TRIPS, devices, clock);
        this.stopWindows = new WindowWriter<>(transactions, StopTable::new, PolledRows.STOPS, devices, clock);
        this.alarmWindows = new WindowWriter<>(transactions, _ -> new AlarmTable(), PolledRows.ALARMS, devices, clock);
        var jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
        this.cursors = new Cursors(jdbi);
        this.deviceRegister = new DeviceRegistry(jdbi, clock);
        this.deadLetters = new DeadLetterBox(jdbi);
        this.log = new IngestionLog(dataSource, registry);
    }

    /** The only writer of a kind. It starts on first use: a kind that this process does not use costs nothing. */
    @SuppressWarnings("unchecked") // each kind is stored with a writer of its own type
    public <T> FactWriter<T> writer(FactKind<T> kind) {
        synchronized (writers) {
            return (FactWriter<T>) writers.computeIfAbsent(kind, _ -> start(kind));
        }
    }

    /** For complete answers of polls. */
    public WindowWriter<Trip> tripWindows() {
        return tripWindows;
    }

    /** For complete answers of polls. */
    public WindowWriter<Stop> stopWindows() {
        return stopWindows;
    }

    /** For complete answers of polls. */
    public WindowWriter<Alarm> alarmWindows() {
        return alarmWindows;
    }

    public Cursors cursors() {
        return cursors;
    }

    public DeviceRegistry devices() {
        return deviceRegister;
    }

    public DeadLetterBox deadLetters() {
        return deadLetters;
    }

    public IngestionLog log() {
        return log;
    }

    /** Whether all writers are running; a writer stops only after an error. */
    public boolean isWriting() {
        return writers().stream().allMatch(FactWriter::isWriting);
    }

    /** Whether a queue is full, so that pushes of some kind would be refused. */
    public boolean isFull() {
        return writers().stream().anyMatch(FactWriter::isFull);
    }

    /** Writes what is still queued, then ends. */
    @Override
    public void close() {
        synchronized (writers) {
            closed = true;
        }
        writers().forEach(FactWriter::close);
        log.close();
    }

    private List<FactWriter<?>> writers() {
        synchronized (writers) {
            return List.copyOf(writers.values());
        }
    }

    private <T> FactWriter<T> start(FactKind<T> kind) {
        var table = kind.table().get();
        var threads = kind.equals(FixTable.KIND) ? settings.fixWriters() : settings.otherWriters();
        var metrics = new CommitMetrics(registry, table.name());
        var writer = new FactWriter<>(
                table,
                clock,
                Lane.live(table, threads, settings, committer(transactions, table, metrics)),
                Lane.late(table, threads, settings, committer(lateTransactions, table, metrics)));
        registry.gauge("fleetline.store.queued.facts", Tags.of("table", table.name()), writer, FactWriter::queued);
        if (closed) {
            writer.close();
        }
        return writer;
    }

    private <T> FactCommitter<T> committer(Transactions lane, FactTable<T> table, CommitMetrics metrics) {
        return new FactCommitter<>(new GroupTransaction<>(lane, table, devices, clock, metrics));
    }
}
