package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import io.fleetline.simulator.Ground;
import io.fleetline.simulator.ReportedFix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** jimi.device.track.list and jimi.device.track.mileage. */
final class TrackMethods {
    private static final Duration LONGEST_TRACK = Duration.ofDays(7);
    private static final Duration OLDEST_TRACK = Duration.ofDays(90);
    private static final Duration LONGEST_MILEAGE = Duration.ofDays(548);
    private static final int MOST_TRIPS = 100;

    private TrackMethods() {}

    static Reply list(Request request, Scene scene) {
        var imei = request.required("imei");
        var span = request.span("begin_time", "end_time", scene.now());
        if (span.length().compareTo(LONGEST_TRACK) > 0) {
            throw Refusal.parameter("The time span must not be longer than 7 days");
        }
        if (span.from().isBefore(scene.now().minus(OLDEST_TRACK))) {
            throw Refusal.parameter("Only the tracks of the last 3 months can be queried");
        }
        scene.device(imei);
        var track = scene.fleet().track(imei, span, scene.fleetNow());
        var data = Reply.object().put("mileage", Math.round(metres(track)));
        return new Reply(Reply.array(track, TrackMethods::point), data, track.size());
    }

    /** Returns at most a hundred trips and silently omits the rest; the sums include them all. */
    static Reply mileage(Request request, Scene scene) {
        var imeis = request.imeis("imeis");
        var span = request.span("begin_time", "end_time", scene.now());
        var skip = Math.max(0, request.number("start_row", 1, 0, Integer.MAX_VALUE) - 1);
        var size = request.number("page_size", MOST_TRIPS, 1, MOST_TRIPS);
        var devices = scene.devices(imeis);
        if (span.length().compareTo(LONGEST_MILEAGE) > 0) {
            return new Reply(Reply.NOTHING, Reply.NOTHING, 0);
        }
        return mileage(devices, span, skip, size, scene);
    }

    private static Reply mileage(List<Device> devices, TimeSpan span, int skip, int size, Scene scene) {
        var trips = new ArrayList<Trip>();
        var sums = JsonNodeFactory.instance.arrayNode();
        var writer = new MileageWriter(scene.faults());
        for (var device : devices) {
            var own = scene.fleet().trips(device.imei(), span, scene.fleetNow()).stream()
                    .filter(trip -> scene.lists(trip.startTime(), trip.endTime(), span))
                    .toList();
            trips.addAll(own);
            sums.add(writer.sum(device.imei(), own));
        }
        ArrayNode rows = Reply.array(Reply.page(trips, skip, size), writer::row);
        return new Reply(rows, sums, rows.size());
    }

    private static ObjectNode point(ReportedFix reported) {
        var fix = reported.fix();
        var ignition = Boolean.TRUE.equals(fix.ignitionOn()) ? "ON" : "OFF";
        return Reply.object()
                .put("lat", fix.lat())
                .put("lng", fix.lng())
                .put("gpsTime", VendorTime.text(fix.gpsTime()))
                .put("direction", fix.directionDeg() == null ? -1 : (int) Math.round(fix.directionDeg()))
                .put("gpsSpeed", fix.speedKmh())
                .put("posType", 1)
                .put("satellite", Objects.requireNonNullElse(fix.satellites(), 0))
                .put("ignition", ignition)
                .put("accStatus", ignition)
                .put("gpsMode", reported.reuploaded() ? 1 : 0)
                .put("altitude", fix.altitudeM())
                .putNull("confidence");
    }

    private static double metres(List<ReportedFix> track) {
        var metres = 0.0;
        for (var i = 1; i < track.size(); i++) {
            var one = track.get(i - 1).fix();
            var other = track.get(i).fix();
            metres += Ground.metres(one.lat(), one.lng(), other.lat(), other.lng());
        }
        return metres;
    }
}
