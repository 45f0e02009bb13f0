package io.fleetline.read.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.change.LogPosition;
import io.fleetline.read.Caller;
import io.fleetline.read.live.LiveFix;
import io.fleetline.read.live.LiveQuestion;
import io.fleetline.read.live.LiveVehicle;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Vehicles as the database would give them, and subscriptions to them. */
final class TestVehicles {
    static final Instant NOW = Instant.parse("2026-05-31T06:00:00Z");
    static final Subscription ALL = new Subscription(
            question(Map.of()), null, EnumSet.of(FeedKind.POSITION, FeedKind.TRIP, FeedKind.ALARM), 50);

    private TestVehicles() {}

    /** Each null if unknown. */
    record Motion(Double speedKmh, Double directionDegrees, Double odometerKm, Boolean ignition) {}

    static LiveVehicle vehicle(String imei, String costCentre, String city, double lng, double lat, String status) {
        return vehicle(imei, costCentre, city, null, lng, lat, status, new Motion(null, null, null, true));
    }

    static LiveVehicle vehicle(
            String imei,
            String costCentre,
            String city,
            String driver,
            double lng,
            double lat,
            String status,
            Motion motion) {
        var feature = """
                {"type" : "Feature", "geometry" : {"type" : "Point", "coordinates" : [%s, %s]}, "properties" : {"imei" : "%s", \
                "driver_name" : %s, "cost_centre" : "%s", "acc_status" : %s, "speed" : %s, "direction" : %s, "gps_time" : "%s", \
                "age_s" : 0, "odometer_km" : %s, "status" : "%s"}}""".formatted(
                        lng,
                        lat,
                        imei,
                        driver == null ? null : "\"" + driver + "\"",
                        costCentre,
                        motion.ignition(),
                        motion.speedKmh(),
                        motion.directionDegrees(),
                        NOW,
                        motion.odometerKm(),
                        status);
        return new LiveVehicle(
                Arrays.asList(costCentre, city, null, null, null, imei, driver),
                costCentre,
                1,
                motion.ignition(),
                status,
                feature.getBytes(UTF_8),
                new LiveFix(lng, lat, motion.speedKmh(), motion.directionDegrees(), motion.odometerKm(), NOW, null));
    }

    static LiveQuestion question(Map<String, List<String>> filters) {
        return LiveQuestion.of(filters, Caller.ANYBODY, Map::of);
    }

    static LogPosition at(long tick) {
        return new LogPosition("0123abcd", tick, 1);
    }

    static FeedEvent trip(long tick, String imei, int number) {
        return new FeedEvent(
                at(tick),
                FeedKind.TRIP,
                imei,
                null,
                null,
                "{\"kind\":\"trip\",\"imei\":\"%s\",\"n\":%d}".formatted(imei, number));
    }
}
