package io.fleetline.simulator.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.Device;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A demo of 80 vehicles shows every state at any minute of a week, nights and the Sunday included. */
class MixtureTest {
    private static final Instant MONDAY = Instant.parse("2026-01-11T21:00:00Z");
    private static final Duration OFFLINE = Duration.ofMinutes(30);
    private static final int MINUTES_OF_A_WEEK = 7 * 24 * 60;

    private enum Status {
        MOVING,
        IDLE,
        PARKED,
        OFFLINE
    }

    @Test
    void showsAllFourStatesAtEveryMinuteOfTheWeek() {
        for (var seed = 1; seed <= 3; seed++) {
            var fleet = new SyntheticFleet(80, SyntheticFleet.accountNames(3), seed);
            var devices = fleet.accounts().stream()
                    .flatMap(account -> fleet.devices(account).stream())
                    .toList();
            // an odd step, so that every minute of the hour is met
            for (var minute = seed; minute < MINUTES_OF_A_WEEK; minute += 7) {
                var now = MONDAY.plusSeconds(minute * 60L);
                var counts = counts(fleet, devices, now);
                assertThat(counts.get(Status.MOVING))
                        .as("moving at %s, seed %d: %s", now, seed, counts)
                        .isGreaterThanOrEqualTo(5);
                assertThat(counts.get(Status.IDLE))
                        .as("idle at %s, seed %d: %s", now, seed, counts)
                        .isGreaterThanOrEqualTo(2);
                assertThat(counts.get(Status.PARKED))
                        .as("parked at %s, seed %d: %s", now, seed, counts)
                        .isGreaterThanOrEqualTo(10);
                assertThat(counts.get(Status.OFFLINE))
                        .as("offline at %s, seed %d: %s", now, seed, counts)
                        .isGreaterThanOrEqualTo(2);
            }
        }
    }

    private static Map<Status, Integer> counts(SyntheticFleet fleet, List<Device> devices, Instant now) {
        var counts = new EnumMap<Status, Integer>(Status.class);
        for (var status : Status.values()) {
            counts.put(status, 0);
        }
        devices.forEach(device -> counts.merge(status(fleet, device.imei(), now), 1, Integer::sum));
        return counts;
    }

    private static Status status(SyntheticFleet fleet, String imei, Instant now) {
        var fix = fleet.latestFix(imei, now);
        if (fix == null || fix.gpsTime().isBefore(now.minus(OFFLINE))) {
            return Status.OFFLINE;
        }
        if (!fix.ignitionOn()) {
            return Status.PARKED;
        }
        return fix.speedKmh() >= 5 ? Status.MOVING : Status.IDLE;
    }
}
