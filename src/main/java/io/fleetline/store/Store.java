package io.fleetline.store;

import io.fleetline.database.Transactions;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.DeviceEvent;
import io.fleetline.fleet.FaultCode;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.FuelReading;
import io.fleetline.fleet.Heartbeat;
import io.fleetline.fleet.LbsReading;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TemperatureReading;
import io.fleetline.fleet.Trip;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.register.KnownDevices;
import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.DeviceEventTable;
import io.fleetline.store.table.FactTable;
import io.fleetline.store.table.FaultCodeTable;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.FuelTable;
import io.fleetline.store.table.HeartbeatTable;
import io.fleetline.store.table.LbsTable;
import io.fleetline.store.table.ObdTable;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TemperatureTable;
import io.fleetline.store.table.TripTable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.InstantSource;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/** The only writer of facts: one {@link FactWriter} per kind. */
public final class Store implements AutoCloseable {

    /** Late facts of all kinds together may hold no more connections than this, however long each takes. */
    private static final int CONNECTIONS_FOR_LATE = 2;

    private final Transactions transactions;
    private final Transactions lateTransactions;
    private final StoreSettings settings;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final KnownDevices devices = new KnownDevices();
    private final FactWriter<Fix> fixes;
    private final FactWriter<Trip> trips;
    private final FactWriter<Stop> stops;
    private final FactWriter<Alarm> alarms;
    private final FactWriter<ObdReading> obdReadings;
    private final FactWriter<DeviceEvent> deviceEvents;
    private final FactWriter<Heartbeat> heartbeats;
    private final FactWriter<FuelReading> fuelReadings;
    private final FactWriter<TemperatureReading> temperatureReadings;
    private final FactWriter<LbsReading> lbsReadings;
    private final FactWriter<FaultCode> faultCodes;
    private final WindowWriter<Trip> tripWindows;
    private final WindowWriter<Stop> stopWindows;
    private final WindowWriter<Alarm> alarmWindows;
    private final Cursors cursors;
    private final DeviceRegistry deviceRegister;
    private final DeadLetterBox deadLetters;
    private final IngestionLog log;

    /**
     * Starts the writers; they end with {@link #close()}.
     *
     * @param dataSource a pool with at least one connection per writer
     * @param clock provides the time at which facts are received
     */
    public Store(DataSource dataSource, StoreSettings settings, InstantSource clock) {
        this(dataSource, settings, clock, new CompositeMeterRegistry());
    }

    /**
     * The same, with metrics.
     *
     * @param registry receives the size and duration of commits, and the queue lengths
     */
    public Store(DataSource dataSource, StoreSettings settings, InstantSource clock, MeterRegistry registry) {
        this.registry = registry;
        this.transactions = new Transactions(dataSource);
        this.lateTransactions = new Transactions(dataSource, CONNECTIONS_FOR_LATE);
        this.settings = settings;
        this.clock = clock;
        this.fixes = writer(new FixTable(), settings.fixWriters());
        this.trips = writer(new TripTable(), settings.otherWriters());
        this.stops = writer(new StopTable(), settings.otherWriters());
        this.alarms = writer(new AlarmTable(), settings.otherWriters());
        this.obdReadings = writer(new ObdTable(), settings.otherWriters());
        this.deviceEvents = writer(new DeviceEventTable(), settings.otherWriters());
        this.heartbeats = writer(new HeartbeatTable(), settings.otherWriters());
        this.fuelReadings = writer(new FuelTable(), settings.otherWriters());
        this.temperatureReadings = writer(new TemperatureTable(), settings.otherWriters());
        this.lbsReadings = writer(new LbsTable(), settings.otherWriters());
        this.faultCodes = writer(new FaultCodeTable(), settings.otherWriters());
        this.tripWindows = new WindowWriter<>(transactions, TripTable::new, PolledRows.TRIPS, devices, clock);
        this.stopWindows = new WindowWriter<>(transactions, StopTable::new, PolledRows.STOPS, devices, clock);
        this.alarmWindows = new WindowWriter<>(transactions, _ -> new AlarmTable(), PolledRows.ALARMS, devices, clock);
        var jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
        this.cursors = new Cursors(jdbi);
        this.deviceRegister = new DeviceRegistry(jdbi, clock);
        this.deadLetters = new DeadLetterBox(jdbi);
        this.log = new IngestionLog(dataSource, registry);
    }

    public FactWriter<Fix> fixes() {
        return fixes;
    }

    public FactWriter<Trip> trips() {
        return trips;
    }

    public FactWriter<Stop> stops() {
        return stops;
    }

    public FactWriter<Alarm> alarms() {
        return alarms;
    }

    public FactWriter<ObdReading> obdReadings() {
        return obdReadings;
    }

    public FactWriter<DeviceEvent> deviceEvents() {
        return deviceEvents;
    }

    public FactWriter<Heartbeat> heartbeats() {
        return heartbeats;
    }

    public FactWriter<FuelReading> fuelReadings() {
        return fuelReadings;
    }

    public FactWriter<TemperatureReading> temperatureReadings() {
        return temperatureReadings;
    }

    public FactWriter<LbsReading> lbsReadings() {
        return lbsReadings;
    }

    public FactWriter<FaultCode> faultCodes() {
        return faultCodes;
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
        return writers().allMatch(FactWriter::isWriting);
    }

    /** Whether a queue is full, so that pushes of some kind would be refused. */
    public boolean isFull() {
        return writers().anyMatch(FactWriter::isFull);
    }

    /** Writes what is still queued, then ends. */
    @Override
    public void close() {
        writers().forEach(FactWriter::close);
        log.close();
    }

    private Stream<FactWriter<?>> writers() {
        return Stream.of(
                fixes,
                trips,
                stops,
                alarms,
                obdReadings,
                deviceEvents,
                heartbeats,
                fuelReadings,
                temperatureReadings,
                lbsReadings,
                faultCodes);
    }

    private <T> FactWriter<T> writer(FactTable<T> table, int writers) {
        var metrics = new CommitMetrics(registry, table.name());
        var writer = new FactWriter<>(
                table,
                clock,
                Lane.live(table, writers, settings, committer(transactions, table, metrics)),
                Lane.late(table, writers, settings, committer(lateTransactions, table, metrics)));
        registry.gauge("fleetline.store.queued.facts", Tags.of("table", table.name()), writer, FactWriter::queued);
        return writer;
    }

    private <T> FactCommitter<T> committer(Transactions lane, FactTable<T> table, CommitMetrics metrics) {
        return new FactCommitter<>(new GroupTransaction<>(lane, table, devices, clock, metrics));
    }
}
