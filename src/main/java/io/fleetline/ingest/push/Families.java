package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.store.Store;
import java.util.List;

/** All there are. */
final class Families {
    private Families() {}

    static List<Family<?>> of(Store store, Plausibility plausibility) {
        return List.of(
                Family.ofHub("/pushgps", new GpsMapper(plausibility), store.fixes()),
                Family.ofHub("/pushhb", new HeartbeatMapper(plausibility), store.heartbeats()),
                Family.ofHub("/pushalarm", new AlarmMapper(plausibility), store.alarms()),
                Family.ofHub("/pushevent", new EventMapper(plausibility), store.deviceEvents()));
    }
}
