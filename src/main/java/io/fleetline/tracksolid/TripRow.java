package io.fleetline.tracksolid;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.Trip;
import io.fleetline.wire.MileageUnit;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.Units;
import io.fleetline.wire.UnusableException;
import org.jspecify.annotations.Nullable;

/**
 * A trip of jimi.device.track.mileage.
 *
 * @param unit the unit of its distances
 */
record TripRow(Plausibility plausibility, MileageUnit unit) implements RowMapper<Trip> {
    @Override
    public Trip map(Wire row) {
        var imei = row.imei("imei");
        var start = row.requiredInstant("startTime");
        var end = row.requiredInstant("endTime");
        UnusableException.when(plausibility.reasonAgainst(start));
        UnusableException.when(plausibility.reasonAgainst(end));
        UnusableException.when(end.isBefore(start) ? "end before start" : null);
        var side = new SideFields(row);
        var from = side.position("startLat", "startLng");
        var to = side.position("endLat", "endLng");
        return new Trip(
                imei,
                start,
                end,
                from == null ? null : from.lat(),
                from == null ? null : from.lng(),
                to == null ? null : to.lat(),
                to == null ? null : to.lng(),
                kilometres(side, "distance"),
                side.seconds("runTimeSecond", "elapsed"),
                null,
                side.number(Quantity.SPEED_KMH, "avgSpeed"),
                side.number(Quantity.SPEED_KMH, "maxSpeed"),
                kilometres(side, "startMileage"),
                kilometres(side, "endMileage"),
                null,
                null,
                FactSource.POLL,
                row.jsonWhereLeftOut(side));
    }

    private @Nullable Double kilometres(SideFields side, String name) {
        var distance = side.number(Quantity.DISTANCE_M, name);
        return distance == null ? null : Units.kilometres(distance, unit);
    }
}
