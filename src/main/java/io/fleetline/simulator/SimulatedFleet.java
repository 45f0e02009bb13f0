package io.fleetline.simulator;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.fleet.Trip;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data that the simulated cloud holds about its vehicles. {@code now} is the fleet's own time: nothing that happens later, or
 * that has not reached the cloud by then, is ever returned. Rows are ordered by time. An unknown IMEI has no rows.
 */
public interface SimulatedFleet {
    /** The accounts that own devices. */
    List<String> accounts();

    /** The devices of one account, by IMEI; empty for an unknown account. Mileage is not set, because it changes with time. */
    List<Device> devices(String account);

    /** The device with that IMEI, or null. */
    @Nullable Device device(String imei);

    /** The newest fix that has reached the cloud, or null if there is none yet. */
    @Nullable Fix latestFix(String imei, Instant now);

    /** All fixes made within the span, both ends inclusive. */
    List<ReportedFix> track(String imei, TimeSpan span, Instant now);

    /** The trips that overlap the span and have ended. */
    List<Trip> trips(String imei, TimeSpan span, Instant now);

    /** The stops of two minutes and more that overlap the span and have ended. */
    List<Stop> stops(String imei, Stop.Kind kind, TimeSpan span, Instant now);

    /** The alarms raised within the span, both ends inclusive. */
    List<Alarm> alarms(String imei, TimeSpan span, Instant now);

    /** The engine computer's readings within the span, both ends inclusive. */
    List<ObdReading> obdReadings(String imei, TimeSpan span, Instant now);
}
