package io.fleetline.read.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.change.LogPosition;
import io.fleetline.read.live.LiveVehicle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Vehicles as GeoJSON features, in frames with the events. */
record JsonVehicles() implements VehicleFormat {

    @Override
    public int size(LiveVehicle vehicle) {
        var feature = vehicle.feature();
        return feature == null ? 0 : feature.length;
    }

    @Override
    public List<FeedFrame> snapshot(
            LogPosition cursor, int page, boolean isLast, List<LiveVehicle> vehicles, Instant now) {
        var features = vehicles.stream().map(vehicle -> feature(vehicle, now)).toList();
        return List.of(FeedFrame.snapshot(cursor, page, isLast, features));
    }

    @Override
    public List<FeedFrame> changes(
            LogPosition before, LogPosition after, List<Changed> vehicles, List<String> events, Instant now) {
        var changes = new ArrayList<String>(vehicles.size() + events.size());
        vehicles.forEach(changed -> changes.add(change(changed, now)));
        changes.addAll(events);
        return changes.isEmpty() ? List.of() : List.of(FeedFrame.change(after, changes));
    }

    private static String change(Changed changed, Instant now) {
        var kind = changed.changesStatus() ? FeedKind.STATUS : FeedKind.POSITION;
        return "{\"kind\":\"" + kind.word() + "\",\"vehicle\":" + feature(changed.vehicle(), now) + "}";
    }

    private static String feature(LiveVehicle vehicle, Instant now) {
        var feature = vehicle.at(now).feature();
        return feature == null ? "null" : new String(feature, UTF_8);
    }
}
