package io.fleetline.ingest.poll;

import io.fleetline.ingest.poll.Windows.Slices;
import io.fleetline.store.Store;
import io.fleetline.store.table.FixTable;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The jobs, with the intervals and look-backs on which outsiders rely. */
final class PollJobs {
    private static final Duration LONGEST_SLICE = Duration.ofDays(7);
    private static final Slices POINTS = new Slices(LONGEST_SLICE, Duration.ofSeconds(2));
    /** The vendor keeps tracks for three months; we use a day less, so that a slow call is not refused. */
    static final Duration TRACKS_KEPT = Duration.ofDays(89);
    /** Beyond about eighteen months, mileage is answered with null. */
    static final Duration REPORTS_KEPT = Duration.ofDays(500);

    private final TracksolidClient client;
    private final Store store;
    private final PollSettings settings;
    private final InstantSource clock;
    private final Refusals refusals;

    PollJobs(TracksolidClient client, Store store, PollSettings settings, InstantSource clock) {
        this.client = client;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.refusals = new Refusals(clock);
    }

    List<PollJob> all(Calls calls) {
        var questions = new Questions(client, store, calls, refusals);
        var jobs = new ArrayList<PollJob>();
        jobs.add(new DeviceSync(client, store.devices(), calls, settings.fleetZone()));
        jobs.add(new PositionSweep(
                client, store.writer(FixTable.KIND), store.devices(), calls, settings.liveEvery(), clock));
        jobs.add(trackLists(calls));
        jobs.add(daily(questions.tracks, settings.lateFixes()));
        // Nearly all trips are shorter than half a day, and nearly all stops shorter than a day. The daily question
        // finds the others.
        jobs.add(windowed(questions.trips, Duration.ofMinutes(15), Duration.ofHours(12)));
        jobs.add(daily(questions.trips, settings.lateReports()));
        jobs.add(windowed(questions.stops, Duration.ofMinutes(15), Duration.ofHours(24)));
        jobs.add(daily(questions.stops, settings.lateReports()));
        jobs.addAll(recentAndLate(questions.alarms));
        jobs.add(daily(questions.alarms, settings.lateReports()));
        if (settings.pollObd()) {
            jobs.addAll(recentAndLate(questions.obdReadings));
        }
        return jobs;
    }

    /**
     * Events while a vehicle is out of coverage reach the vendor hours later, with the time at which they happened:
     * the last day is requested once more every hour.
     */
    private List<PollJob> recentAndLate(WindowQuestion question) {
        return List.of(
                windowed(question, Duration.ofMinutes(5), Duration.ofHours(1)),
                windowed("late " + question.method(), question, Duration.ofHours(1), Duration.ofHours(24)));
    }

    private PollJob trackLists(Calls calls) {
        var windows = new Windows(settings.firstLookBack(), Duration.ofMinutes(35), POINTS, TRACKS_KEPT);
        return new TrackLists(
                client,
                store.writer(FixTable.KIND),
                calls,
                Duration.ofMinutes(30),
                windows,
                store.devices(),
                store.cursors(),
                clock);
    }

    /**
     * Finds facts that are long, late, revised or withdrawn: once a day, each device is asked about from {@code overlap} before the last
     * question. A restart does not repeat it; a device that is new, or whose question failed, is asked about soon.
     */
    private PollJob daily(WindowQuestion question, Duration overlap) {
        var longer = overlap.compareTo(settings.firstLookBack()) > 0 ? overlap : settings.firstLookBack();
        var kept = TrackLists.METHOD.equals(question.method()) ? TRACKS_KEPT : REPORTS_KEPT;
        var windows = new Windows(longer, overlap, slices(question, settings.lateReports()), kept);
        var pace = new WindowedJob.Pace(Duration.ofMinutes(15), Duration.ofDays(1));
        return job("daily " + question.method(), question, pace, windows);
    }

    private PollJob windowed(WindowQuestion question, Duration interval, Duration overlap) {
        return windowed(question.method(), question, interval, overlap);
    }

    private PollJob windowed(String name, WindowQuestion question, Duration interval, Duration overlap) {
        var slices = slices(question, settings.lateReports());
        var windows = new Windows(settings.firstLookBack(), overlap, slices, REPORTS_KEPT);
        return job(name, question, WindowedJob.Pace.every(interval), windows);
    }

    private PollJob job(String name, WindowQuestion question, WindowedJob.Pace pace, Windows windows) {
        return new WindowedJob(name, question, pace, windows, store.devices(), store.cursors(), refusals, clock);
    }

    /** @param longest the longest trip or stop to allow for */
    static Slices slices(WindowQuestion question, Duration longest) {
        return question.factsLast()
                ? new Slices(
                        longest.multipliedBy(2).compareTo(LONGEST_SLICE) > 0 ? longest.multipliedBy(2) : LONGEST_SLICE,
                        longest)
                : POINTS;
    }
}
