package io.fleetline.ingest.poll;

import io.fleetline.store.Store;
import io.fleetline.tracksolid.TracksolidClient;

/** The questions about a stretch of time, for the regular jobs and for the backfill alike. */
final class Questions {
    final TripQuestion trips;
    final StopQuestion stops;
    final AlarmQuestion alarms;
    final ObdQuestion obdReadings;

    Questions(TracksolidClient client, Store store, Calls calls) {
        trips = new TripQuestion(client, store.trips(), calls);
        stops = new StopQuestion(client, store.stops(), store.devices(), calls);
        alarms = new AlarmQuestion(client, store.alarms(), calls);
        obdReadings = new ObdQuestion(client, store.obdReadings(), calls);
    }
}
