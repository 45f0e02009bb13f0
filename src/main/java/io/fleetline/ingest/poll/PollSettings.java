package io.fleetline.ingest.poll;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * What the operator decides about polling.
 *
 * @param accounts the vendor accounts whose devices are polled
 * @param liveEvery time between two sweeps of live positions
 * @param firstLookBack how much of the past to fetch for an account or device that was never asked about
 * @param lateReports the longest trip or stop, and how late a trip, a stop or an alarm may be told, changed or withdrawn, for the daily question
 *     to find it
 * @param lateFixes how late a fix may reach the vendor for the daily question to find it
 * @param pollObd whether to ask for OBD readings too, for accounts whose devices have them
 * @param fleetZone the fleet's time zone, in which the nightly device sync is at two o'clock
 */
public record PollSettings(
        List<String> accounts,
        Duration liveEvery,
        Duration firstLookBack,
        Duration lateReports,
        Duration lateFixes,
        boolean pollObd,
        ZoneId fleetZone) {
    public PollSettings {
        accounts = List.copyOf(accounts);
    }
}
