package io.fleetline.ingest.push;

import io.fleetline.fleet.DeviceEvent;
import io.fleetline.fleet.Plausibility;
import io.fleetline.wire.SideFields;
import io.fleetline.wire.UnusableException;
import java.util.Locale;
import java.util.function.Consumer;

/** {@code /pushevent}: logins and logouts of devices. */
record EventMapper(Plausibility plausibility) implements PushMapper<DeviceEvent> {

    @Override
    public void map(Item item, Consumer<DeviceEvent> events) {
        var imei = item.imei("deviceImei", "imei");
        var time = item.requiredInstant("gateTime");
        UnusableException.when(plausibility.reasonAgainst(time));
        var type = item.key("type", "eventType");
        if (type == null) {
            throw new UnusableException("no type");
        }
        var side = new SideFields(item);
        var detail = side.text("timezone");
        events.accept(
                new DeviceEvent(imei, type.toLowerCase(Locale.ROOT), time, detail, item.jsonUnlessAllIsRead(side)));
    }
}
