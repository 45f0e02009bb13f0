package io.fleetline;

import static io.fleetline.VendorBooks.alarm;
import static io.fleetline.VendorBooks.fix;
import static io.fleetline.VendorBooks.imei;
import static io.fleetline.VendorBooks.stop;
import static io.fleetline.VendorBooks.trip;

import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Vehicles that drive and stand, and a vendor that reports this late, withdraws it or revises it. It guarantees: nothing arrives or
 * changes later than three and a half days after it began, and no fix later than twenty hours.
 */
final class RewritingVendor {
    private static final Duration CHANGES_FOR = Duration.ofHours(84);
    private static final int MOST_DEVICES = 8;

    private final VendorBooks books;
    private final Random chance;
    /** The time up to which the history of each device is written. */
    private final Map<String, Instant> lived = new TreeMap<>();

    private final Map<String, Double> lat = new TreeMap<>();
    private int changes;

    RewritingVendor(VendorBooks books, Random chance, Instant start) {
        this.books = books;
        this.chance = chance;
        for (int number = 0; number < 5; number++) {
            addDevice(start);
        }
    }

    private void addDevice(Instant now) {
        var imei = imei(lived.size());
        books.own(any(books.accounts()), imei);
        lived.put(imei, now.plusSeconds(chance.nextInt(3600)));
        lat.put(imei, -1.25);
    }

    /** One step: time advances, and some of the past is rewritten. */
    void act(Instant now) {
        lived.keySet().forEach(imei -> liveUntil(imei, now.plus(Duration.ofHours(2))));
        for (int number = chance.nextInt(4); number > 0; number--) {
            rewrite(now);
        }
        switch (chance.nextInt(12)) {
            case 0 -> books.unlist(any(books.imeis()));
            case 1, 2 -> books.listAll();
            case 3 -> books.own(any(books.accounts()), any(books.imeis()));
            case 4 -> addDeviceIfAny(now);
            default -> {}
        }
    }

    private void addDeviceIfAny(Instant now) {
        if (lived.size() < MOST_DEVICES) {
            addDevice(now);
        }
    }

    /** The last change: everything held back is reported, all devices are listed. */
    void end(Instant now) {
        books.trips.endAt(now);
        books.stops.endAt(now);
        books.alarms.endAt(now);
        books.fixes.endAt(now);
        books.listAll();
    }

    private void liveUntil(String imei, Instant until) {
        while (lived.get(imei).isBefore(until)) {
            var start = lived.get(imei);
            lived.put(imei, chance.nextBoolean() ? drive(imei, start) : stand(imei, start));
        }
    }

    private Instant drive(String imei, Instant start) {
        var end = start.plusSeconds(chance.nextInt(60) == 0 ? hours(13, 26) : 300 + chance.nextInt(5400));
        books.trips.add(
                trip(imei, start, end, metresAt(10 + chance.nextInt(80), start, end) / 1000.0), told(start, end));
        if (chance.nextInt(3) == 0) {
            var idle = start.plusSeconds(60);
            books.stops.add(
                    stop(imei, Stop.Kind.IDLING, idle, idle.plusSeconds(180)), told(idle, idle.plusSeconds(180)));
        }
        if (chance.nextInt(2) == 0) {
            books.alarms.add(alarm(imei, any(List.of("1", "9", "in", "overSpeed")), start), told(start, start));
        }
        report(imei, start, end);
        return end.plusSeconds(1);
    }

    private static long metresAt(int kmh, Instant start, Instant end) {
        return Duration.between(start, end).toSeconds() * kmh * 1000 / 3600;
    }

    /** Fixes every ten minutes, sometimes all but the last one only from the tracker's buffer. */
    private void report(String imei, Instant start, Instant end) {
        var late = chance.nextInt(5) == 0 ? Duration.ofSeconds(hours(0, 20)) : Duration.ZERO;
        for (var time = start; time.isBefore(end); time = time.plusSeconds(600)) {
            lat.merge(imei, 0.003, Double::sum);
            var live = !time.plusSeconds(600).isBefore(end);
            books.fixes.add(fix(imei, time, Math.round(lat.get(imei) * 1e6) / 1e6), live ? time : time.plus(late));
        }
    }

    private Instant stand(String imei, Instant start) {
        var end = start.plusSeconds(chance.nextInt(50) == 0 ? hours(30, 62) : 600 + chance.nextInt(14_400));
        books.stops.add(stop(imei, Stop.Kind.PARKING, start, end), told(start, end));
        return end.plusSeconds(1);
    }

