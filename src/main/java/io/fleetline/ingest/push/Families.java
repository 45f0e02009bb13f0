package io.fleetline.ingest.push;

import io.fleetline.store.Store;
import java.util.List;

/** All families of pushes. */
final class Families {
    private static final PushReply PRO_ACKNOWLEDGEMENT =
            PushReply.acknowledgement("{\"code\":0,\"message\":\"success\"}");
    private static final PushReply TAG_ACKNOWLEDGEMENT =
            PushReply.acknowledgement("{\"code\":200,\"msg\":\"success\"}");

    static final List<Family<?>> ALL = List.of(
            Family.ofHub("/pushgps", GpsMapper::new, Store::fixes),
            Family.ofHub("/pushhb", HeartbeatMapper::new, Store::heartbeats),
            Family.ofHub("/pushalarm", AlarmMapper::new, Store::alarms),
            Family.ofHub("/pushevent", EventMapper::new, Store::deviceEvents),
            Family.ofHub("/pushobd", ObdMapper::new, Store::obdReadings),
            Family.ofHub("/pushtripreport", TripMapper::new, Store::trips),
            Family.ofHub("/pushoil", FuelMapper::new, Store::fuelReadings),
            Family.ofHub("/pushtem", TemperatureMapper::new, Store::temperatureReadings),
            Family.ofHub("/pushlbs", LbsMapper::new, Store::lbsReadings),
            Family.ofHub("/pushfaultinfo", FaultMapper::new, Store::faultCodes),
            new Family<>("/push", "data", PRO_ACKNOWLEDGEMENT, AlarmMapper::new, Store::alarms),
            new Family<>("/api/v1/tag/data/push", "data_list", TAG_ACKNOWLEDGEMENT, TagMapper::new, Store::fixes));

    private Families() {}
}
