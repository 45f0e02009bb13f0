package io.fleetline.ingest.push;

import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.DeviceEventTable;
import io.fleetline.store.table.FaultCodeTable;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.FuelTable;
import io.fleetline.store.table.HeartbeatTable;
import io.fleetline.store.table.LbsTable;
import io.fleetline.store.table.ObdTable;
import io.fleetline.store.table.TemperatureTable;
import io.fleetline.store.table.TripTable;
import java.util.List;

/** All families of pushes: a new path for pushes, or a new kind of fact, is one more entry. */
final class Families {
    private static final PushReply PRO_ACKNOWLEDGEMENT =
            PushReply.acknowledgement("{\"code\":0,\"message\":\"success\"}");
    private static final PushReply TAG_ACKNOWLEDGEMENT =
            PushReply.acknowledgement("{\"code\":200,\"msg\":\"success\"}");

    static final List<Family<?>> ALL = List.of(
            Family.ofHub("/pushgps", GpsMapper::new, FixTable.KIND),
            Family.ofHub("/pushhb", HeartbeatMapper::new, HeartbeatTable.KIND),
            Family.ofHub("/pushalarm", AlarmMapper::new, AlarmTable.KIND),
            Family.ofHub("/pushevent", EventMapper::new, DeviceEventTable.KIND),
            Family.ofHub("/pushobd", ObdMapper::new, ObdTable.KIND),
            Family.ofHub("/pushtripreport", TripMapper::new, TripTable.KIND),
            Family.ofHub("/pushoil", FuelMapper::new, FuelTable.KIND),
            Family.ofHub("/pushtem", TemperatureMapper::new, TemperatureTable.KIND),
            Family.ofHub("/pushlbs", LbsMapper::new, LbsTable.KIND),
            Family.ofHub("/pushfaultinfo", FaultMapper::new, FaultCodeTable.KIND),
            new Family<>("/push", "data", PRO_ACKNOWLEDGEMENT, AlarmMapper::new, AlarmTable.KIND),
            new Family<>("/api/v1/tag/data/push", "data_list", TAG_ACKNOWLEDGEMENT, TagMapper::new, FixTable.KIND));

    private Families() {}
}
