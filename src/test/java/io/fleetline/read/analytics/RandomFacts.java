package io.fleetline.read.analytics;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.FuelReading;
import io.fleetline.fleet.PositionType;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import io.fleetline.store.Batch;
import io.fleetline.store.Store;
import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.FuelTable;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TripTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Facts of five vehicles over four days, in any order and with repeats; the same for the same seed. */
public final class RandomFacts {
    private static final Instant START = Instant.parse("2025-03-10T20:00:00Z");
    private static final int SECONDS = 4 * 86_400;
    private static final int BATCHES = 40;
    private static final List<@Nullable PositionType> POSITION_TYPES = Arrays.asList(
            null, PositionType.GPS, PositionType.GPS, PositionType.GPS, PositionType.LBS, PositionType.WIFI);

    private final Random random;

    public RandomFacts(long seed) {
        this.random = new Random(seed);
    }

    /** From many threads, in small batches. */
    public void writeAtOnce(Store store) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var batch = 0; batch < BATCHES; batch++) {
                var fixes = fixes(batch);
                threads.submit(() -> store.writer(FixTable.KIND).write(Batch.of(fixes)));
                var trips = List.of(trip(), trip());
                threads.submit(() -> store.writer(TripTable.KIND).write(Batch.of(trips)));
                var stops = List.of(stop());
                threads.submit(() -> store.writer(StopTable.KIND).write(Batch.of(stops)));
                var alarms = List.of(
                        new Alarm(imei(), "1", null, at(), null, null, null, null, FactSource.POLL, null, null));
                threads.submit(() -> store.writer(AlarmTable.KIND).write(Batch.of(alarms)));
                var fuel = List.of(new FuelReading(imei(), at(), random.nextInt(20, 200) / 4.0, "L", null, "{}"));
                threads.submit(() -> store.writer(FuelTable.KIND).write(Batch.of(fuel)));
            }
        }
    }

    /** Some facts of two vehicles around the end of a step: a step is a few minutes, and a fix in eight comes up to three hours late. */
    List<Fix> fixesOfStep(int step) {
        var fixes = new ArrayList<Fix>();
        for (var i = 0; i < 1 + random.nextInt(6); i++) {
            var late = random.nextInt(8) == 0 ? random.nextInt(3 * 3600) : 0;
            fixes.add(fix("v" + random.nextInt(2), START.plusSeconds(step * 300L + random.nextInt(60) - late)));
        }
        return fixes;
    }

    /** A fix that is neither the newest of its vehicle nor known. */
    public Fix fixBetween(String imei) {
        return fix(imei, START.plusSeconds(86_400).plusNanos(500_000_000));
    }

    /** A period of driving per batch: most come in order, some long after. */
    private List<Fix> fixes(int batch) {
        var start = START.plusSeconds(
                (long) SECONDS / BATCHES * (random.nextInt(5) == 0 ? random.nextInt(BATCHES) : batch));
        var imei = imei();
        var fixes = new ArrayList<Fix>();
        for (var i = 0; i < 60; i++) {
            fixes.add(fix(imei, start.plusSeconds(random.nextInt(300) * (random.nextInt(10) == 0 ? 200L : 1))));
        }
        Collections.shuffle(fixes, random);
        return fixes;
    }

    private Fix fix(String imei, Instant at) {
        return new Fix(
                imei,
                at,
                -1.25,
                36.75,
                (double) random.nextInt(130),
                (double) random.nextInt(360),
                true,
                null,
                null,
                null,
                POSITION_TYPES.get(random.nextInt(POSITION_TYPES.size())),
                FactSource.PUSH,
                null);
    }

    private Trip trip() {
        var start = at();
        var seconds = random.nextInt(40_000);
        return new Trip(
                imei(),
                start,
                start.plusSeconds(seconds),
                null,
                null,
                null,
                null,
                random.nextInt(100_000) / 1000.0,
                (long) random.nextInt(seconds + 1),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                FactSource.POLL,
                null);
    }

    private Stop stop() {
        var start = at();
        var end = random.nextBoolean() ? start.plusSeconds(500) : null;
        return new Stop(imei(), Stop.Kind.PARKING, start, end, end == null ? null : 500L, null, null, null);
    }

    private String imei() {
        return "v" + random.nextInt(5);
    }

    private Instant at() {
        return START.plusSeconds(random.nextInt(SECONDS));
    }
}