    /** Mostly as soon as it has ended. */
    private Instant told(Instant start, Instant end) {
        var latest = start.plus(CHANGES_FOR);
        if (chance.nextInt(6) > 0 || !end.isBefore(latest)) {
            return end;
        }
        return end.plusSeconds(
                chance.nextInt((int) Duration.between(end, latest).toSeconds()));
    }

    private int hours(int least, int most) {
        return least * 3600 + chance.nextInt((most - least) * 3600);
    }

    private void rewrite(Instant now) {
        switch (chance.nextInt(9)) {
            case 0 -> anyTrip(now).ifPresent(books.trips::remove);
            case 1 -> anyTrip(now).ifPresent(trip -> books.trips.replace(trip, otherDistance(trip), now));
            case 2 -> anyTrip(now).ifPresent(trip -> books.trips.replace(trip, otherEnd(trip), now));
            case 3 -> anyTrip(now).ifPresent(trip -> split(trip, now));
            case 4 -> anyTrip(now).ifPresent(trip -> merge(trip, now));
            case 5 -> anyTrip(now).ifPresent(trip -> books.trips.replace(trip, otherStart(trip), now));
            case 6 -> anyStop(now).ifPresent(books.stops::remove);
            case 7 -> anyStop(now).ifPresent(stop -> books.stops.replace(stop, shorter(stop), now));
            default -> anyAlarm(now).ifPresent(books.alarms::remove);
        }
        changes++;
    }

    private static Trip otherDistance(Trip trip) {
        return trip(trip.imei(), trip.startTime(), trip.endTime(), trip.distanceKm() + 1.5);
    }

    private static Trip otherEnd(Trip trip) {
        return trip(trip.imei(), trip.startTime(), trip.endTime().minusSeconds(120), trip.distanceKm());
    }

    private static Trip otherStart(Trip trip) {
        return trip(trip.imei(), trip.startTime().plusSeconds(7), trip.endTime(), trip.distanceKm());
    }

    private static Stop shorter(Stop stop) {
        return stop(stop.imei(), stop.kind(), stop.startTime(), stop.endTime().minusSeconds(30));
    }

    private void split(Trip trip, Instant now) {
        var middle = trip.startTime()
                .plus(Duration.between(trip.startTime(), trip.endTime()).dividedBy(2));
        var second = middle.plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);
        var km = Math.round(trip.distanceKm() * 500) / 1000.0;
        books.trips.replace(trip, trip(trip.imei(), trip.startTime(), second.minusSeconds(20), km), now);
        books.trips.add(trip(trip.imei(), second, trip.endTime(), km), now);
    }

    private void merge(Trip first, Instant now) {
        books
                .trips
                .known(
                        now,
                        next -> next.imei().equals(first.imei())
                                && next.startTime().isAfter(first.endTime())
                                && next.endTime().isBefore(first.startTime().plus(Duration.ofHours(30))))
                .stream()
                .findFirst()
                .ifPresent(next -> {
                    books.trips.remove(next);
                    books.trips.replace(
                            first,
                            trip(
                                    first.imei(),
                                    first.startTime(),
                                    next.endTime(),
                                    first.distanceKm() + next.distanceKm()),
                            now);
                });
    }

    private Optional<Trip> anyTrip(Instant now) {
        return anyOf(
                books.trips,
                Trip::startTime,
                trip -> trip.endTime().isAfter(trip.startTime().plusSeconds(200)),
                now);
    }

    private Optional<Stop> anyStop(Instant now) {
        return anyOf(
                books.stops,
                Stop::startTime,
                stop -> stop.endTime().isAfter(stop.startTime().plusSeconds(60)),
                now);
    }

    private Optional<Alarm> anyAlarm(Instant now) {
        return anyOf(books.alarms, Alarm::alarmTime, alarm -> true, now);
    }

    private <T> Optional<T> anyOf(
            VendorBooks.Book<T> book, Function<T, Instant> start, Predicate<T> wanted, Instant now) {
        var since = now.minus(CHANGES_FOR);
        var known = book.known(now, wanted.and(fact -> start.apply(fact).isAfter(since)));
        return known.isEmpty() ? Optional.empty() : Optional.of(any(known));
    }

    private <T> T any(List<T> choices) {
        return choices.get(chance.nextInt(choices.size()));
    }

    @Override
    public String toString() {
        return "%d devices, %d changes of history".formatted(lived.size(), changes);
    }
}
