package io.fleetline.ingest.poll;

import io.fleetline.store.Store;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The jobs, with the intervals and look-backs that the outside world relies on. */
final class PollJobs {
    private static final Duration LONGEST_SLICE = Duration.ofDays(7);
    /** The vendor keeps tracks for three months; a day less, so that a slow call is not refused. */
    static final Duration TRACKS_KEPT = Duration.ofDays(89);
    /** Mileage is answered with null beyond about eighteen months. */
    static final Duration REPORTS_KEPT = Duration.ofDays(500);

    private final TracksolidClient client;
    private final Store store;
    private final PollSettings settings;
    private final InstantSource clock;

    PollJobs(TracksolidClient client, Store store, PollSettings settings, InstantSource clock) {
        this.client = client;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    List<PollJob> all(Calls calls) {
        var questions = new Questions(client, store, calls);
        var jobs = new ArrayList<PollJob>();
        jobs.add(new DeviceSync(client, store.devices(), calls, settings.fleetZone()));
        jobs.add(new LivePositions(client, store.fixes(), store.devices(), calls, settings.liveEvery(), clock));
        jobs.add(trackLists(calls));
        // A trip is listed when it has ended, by the time it began: the overlap is the longest trip to reckon with.
        jobs.add(windowed(questions.trips, Duration.ofMinutes(15), Duration.ofHours(12)));
        jobs.add(windowed(questions.stops, Duration.ofMinutes(15), Duration.ofHours(24)));
        jobs.addAll(soonAndAgain(questions.alarms));
        if (settings.pollObd()) {
            jobs.addAll(soonAndAgain(questions.obdReadings));
        }
        return jobs;
    }

    /**
     * What happens while a vehicle is out of coverage reaches the vendor hours later, under the time at which it happened:
     * the last day is asked about once more every hour.
     */
    private List<PollJob> soonAndAgain(Question question) {
        return List.of(
                windowed(question, Duration.ofMinutes(5), Duration.ofHours(1)),
                windowed("late " + question.method(), question, Duration.ofHours(1), Duration.ofHours(24)));
    }

    private PollJob trackLists(Calls calls) {
        var windows = new Windows(settings.firstLookBack(), Duration.ofMinutes(35), LONGEST_SLICE, TRACKS_KEPT);
        return new TrackLists(
                client, store.fixes(), calls, Duration.ofMinutes(30), windows, store.devices(), store.cursors(), clock);
    }

    private PollJob windowed(Question question, Duration interval, Duration overlap) {
        return windowed(question.method(), question, interval, overlap);
    }

    private PollJob windowed(String name, Question question, Duration interval, Duration overlap) {
        var windows = new Windows(settings.firstLookBack(), overlap, LONGEST_SLICE, REPORTS_KEPT);
        return new WindowedJob(name, question, interval, windows, store.devices(), store.cursors(), clock);
    }
}
