package io.fleetline.ingest.push;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.Quantity;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code /pushalarm} of the hub, whose alarm is nested in {@code msg}, and {@code /push} of Tracksolid Pro. The ids of the JT/T class
 * ({@code msgClass} 1) have other meanings than the same numbers of the JIMI class, so they get a prefix.
 */
record AlarmMapper(Plausibility plausibility) implements PushMapper<Alarm> {
    private static final String JTT_CLASS = "1";
    private static final String JTT_PREFIX = "jtt-";
    /** Driver assistance and driver camera: only their sub-type identifies the alarm. */
    private static final Set<String> WITH_SUB_TYPE = Set.of("264", "265");

    @Override
    public void map(Item item, Consumer<Alarm> alarms) {
        var imei = item.imei("deviceImei", "imei");
        var type = type(item);
        var time = item.requiredInstant("alarmTime", "alertTime", "gateTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        var side = new SideFields(item);
        var position = side.position("lat", "lng");
        alarms.accept(new Alarm(
                imei,
                type,
                item.text("alarmName", "alertName", "alarmTypeName", "alertTypeName"),
                time,
                position == null ? null : position.lat(),
                position == null ? null : position.lng(),
                side.number(Quantity.SPEED_KMH, "gpsSpeed", "carSpeed", "speed"),
                side.flag("acc", "accStatus"),
                FactSource.PUSH,
                item.text("fenceId"),
                item.json()));
    }

    private static String type(Item item) {
        var id = item.key("alertType", "alertTypeId", "alarmType", "alarmTypeId");
        if (id == null) {
            // Items of type ICCID or VIN only report that number.
            throw new UnusableException("no alertType");
        }
        return JTT_CLASS.equals(item.text("msgClass")) ? JTT_PREFIX + id + subType(item, id) : id;
    }

    private static String subType(Item item, String id) {
        var sub = WITH_SUB_TYPE.contains(id) ? item.key("alarmType") : null;
        return sub == null ? "" : "-" + sub;
    }
}
