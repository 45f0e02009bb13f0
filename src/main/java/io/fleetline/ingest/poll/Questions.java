package io.fleetline.ingest.poll;

import io.fleetline.store.Store;
import io.fleetline.store.table.AlarmTable;
import io.fleetline.store.table.FixTable;
import io.fleetline.store.table.ObdTable;
import io.fleetline.store.table.StopTable;
import io.fleetline.store.table.TripTable;
import io.fleetline.tracksolid.TracksolidClient;

/** The questions about a period, shared by the regular jobs and the backfill. */
final class Questions {
    final Refusals refusals;
    final TripQuestion trips;
    final StopQuestion stops;
    final AlarmQuestion alarms;
    final TrackQuestion tracks;
    final ObdQuestion obdReadings;

    Questions(TracksolidClient client, Store store, Calls calls, Refusals refusals) {
        this.refusals = refusals;
        trips = new TripQuestion(
                client,
                new WindowAnswers<>(client, calls, refusals, store.writer(TripTable.KIND), store.tripWindows()),
                calls);
        stops = new StopQuestion(
                client,
                new WindowAnswers<>(client, calls, refusals, store.writer(StopTable.KIND), store.stopWindows()),
                store.devices(),
                calls);
        alarms = new AlarmQuestion(
                client,
                new WindowAnswers<>(client, calls, refusals, store.writer(AlarmTable.KIND), store.alarmWindows()),
                calls);
        tracks = new TrackQuestion(client, store.writer(FixTable.KIND), calls);
        obdReadings = new ObdQuestion(client, store.writer(ObdTable.KIND), calls);
    }
}
