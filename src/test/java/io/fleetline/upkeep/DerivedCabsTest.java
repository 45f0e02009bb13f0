package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.PositionType;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.StoreSettings;
import io.fleetline.store.table.FixTable;
import io.fleetline.upkeep.DrivesFromScratch.Drive;
import io.fleetline.upkeep.DrivesFromScratch.Place;
import io.fleetline.upkeep.DrivesFromScratch.Rules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real taxis, of which only fixes are known, without speeds: their trips by cab, and those of one vehicle's month that comes late and in any order. */
class DerivedCabsTest {
    private static final Path FILE = Path.of("../shared/data/san-francisco-cabs.csv.gz");
    /** From 2008 to 2026. */
    private static final long LATER_S = 6_500 * 86_400L;

    private static final int CABS = Integer.getInteger("fleetline.derived.cabs", 2);
    private static final int PER_REQUEST = 2_000;

    private final TestDatabase database = TestDatabase.create();
    private final SettableClock clock = SettableClock.at("2026-06-01T00:00:00Z");
    private final DerivedTrips derived = new DerivedTrips(clock);
    private Store store;
    private FollowedLog log;

    /** Trips of a cab: their number, their metres and seconds, and each start with its metres. */
    private record Trips(int number, long metres, long seconds, Map<Instant, Long> each) {
        static Trips of(List<Drive> drives) {
            var each = new TreeMap<Instant, Long>();
            drives.forEach(drive -> each.put(drive.start(), drive.metres()));
            return new Trips(
                    drives.size(),
                    each.values().stream().mapToLong(Long::longValue).sum(),
                    drives.stream().mapToLong(Drive::seconds).sum(),
                    each);
        }
    }

    @BeforeEach
    void open() {
        assumeTrue(Files.exists(FILE), () -> FILE + " is not here: no real fixes to derive trips from");
        store = new Store(database.dataSource(), StoreSettings.DEFAULT, clock);
        log = new FollowedLog(database);
        log.follow(derived);
    }

    @AfterEach
    void close() {
        if (store != null) {
            log.close();
            store.close();
        }
        database.close();
    }

    @Test
    void tripsByCabAreThoseOfAnIndependentComputation() throws IOException {
        var cabs = cabs(CABS);
        var fixes = new ArrayList<Fix>();
        cabs.forEach((cab, line) -> line.forEach((time, place) -> fixes.add(fix(cab, time, place))));
        fixes.sort((one, other) -> one.gpsTime().compareTo(other.gpsTime()));
        push(fixes, 6);
        assertThat(stored())
                .isEqualTo(expected(cabs))
                .hasSize(CABS)
                .allSatisfy((_, trips) -> assertThat(trips.number).isGreaterThan(30));
        assertThat(DrivesFromScratch.stored(database.jdbi()))
                .isEqualTo(DrivesFromScratch.expected(database.jdbi(), clock.instant()));
    }

    @Test
    void aMonthOfLateFixesInRandomOrderGivesTheSameTrips() throws IOException {
        var cab = cabs(1);
        var fixes = new ArrayList<Fix>();
        cab.forEach((imei, line) -> line.forEach((time, place) -> fixes.add(fix(imei, time, place))));
        Collections.shuffle(fixes, new Random(5));
        push(fixes, 3);
        assertThat(stored()).isEqualTo(expected(cab));
    }

    private void push(List<Fix> fixes, int requestsPerTurn) {
        for (var first = 0; first < fixes.size(); first += PER_REQUEST) {
            store.writer(FixTable.KIND)
                    .write(Batch.of(fixes.subList(first, Math.min(fixes.size(), first + PER_REQUEST))));
            if (first / PER_REQUEST % requestsPerTurn == 0) {
                log.follow(derived);
            }
        }
        log.follow(derived);
        log.follow(derived);
        derived.endSilent(database.dataSource());
    }

    /** The first cabs of the file; of several fixes of one second the first. */
    private static Map<String, TreeMap<Instant, Place>> cabs(int number) throws IOException {
        var cabs = new TreeMap<String, TreeMap<Instant, Place>>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.US_ASCII))) {
            lines.readLine();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var field = line.split(",");
                if (cabs.size() < number || cabs.containsKey(field[1])) {
                    cabs.computeIfAbsent(field[1], _ -> new TreeMap<>())
                            .putIfAbsent(
                                    Instant.ofEpochSecond(Long.parseLong(field[0]) + LATER_S),
                                    new Place(Double.parseDouble(field[3]), Double.parseDouble(field[2]), null));
                }
            }
        }
        return cabs;
    }

    private static Fix fix(String cab, Instant time, Place place) {
        return new Fix(
                cab,
                time,
                place.lat(),
                place.lng(),
                null,
                null,
                null,
                null,
                null,
                null,
                PositionType.GPS,
                FactSource.PUSH,
                null);
    }

    private Map<String, Trips> expected(Map<String, TreeMap<Instant, Place>> cabs) {
        var rules = database.jdbi().withHandle(Rules::read);
        var trips = new TreeMap<String, Trips>();
        cabs.forEach((cab, line) -> trips.put(
                cab,
                Trips.of(DrivesFromScratch.cut(line, rules).stream()
                        .filter(drive -> DrivesFromScratch.isTrip(drive, rules))
                        .toList())));
        return trips;
    }

    private Map<String, Trips> stored() {
        var trips = new TreeMap<String, List<Drive>>();
        database.jdbi()
                .useHandle(handle -> handle.createQuery(
                                "SELECT imei, start_time, end_time, distance_km, driving_time_s FROM tracksolid.trips WHERE source = 'derived'")
                        .map((row, _) -> trips.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                                .add(new Drive(
                                        row.getTimestamp(2).toInstant(),
                                        row.getTimestamp(2).toInstant().plusSeconds(row.getInt("driving_time_s")),
                                        Math.round(row.getDouble("distance_km") * 1000) * 1000,
                                        null)))
                        .list());
        var byCab = new TreeMap<String, Trips>();
        trips.forEach((cab, drives) -> byCab.put(cab, Trips.of(drives)));
        return byCab;
    }
}
