package io.fleetline.ingest.poll;

import io.fleetline.fleet.Fix;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.CursorMove;
import io.fleetline.store.FactWriter;
import io.fleetline.store.Store;
import io.fleetline.tracksolid.TracksolidClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a stretch of the past, step by step. A cursor of its own remembers each step done, so a broken-off backfill goes
 * on where it was.
 */
public final class Backfill {
    private static final Duration SLICE = Duration.ofDays(7);

    private final TracksolidClient client;
    private final Store store;
    private final Calls calls;
    private final InstantSource clock;

    public Backfill(TracksolidClient client, Store store, InstantSource clock) {
        this.client = client;
        this.store = store;
        this.calls = new Calls(store.log(), clock);
        this.clock = clock;
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
        var questions = new Questions(client, store, calls);
        var all = List.of(questions.trips, questions.stops, questions.alarms, new TrackQuestion());
        var steps = new ArrayList<Step>();
        for (var account : accounts) {
            var imeis = devices(account, imei);
            all.forEach(question -> steps.addAll(steps(question, account, imeis, span)));
        }
        return steps;
    }

    private List<String> devices(String account, @Nullable String only) {
        var known = store.devices().imeisOf(account);
        return only == null ? known : known.stream().filter(only::equals).toList();
    }

    private List<Step> steps(Question question, String account, List<String> imeis, TimeSpan span) {
        var job = "backfill %s %s/%s".formatted(question.method(), span.from(), span.to());
        var done = store.cursors().of(job, account);
        var steps = new ArrayList<Step>();
        for (var some : Chunks.of(imeis, question.imeisPerCall())) {
            var cursor = done.get(some.getFirst());
            var from = cursor == null ? span.from() : cursor.upTo();
            for (var slice : Windows.slices(from, span.to(), SLICE)) {
                steps.add(new Step(account + " " + question.method(), () -> {
                    question.ask(account, some, slice);
                    remember(job, account, some, slice);
                }));
            }
        }
        return steps;
    }

    /** The cursor stands under the first device of the step's group. */
    private void remember(String job, String account, List<String> imeis, TimeSpan slice) {
        store.cursors().move(List.of(new CursorMove(job, account, imeis.getFirst(), slice.to(), clock.instant())));
    }

    /** Tracks, one device a call. */
    private final class TrackQuestion implements Question {
        private final FactWriter<Fix> writer = store.fixes();

        @Override
        public String method() {
            return TrackLists.METHOD;
        }

        @Override
        public int imeisPerCall() {
            return 1;
        }

        @Override
        public void ask(String account, List<String> imeis, TimeSpan span) {
            calls.store(method(), account, writer, () -> client.deviceTrackList(account, imeis.getFirst(), span));
        }
    }
}
