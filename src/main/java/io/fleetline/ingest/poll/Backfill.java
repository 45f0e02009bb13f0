package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.Cursor;
import io.fleetline.store.CursorMove;
import io.fleetline.store.Store;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a stretch of the past, step by step. Cursors of its own remember how far each device has got from that beginning,
 * so a backfill that broke off, or is given a later end, goes on where it was.
 */
public final class Backfill {
    private final TracksolidClient client;
    private final Store store;
    private final Calls calls;
    private final InstantSource clock;
    private final Duration longest;
    private final Questions questions;

    /** @param longest the longest trip or stop to reckon with */
    public Backfill(TracksolidClient client, Store store, InstantSource clock, Duration longest) {
        this.client = client;
        this.store = store;
        this.calls = new Calls(store.log(), clock);
        this.clock = clock;
        this.longest = longest;
        this.questions = new Questions(client, store, calls, new Refusals(clock));
    }

    /**
     * One thing to ask.
     *
     * @param title what to show while it runs
     * @param work asks, stores and remembers that it is done; fails like any job
     */
    public record Step(String title, Runnable work) {}

    /**
     * The steps that are still to be done.
     *
     * @param imei only this device; null: all enabled devices of the accounts
     */
    public List<Step> plan(List<String> accounts, @Nullable String imei, TimeSpan span) {
        var all = List.of(questions.trips, questions.stops, questions.alarms, questions.tracks);
        var steps = new ArrayList<Step>();
        for (var account : accounts) {
            var imeis = devices(account, imei);
            all.forEach(question -> steps.addAll(steps(question, account, imeis, span)));
        }
        return steps;
    }

    /** A database that was never served knows no devices yet: they are asked for. */
    private List<String> devices(String account, @Nullable String only) {
        if (store.devices().imeisOf(account).isEmpty()) {
            store.devices().save(account, client.userDeviceList(account));
        }
        var known = store.devices().imeisOf(account);
        return only == null ? known : known.stream().filter(only::equals).toList();
    }

    private List<Step> steps(Question question, String account, List<String> imeis, TimeSpan span) {
        var job = "backfill %s %s".formatted(question.method(), span.from());
        var done = store.cursors().of(job, account);
        var steps = new ArrayList<Step>();
        for (var some : Chunks.of(imeis, question.imeisPerCall())) {
            for (var slice : left(question, span, reachedByAll(some, done, span.from()))) {
                steps.add(new Step(account + " " + question.method(), () -> {
                    var answered = questions.refusals.ask(account, some, owned -> question.ask(account, owned, slice));
                    remember(job, account, answered, slice);
                }));
            }
        }
        return steps;
    }

    /** A slice that goes on from an earlier one overlaps it, as those of one plan do. */
    private List<TimeSpan> left(Question question, TimeSpan span, Instant reached) {
        var slices = PollJobs.slices(question, longest);
        if (!reached.isBefore(span.to().truncatedTo(ChronoUnit.SECONDS))) {
            return List.of();
        }
        var from = reached.minus(slices.overlap());
        return slices.of(from.isBefore(span.from()) ? span.from() : from, span.to());
    }

    /** A device that was never asked about takes its group back to the beginning. */
    private static Instant reachedByAll(List<String> imeis, Map<String, Cursor> done, Instant beginning) {
        return imeis.stream()
                .map(imei -> done.containsKey(imei) ? done.get(imei).upTo() : beginning)
                .min(Instant::compareTo)
                .orElse(beginning);
    }

    private void remember(String job, String account, List<String> imeis, TimeSpan slice) {
        var now = clock.instant();
        store.cursors()
                .move(imeis.stream()
                        .map(imei -> new CursorMove(job, account, imei, slice.to(), now))
                        .toList());
    }
}
