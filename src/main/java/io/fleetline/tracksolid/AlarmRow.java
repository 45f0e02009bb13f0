package io.fleetline.tracksolid;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;

/**
 * An alarm, with the field names of jimi.device.alarm.list and those of the alarm push.
 *
 * @param source the channel that delivered it
 */
record AlarmRow(Plausibility plausibility, FactSource source) implements RowMapper<Alarm> {
    /** The type is part of a key; the vendor's longest is 25 characters. */
    private static final int LONGEST_TYPE = 100;

    @Override
    public Alarm map(Wire row) {
        var imei = row.imei("imei");
        var time = row.requiredInstant("alertTime", "alarmTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(row);
        var position = side.position("lat", "lng");
        return new Alarm(
                imei,
                type(row),
                side.text("alertTypeName", "alarmTypeName", "alarmName"),
                time,
                position == null ? null : position.lat(),
                position == null ? null : position.lng(),
                side.number(Quantity.SPEED_KMH, "speed"),
                side.flag("accStatus"),
                source,
                side.text("geoid", "fenceId"),
                row.jsonWhereLeftOut(side));
    }

    private static String type(Wire row) {
        var type = row.text("alertTypeId", "alarmType");
        if (type == null) {
            throw new UnusableException("no alertTypeId");
        }
        UnusableException.when(type.length() > LONGEST_TYPE ? "alertTypeId too long" : null);
        return type;
    }
}
