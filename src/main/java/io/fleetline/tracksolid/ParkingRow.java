package io.fleetline.tracksolid;

import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.Stop;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;

/**
 * A stop of jimi.open.platform.report.parking.
 *
 * @param asked the requested kind, used if the row does not name one
 */
record ParkingRow(Plausibility plausibility, Stop.Kind asked) implements RowMapper<Stop> {
    @Override
    public Stop map(Wire row) {
        var imei = row.imei("imei");
        var start = row.requiredInstant("startTime");
        var end = row.instant("endTime");
        UnusableException.when(plausibility.reasonAgainst(start));
        if (end != null) {
            UnusableException.when(plausibility.reasonAgainst(end));
            UnusableException.when(end.isBefore(start) ? "end before start" : null);
        }
        var side = new SideFields(row);
        var position = side.position("lat", "lng");
        return new Stop(
                imei,
                kind(row),
                start,
                end,
                side.seconds("durSecond", "stopSecond", "seconds"),
                position == null ? null : position.lat(),
                position == null ? null : position.lng(),
                side.text("addr"));
    }

    private Stop.Kind kind(Wire row) {
        var engineOn = row.flag("acc");
        if (engineOn == null) {
            return asked;
        }
        return engineOn ? Stop.Kind.IDLING : Stop.Kind.PARKING;
    }
}
