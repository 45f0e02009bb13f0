package io.fleetline;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.simulator.Imei;
import io.fleetline.simulator.ReportedFix;
import io.fleetline.simulator.SimulatedFleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A vendor whose data a test writes and rewrites while the service polls. */
final class VendorBooks implements SimulatedFleet {

    /** A fact, and the time from which the vendor knows it. */
    record Entry<T>(T fact, Instant from) {}

    /** One kind of fact. */
    static final class Book<T> {
        private final List<Entry<T>> entries = new ArrayList<>();
        private final Function<T, String> imei;
        private final Function<T, Instant> start;
        private final Function<T, Instant> end;

        private Book(Function<T, String> imei, Function<T, Instant> start, Function<T, Instant> end) {
            this.imei = imei;
            this.start = start;
            this.end = end;
        }

        synchronized void add(T fact, Instant from) {
            entries.add(new Entry<>(fact, from));
        }

        /** For facts with a duration: known once they have ended. */
        void add(T fact) {
            add(fact, end.apply(fact));
        }

        synchronized void remove(T fact) {
            if (!entries.removeIf(entry -> entry.fact().equals(fact))) {
                throw new IllegalArgumentException("not in the books: " + fact);
            }
        }

        void replace(T old, T revised, Instant from) {
            remove(old);
            add(revised, from);
        }

        /** Everything that has ended by then is known then, and nothing else ever happens. */
        synchronized void endAt(Instant then) {
            entries.removeIf(entry -> end.apply(entry.fact()).isAfter(then));
            entries.replaceAll(entry -> entry.from().isAfter(then) ? new Entry<>(entry.fact(), then) : entry);
        }

        synchronized List<T> known(Instant now, Predicate<T> wanted) {
            return entries.stream()
                    .filter(entry -> !entry.from().isAfter(now) && wanted.test(entry.fact()))
                    .map(Entry::fact)
                    .sorted(Comparator.comparing(start))
                    .toList();
        }

        private List<T> overlapping(String device, TimeSpan span, Instant now) {
            return known(
                    now,
                    fact -> imei.apply(fact).equals(device)
                            && !start.apply(fact).isAfter(span.to())
                            && !end.apply(fact).isBefore(span.from()));
        }

        /** All known facts, one per line. */
        TreeSet<String> lines(Instant now, Function<T, String> line) {
            var lines = new TreeSet<String>();
            known(now, fact -> true).forEach(fact -> lines.add(line.apply(fact)));
            return lines;
        }
    }

    final Book<Trip> trips = new Book<>(Trip::imei, Trip::startTime, Trip::endTime);
    final Book<Stop> stops = new Book<>(Stop::imei, Stop::startTime, Stop::endTime);
    final Book<Alarm> alarms = new Book<>(Alarm::imei, Alarm::alarmTime, Alarm::alarmTime);
    final Book<Fix> fixes = new Book<>(Fix::imei, Fix::gpsTime, Fix::gpsTime);
    private final List<String> accounts;
    private final Map<String, String> accountOf = new TreeMap<>();
    private final TreeSet<String> unlisted = new TreeSet<>();

    VendorBooks(String... accounts) {
        this.accounts = List.of(accounts);
    }

    /** An invented device. */
    static String imei(int number) {
        return Imei.of("862000", number);
    }

    /** A new device, or one that changes accounts. */
    synchronized void own(String account, String imei) {
        accountOf.put(imei, account);
    }

    synchronized void unlist(String imei) {
        unlisted.add(imei);
    }

    synchronized void listAll() {
        unlisted.clear();
    }

    synchronized List<String> imeis() {
        return List.copyOf(accountOf.keySet());
    }

    synchronized String accountOf(String imei) {
        return accountOf.get(imei);
    }

    static Trip trip(String imei, Instant start, Instant end, double km) {
        var seconds = end.getEpochSecond() - start.getEpochSecond();
        return new Trip(
                imei,
                start,
                end,
                -1.25,
                36.75,
                -1.5,
                36.5,
                km,
                seconds,
                null,
                km / seconds * 3600,
                null,
                null,
                null,
                null,
                null,
                FactSource.POLL);
    }

    static Stop stop(String imei, Stop.Kind kind, Instant start, Instant end) {
        return new Stop(
                imei, kind, start, end, end.getEpochSecond() - start.getEpochSecond(), -1.25, 36.75, "Moi Avenue");
    }

    static Alarm alarm(String imei, String type, Instant time) {
        return new Alarm(imei, type, "Alarm " + type, time, -1.25, 36.75, 12.0, null, FactSource.POLL);
    }

    static Fix fix(String imei, Instant time, double lat) {
        return new Fix(imei, time, lat, 36.75, 30.0, 90.0, true, 9, null, null, null, FactSource.POLL, null);
    }

    @Override
    public List<String> accounts() {
        return accounts;
    }

