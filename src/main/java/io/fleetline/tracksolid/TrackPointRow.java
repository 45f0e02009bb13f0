package io.fleetline.tracksolid;

import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;

/**
 * A point of jimi.device.track.list.
 *
 * @param imei the requested device: the points do not name it
 */
record TrackPointRow(Plausibility plausibility, String imei) implements RowMapper<Fix> {
    @Override
    public Fix map(Wire row) {
        var time = row.requiredInstant("gpsTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        var position = row.position("lat", "lng");
        if (position == null) {
            throw new UnusableException("no position");
        }
        var side = new SideFields(row);
        return new Fix(
                imei,
                time,
                position.lat(),
                position.lng(),
                side.number(Quantity.SPEED_KMH, "gpsSpeed"),
                side.number(Quantity.DIRECTION_DEG, "direction"),
                side.flag("accStatus", "ignition"),
                side.integer(Quantity.SATELLITES, "satellite"),
                side.number(Quantity.ALTITUDE_M, "altitude"),
                null,
                side.positionType("posType"),
                FactSource.TRACK_LIST,
                null,
                row.jsonWhereLeftOut(side));
    }
}
