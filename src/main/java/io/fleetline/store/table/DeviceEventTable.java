package io.fleetline.store.table;

import static io.fleetline.database.TableColumn.json;
import static io.fleetline.database.TableColumn.text;
import static io.fleetline.database.TableColumn.timestamptz;

import io.fleetline.fleet.DeviceEvent;
import io.fleetline.fleet.FactSource;
import java.util.List;

/** Events of the devices themselves. */
public final class DeviceEventTable extends OncePerContent<DeviceEvent> {
    public static final FactKind<DeviceEvent> KIND = new FactKind<>(DeviceEventTable::new);

    private DeviceEventTable() {
        super(
                "tracksolid.device_events",
                List.of(
                        text("imei", DeviceEvent::imei),
                        timestamptz("event_time", DeviceEvent::eventTime),
                        text("event_type", DeviceEvent::eventType)),
                List.of(
                        text("detail", DeviceEvent::detail),
                        text("source", _ -> FactSource.PUSH.label()),
                        json("raw", DeviceEvent::raw)),
                List.of("detail", "raw"));
    }

    @Override
    public FactKey key(DeviceEvent fact) {
        return FactKey.of(fact.imei(), fact.eventTime(), fact.eventType());
    }
}