    @Override
    public synchronized List<Device> devices(String account) {
        return accountOf.entrySet().stream()
                .filter(owned -> owned.getValue().equals(account) && !unlisted.contains(owned.getKey()))
                .map(owned -> device(owned.getKey()))
                .toList();
    }

    @Override
    public synchronized @Nullable Device device(String imei) {
        var account = accountOf.get(imei);
        return account == null ? null : device(imei, account);
    }

    private static Device device(String imei, String account) {
        return new Device(
                imei,
                account,
                account,
                imei,
                "GT06N",
                "automobile",
                "Fleet",
                null,
                imei,
                imei,
                imei,
                "van",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                null,
                null,
                null,
                null,
                null);
    }

    @Override
    public @Nullable Fix latestFix(String imei, Instant now) {
        var known = fixes.known(now, fix -> fix.imei().equals(imei));
        return known.isEmpty() ? null : known.getLast();
    }

    @Override
    public List<ReportedFix> track(String imei, TimeSpan span, Instant now) {
        return fixes.overlapping(imei, span, now).stream()
                .map(fix -> new ReportedFix(fix, false))
                .toList();
    }

    @Override
    public List<Trip> trips(String imei, TimeSpan span, Instant now) {
        return trips.overlapping(imei, span, now);
    }

    @Override
    public List<Stop> stops(String imei, Stop.Kind kind, TimeSpan span, Instant now) {
        return stops.overlapping(imei, span, now).stream()
                .filter(stop -> stop.kind() == kind)
                .toList();
    }

    @Override
    public List<Alarm> alarms(String imei, TimeSpan span, Instant now) {
        return alarms.overlapping(imei, span, now);
    }

    @Override
    public List<ObdReading> obdReadings(String imei, TimeSpan span, Instant now) {
        return List.of();
    }

    static String line(Trip trip) {
        return "%s %s %s %.3f %s"
                .formatted(trip.imei(), trip.startTime(), trip.endTime(), trip.distanceKm(), trip.drivingTimeS());
    }

    static String line(Stop stop) {
        return "%s %s %s %s %s %s"
                .formatted(
                        stop.imei(),
                        stop.kind().label(),
                        stop.startTime(),
                        stop.endTime(),
                        stop.durationS(),
                        stop.address());
    }

    static String line(Alarm alarm) {
        return "%s %s %s".formatted(alarm.imei(), alarm.alarmType(), alarm.alarmTime());
    }

    static String line(Fix fix) {
        return "%s %s %.4f".formatted(fix.imei(), fix.gpsTime(), fix.lat());
    }

    /** The differences between this data and the tables, one per line: empty if the tables equal the vendor's data. */
    List<String> differences(Testbed bed) {
        var now = bed.clock.instant();
        return Stream.of(
                        differences("trip", trips.lines(now, VendorBooks::line), stored(bed, """
                                SELECT format('%s %s %s %s %s', imei, to_char(start_time AT TIME ZONE 'UTC', :time),
                                              to_char(end_time AT TIME ZONE 'UTC', :time), to_char(distance_km, 'FM99990.000'), driving_time_s)
                                FROM tracksolid.trips
                                """)),
                        differences("stop", stops.lines(now, VendorBooks::line), stored(bed, """
                                SELECT format('%s %s %s %s %s %s', imei, kind, to_char(start_time AT TIME ZONE 'UTC', :time),
                                              to_char(end_time AT TIME ZONE 'UTC', :time), duration_s, address)
                                FROM tracksolid.parking_events
                                """)),
                        differences("alarm", alarms.lines(now, VendorBooks::line), stored(bed, """
                                SELECT format('%s %s %s', imei, alarm_type, to_char(alarm_time AT TIME ZONE 'UTC', :time))
                                FROM tracksolid.alarms
                                """)),
                        differences("fix", fixes.lines(now, VendorBooks::line), stored(bed, """
                                SELECT format('%s %s %s', imei, to_char(gps_time AT TIME ZONE 'UTC', :time), to_char(lat, 'FM990.0000'))
                                FROM tracksolid.position_history
                                """)))
                .flatMap(List::stream)
                .toList();
    }

    private static TreeSet<String> stored(Testbed bed, String sql) {
        return bed.jdbi()
                .withHandle(handle -> new TreeSet<>(handle.createQuery(sql)
                        .bind("time", "YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"")
                        .mapTo(String.class)
                        .list()));
    }

    private static List<String> differences(String kind, TreeSet<String> vendors, TreeSet<String> ours) {
        var differences = new ArrayList<String>();
        vendors.stream()
                .filter(line -> !ours.contains(line))
                .forEach(line -> differences.add("missing " + kind + " " + line));
        ours.stream()
                .filter(line -> !vendors.contains(line))
                .forEach(line -> differences.add("surplus " + kind + " " + line));
        return differences;
    }
}
