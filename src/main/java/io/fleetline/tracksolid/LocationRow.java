package io.fleetline.tracksolid;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A device's last position, from jimi.user.device.location.list or jimi.device.location.get. */
record LocationRow(Plausibility plausibility) implements RowMapper<Fix> {

    /** Null if the device has no fix yet, or has expired: the vendor then sends (0, 0). */
    @Override
    public @Nullable Fix map(Wire row) {
        var imei = row.imei("imei");
        var time = row.instant("gpsTime", "positionTime");
        if (time == null) {
            return null;
        }
        var position = row.position("lat", "lng");
        if (position == null) {
            return withoutPosition(row);
        }
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(row);
        return new Fix(
                imei,
                time,
                position.lat(),
                position.lng(),
                side.number(Quantity.SPEED_KMH, "speed"),
                side.number(Quantity.DIRECTION_DEG, "direction"),
                side.flag("accStatus"),
                side.integer(Quantity.SATELLITES, "gpsNum"),
                side.number(Quantity.ALTITUDE_M, "altitude"),
                side.number(Quantity.DISTANCE_KM, "currentMileage"),
                side.positionType("posType"),
                FactSource.POLL,
                heartbeat(side),
                row.jsonWhereLeftOut(side));
    }

    private static @Nullable Fix withoutPosition(Wire row) {
        // The flag is inverted: "0" means expired.
        if (Boolean.FALSE.equals(row.flag("expireFlag"))) {
            return null;
        }
        throw new UnusableException("no position");
    }

    /** An unreadable or implausible heartbeat must not cost the fix. */
    private @Nullable Instant heartbeat(SideFields side) {
        var time = side.instant("hbTime");
        return time != null && plausibility.reasonAgainst(time) == null ? time : null;
    }
}
