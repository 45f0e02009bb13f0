package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.simulator.recorded.RecordedFleet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 24 hours of all 28 taxis of a real recording, with their noise, gaps, jumps and repeats, over signed HTTP in three accounts.
 * No day of the recording has all 28 on the road, so each cab plays the first 24 hours of its own.
 */
class RealCabsTest {
    private static final Path FILE = Path.of("../shared/data/san-francisco-cabs.csv.gz");
    private static final Instant PLAYED = Instant.parse("2026-03-10T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path folder;

    @Test
    void everyFixIsStoredOnceAndUnaltered() throws IOException {
        assumeTrue(Files.exists(FILE), "skipped: the recording " + FILE + " is not here");
        var rows = firstDayOfEachCab();
        var csv = Files.write(folder.resolve("cabs.csv"), rows);
        var fleet = new RecordedFleet(csv, PLAYED, PLAYED.plus(DAY), PLAYED, List.of("north", "middle", "south"));
        try (var bed = new Testbed(fleet, PLAYED, Testbed.polling(fleet.accounts(), Duration.ofMinutes(10)))) {
            bed.settle();
            bed.runUntil(PLAYED.plus(DAY).plus(Duration.ofMinutes(65)), Duration.ofMinutes(3));
            var day = new Expected(fleet, new TimeSpan(PLAYED, PLAYED.plus(DAY)), bed.clock.instant());
            var expected = distinct(rows, fleet);
            Expected.assertSame(day.storedFixes(bed.jdbi()), expected);
            assertThat(bed.count("SELECT count(*) FROM tracksolid.position_history"))
                    .isEqualTo(expected.size());
            assertThat(bed.count("SELECT count(DISTINCT imei) FROM tracksolid.position_history"))
                    .isEqualTo(28);
            Expected.assertSame(day.storedTrips(bed.jdbi()), day.trips());
            Expected.assertSame(day.storedStops(bed.jdbi()), day.stops());
            assertThat(bed.count("SELECT count(*) FROM infrastructure.dead_letters"))
                    .isZero();
            assertThat(bed.count("SELECT count(*) FROM tracksolid.ingestion_log WHERE outcome <> 'ok'"))
                    .isZero();
        }
    }

    /** The file's rows, each cab's clock shifted so that its first fix is at {@link #PLAYED}; sorted by time as in the file. */
    private static List<String> firstDayOfEachCab() throws IOException {
        var begins = new HashMap<String, Long>();
        var rows = new ArrayList<String>();
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.US_ASCII))) {
            var header = lines.readLine();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var field = line.split(",", 3);
                long time = Long.parseLong(field[0]);
                long after = time - begins.computeIfAbsent(field[1], cab -> time);
                if (after < DAY.toSeconds()) {
                    rows.add((PLAYED.getEpochSecond() + after) + "," + field[1] + "," + field[2]);
                }
            }
            rows.sort(null);
            rows.addFirst(header);
        }
        return rows;
    }

    /** The distinct (vehicle, second) pairs of the rows, computed without the product; of repeats, the first. */
    private static TreeSet<String> distinct(List<String> rows, RecordedFleet fleet) {
        var first = new TreeMap<String, String>();
        for (var row : rows.subList(1, rows.size())) {
            var field = row.split(",");
            var key = fleet.imeiOf(field[1]) + " " + Instant.ofEpochSecond(Long.parseLong(field[0]));
            first.putIfAbsent(key, Double.parseDouble(field[2]) + " " + Double.parseDouble(field[3]));
        }
        var lines = new TreeSet<String>();
        first.forEach((key, place) -> lines.add(key + " " + place));
        return lines;
    }
}
