package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * The number of calls to the vendor; the log has the figures by method. A fleet of another size: {@code -Dfleetline.calls.vehicles=170
 * -Dfleetline.calls.hours=24}.
 */
class PollingCallsTest {
    private static final Logger LOG = Logger.getLogger(PollingCallsTest.class);
    private static final Instant START = Instant.parse("2026-03-11T05:00:00Z");
    private static final int VEHICLES = Integer.getInteger("fleetline.calls.vehicles", 30);
    private static final int HOURS = Integer.getInteger("fleetline.calls.hours", 2);
    private static final int ACCOUNTS = 3;
    private static final List<String> METHODS = List.of(
            "jimi.user.device.location.list",
            "jimi.device.location.get",
            "jimi.user.device.list",
            "jimi.track.device.detail",
            "jimi.device.track.list",
            "jimi.device.track.mileage",
            "jimi.open.platform.report.parking",
            "jimi.device.alarm.list",
            "jimi.device.obd.list");

    @Test
    void devicesShareTheirCalls() {
        var fleet = new SyntheticFleet(VEHICLES, SyntheticFleet.accountNames(ACCOUNTS), 7);
        try (var bed = new Testbed(fleet, START)) {
            bed.settle();
            bed.runUntil(START.plus(Duration.ofHours(1)), Duration.ofMinutes(5));
            var before = calls(bed);
            bed.runUntil(START.plus(Duration.ofHours(1L + HOURS)), Duration.ofMinutes(5));
            var after = calls(bed);
            after.replaceAll((method, calls) -> calls - before.getOrDefault(method, 0L));
            after.forEach((method, calls) -> LOG.infof(
                    "%s: %d calls in %d h, %.1f a vehicle and day",
                    method, calls, HOURS, calls * 24.0 / HOURS / VEHICLES));
            // Twice an hour per device, and the daily one.
            assertThat(after.get("jimi.device.track.list"))
                    .isBetween(2L * HOURS * VEHICLES, 2L * HOURS * VEHICLES + 2L * VEHICLES);
            if (VEHICLES <= 50 * ACCOUNTS) {
                // Every quarter of an hour one call per account, and one for each kind of stop;
                // more only if a hundred rows were not enough.
                assertThat(after.get("jimi.device.track.mileage"))
                        .isBetween(4L * HOURS * ACCOUNTS, 8L * HOURS * ACCOUNTS);
                assertThat(after.get("jimi.open.platform.report.parking"))
                        .isBetween(8L * HOURS * ACCOUNTS, 32L * HOURS * ACCOUNTS);
            }
        }
    }

    private static Map<String, Long> calls(Testbed bed) {
        var calls = new LinkedHashMap<String, Long>();
        METHODS.forEach(method -> calls.put(method, bed.simulator.counts().calls(method)));
        return calls;
    }
}
