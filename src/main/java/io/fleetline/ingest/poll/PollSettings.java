package io.fleetline.ingest.poll;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * The operator's settings for polling.
 *
 * @param accounts the vendor accounts whose devices are polled
 * @param liveEvery time between two polls of live positions
 * @param firstLookBack how far back to fetch for an account or device that was never asked about
 * @param lateReports the longest trip or stop, and the longest delay with which a trip, stop or alarm may be reported, changed or
 *     withdrawn, for the daily question to find it
 * @param lateFixes the longest delay with which a fix may reach the vendor for the daily question to find it
 * @param pollObd whether to poll OBD readings too, for accounts whose devices have them
 * @param fleetZone the fleet's time zone, in which the nightly device sync runs at 02:00
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
