package io.fleetline.ingest.push;

import io.fleetline.fleet.Plausibility;
import io.fleetline.store.Store;
import java.util.List;

/** All there are. */
final class Families {
    private static final Reply PRO_ACKNOWLEDGEMENT = Reply.acknowledgement("{\"code\":0,\"message\":\"success\"}");
    private static final Reply TAG_ACKNOWLEDGEMENT = Reply.acknowledgement("{\"code\":200,\"msg\":\"success\"}");

    private Families() {}

    static List<Family<?>> of(Store store, Plausibility plausibility) {
        var alarms = new AlarmMapper(plausibility);
        return List.of(
                Family.ofHub("/pushgps", new GpsMapper(plausibility), store.fixes()),
                Family.ofHub("/pushhb", new HeartbeatMapper(plausibility), store.heartbeats()),
                Family.ofHub("/pushalarm", alarms, store.alarms()),
                Family.ofHub("/pushevent", new EventMapper(plausibility), store.deviceEvents()),
                Family.ofHub("/pushobd", new ObdMapper(plausibility), store.obdReadings()),
                Family.ofHub("/pushtripreport", new TripMapper(plausibility), store.trips()),
                Family.ofHub("/pushoil", new FuelMapper(plausibility), store.fuelReadings()),
                Family.ofHub("/pushtem", new TemperatureMapper(plausibility), store.temperatureReadings()),
                Family.ofHub("/pushlbs", new LbsMapper(plausibility), store.lbsReadings()),
                Family.ofHub("/pushfaultinfo", new FaultMapper(plausibility), store.faultCodes()),
                new Family<>("/push", "data", PRO_ACKNOWLEDGEMENT, alarms, store.alarms()),
                new Family<>(
                        "/api/v1/tag/data/push",
                        "data_list",
                        TAG_ACKNOWLEDGEMENT,
                        new TagMapper(plausibility),
                        store.fixes()));
    }
}
