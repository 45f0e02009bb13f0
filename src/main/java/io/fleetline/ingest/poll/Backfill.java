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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a past period, step by step. Its own cursors record how far each device has got from that start, so a backfill that
 * was interrupted, or is given a later end, resumes where it stopped.
 */
public final class Backfill {
    private final TracksolidClient client;
    private final Store store;
    private final InstantSource clock;
    private final List<Kind> kinds;
    private final Duration longest;
    private final Refusals leftOut;
    private final Set<String> refusals = new LinkedHashSet<>();

    /** @param longest the longest trip or stop to allow for */
    public Backfill(TracksolidClient client, Store store, InstantSource clock, Duration longest) {
        this.client = client;
        this.store = store;
        this.clock = clock;
        this.longest = longest;
        this.leftOut = new Refusals(clock);
        this.kinds = List.of(
                kind("trips", calls -> new Questions(client, store, calls, leftOut).trips, PollJobs.REPORTS_KEPT),
                kind("stops", calls -> new Questions(client, store, calls, leftOut).stops, PollJobs.REPORTS_KEPT),
                kind("alarms", calls -> new Questions(client, store, calls, leftOut).alarms, PollJobs.REPORTS_KEPT),
                kind("fixes", calls -> new Questions(client, store, calls, leftOut).tracks, PollJobs.TRACKS_KEPT));
    }

    /**
     * One kind of fact to fetch.
     *
     * @param kept how far back the vendor keeps data
     */
    private record Kind(String facts, WindowQuestion question, Calls calls, Duration kept) {}

    private Kind kind(String facts, Function<Calls, WindowQuestion> question, Duration kept) {
        var calls = new Calls(store.log(), clock);
        return new Kind(facts, question.apply(calls), calls, kept);
    }

    /**
     * One request.
     *
     * @param title the text to show while it runs
     * @param work asks, stores and moves the cursor; fails like any job
     */
    public record Step(String title, Runnable work) {}

    /**
     * The work of a backfill.
     *
     * @param steps the steps that remain
     * @param devices the number of devices concerned
     * @param outOfReach one line for each kind of fact for which the vendor no longer keeps the whole period
     */
    public record Plan(List<Step> steps, int devices, List<String> outOfReach) {}

    /** @param imei only this device, or null for all enabled devices of the accounts */
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
                .map(kind -> "%s before %s are not available: %s goes back %d days"
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

    /** The requests that the vendor refused; they are not repeated. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    private Instant oldest(Kind kind) {
        return clock.instant().minus(kind.kept);
    }

    /** A device that is not in the register may be on the vendor's list by now. */
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
            for (var slice : left(question, beginning, reachedByAll(some, done, beginning), span.to())) {
                steps.add(new Step(account + " " + question.method(), () -> {
                    ask(question, account, some, slice);
                    remember(job, account, some, slice);
                }));
            }
        }
        return steps;
    }

    /** A slice that continues from an earlier one overlaps it, like the slices of one plan. */
    private List<TimeSpan> left(WindowQuestion question, Instant beginning, Instant reached, Instant end) {
        if (!reached.isBefore(end.truncatedTo(ChronoUnit.SECONDS))) {
            return List.of();
        }
        var slices = PollJobs.slices(question, longest);
        var from = reached.minus(slices.overlap());
        return slices.of(from.isBefore(beginning) ? beginning : from, end);
    }

    /** A refused question would be refused again: it must not block the others forever. */
    private void ask(WindowQuestion question, String account, List<String> imeis, TimeSpan slice) {
        try {
            var unanswered = new ArrayList<>(imeis);
            unanswered.removeAll(leftOut.ask(imeis, some -> question.ask(account, some, slice)));
            unanswered.forEach(
                    imei -> refusals.add("%s for account %s, device %s: refused, or not listed by this account"
                            .formatted(question.method(), account, imei)));
        } catch (TracksolidException e) {
            if (e.kind() != TracksolidException.Kind.REFUSED) {
                throw e;
            }
            refusals.add("%s, devices %s, %s".formatted(e.getMessage(), String.join(",", imeis), slice));
        }
    }

    /** A device that was never asked about moves its group back to the beginning. */
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
