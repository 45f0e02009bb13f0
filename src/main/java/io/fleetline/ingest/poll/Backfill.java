package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.Cursor;
import io.fleetline.store.CursorMove;
import io.fleetline.store.Store;
import io.fleetline.store.Stored;
import io.fleetline.tracksolid.TracksolidClient;
import io.fleetline.tracksolid.TracksolidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a stretch of the past, step by step. Cursors of its own remember how far each device has got from that beginning,
 * so a backfill that broke off, or is given a later end, goes on where it was.
 */
public final class Backfill {
    private static final Duration SLICE = Duration.ofDays(7);

    private final TracksolidClient client;
    private final Store store;
    private final InstantSource clock;
    private final List<Kind> kinds;
    private final List<String> refusals = new ArrayList<>();

    public Backfill(TracksolidClient client, Store store, InstantSource clock) {
        this.client = client;
        this.store = store;
        this.clock = clock;
        this.kinds = List.of(
                kind("trips", calls -> new Questions(client, store, calls).trips, PollJobs.REPORTS_KEPT),
                kind("stops", calls -> new Questions(client, store, calls).stops, PollJobs.REPORTS_KEPT),
                kind("alarms", calls -> new Questions(client, store, calls).alarms, PollJobs.REPORTS_KEPT),
                kind("fixes", calls -> new TrackQuestion(client, store.fixes(), calls), PollJobs.TRACKS_KEPT));
    }

    /**
     * One kind of fact to fetch.
     *
     * @param kept how far back the vendor answers
     */
    private record Kind(String facts, Question question, Calls calls, Duration kept) {}

    private Kind kind(String facts, Function<Calls, Question> question, Duration kept) {
        var calls = new Calls(store.log(), clock);
        return new Kind(facts, question.apply(calls), calls, kept);
    }

    /**
     * One thing to ask.
     *
     * @param title what to show while it runs
     * @param work asks, stores and remembers that it is done; fails like any job
     */
    public record Step(String title, Runnable work) {}

    /**
     * What is to be done.
     *
     * @param steps those that are still to be done
     * @param devices how many devices they are about
     * @param outOfReach one line for each kind of fact of which the vendor no longer keeps the whole stretch
     */
    public record Plan(List<Step> steps, int devices, List<String> outOfReach) {}

    /** @param imei only this device; null: all enabled devices of the accounts */
    public Plan plan(List<String> accounts, @Nullable String imei, TimeSpan span) {
        var steps = new ArrayList<Step>();
        int devices = 0;
        for (var account : accounts) {
            var imeis = devices(account, imei);
            devices += imeis.size();
            kinds.forEach(kind -> steps.addAll(steps(kind, account, imeis, span)));
        }
        var outOfReach = kinds.stream()
                .filter(kind -> span.from().isBefore(oldest(kind)))
                .map(kind -> "%s before %s are out of reach: %s goes back %d days"
                        .formatted(kind.facts, oldest(kind), kind.question.method(), kind.kept.toDays()))
                .toList();
        return new Plan(steps, devices, outOfReach);
    }

    /** What has been stored so far, by kind of fact. */
    public Map<String, Stored> stored() {
        var stored = new LinkedHashMap<String, Stored>();
        kinds.forEach(kind -> stored.put(kind.facts, kind.calls.stored()));
        return stored;
    }

    /** The questions that the vendor refused to answer; they are not asked again. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private Instant oldest(Kind kind) {
        return clock.instant().minus(kind.kept);
    }

    /** A device that the register does not know may be on the vendor's list by now. */
    private List<String> devices(String account, @Nullable String only) {
        var known = store.devices().imeisOf(account);
        if (known.isEmpty() || (only != null && !known.contains(only))) {
            store.devices().save(account, client.userDeviceList(account));
            known = store.devices().imeisOf(account);
        }
        return only == null ? known : known.stream().filter(only::equals).toList();
    }

    private List<Step> steps(Kind kind, String account, List<String> imeis, TimeSpan span) {
        var question = kind.question;
        var job = "backfill %s %s".formatted(question.method(), span.from());
        var done = store.cursors().of(job, account);
        var oldest = oldest(kind);
        var beginning = span.from().isBefore(oldest) ? oldest : span.from();
        var steps = new ArrayList<Step>();
        for (var some : Chunks.of(imeis, question.imeisPerCall())) {
            for (var slice : Windows.slices(reachedByAll(some, done, beginning), span.to(), SLICE)) {
                steps.add(new Step(account + " " + question.method(), () -> {
                    ask(question, account, some, slice);
                    remember(job, account, some, slice);
                }));
            }
        }
        return steps;
    }

    /** The same question would be refused again: it must not hold up the others for ever. */
    private void ask(Question question, String account, List<String> imeis, TimeSpan slice) {
        try {
            question.ask(account, imeis, slice);
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.REFUSED) {
                throw e;
            }
            refusals.add("%s, devices %s, %s".formatted(e.getMessage(), String.join(",", imeis), slice));
        }
    }

    /** A device that was never asked about takes its group back to the beginning. */
    private static Instant reachedByAll(List<String> imeis, Map<String, Cursor> done, Instant beginning) {
        return imeis.stream()
                .map(imei -> done.containsKey(imei) ? done.get(imei).upTo() : beginning)
                .map(reached -> reached.isBefore(beginning) ? beginning : reached)
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
