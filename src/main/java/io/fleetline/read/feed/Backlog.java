package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client has not been sent yet. Of a vehicle it holds only that it has changed: the client is sent its newest state, however often it has changed.
 * Events are all kept. Over the budget, a new snapshot takes the place of the vehicles; if events do not fit, the client is told that it has missed some.
 */
final class Backlog {
    /** Of one client, what is being sent included. */
    static final int BUDGET_BYTES = 64 << 10;

    /** An entry of the map; its IMEI is shared. */
    static final int VEHICLE_BYTES = 96;

    private static final int EVENT_BYTES = 48;

    private final Subscription subscription;
    private final Runnable onWork;
    private final Map<String, Boolean> vehicles = new LinkedHashMap<>();
    private final Deque<List<FeedEvent>> events = new ArrayDeque<>();
    private int eventBytes;
    private int bytesBeingSent;
    private boolean snapshotDue = true;
    private @Nullable String resetReason;

    /** @param onWork runs whenever there is something to be taken; must return quickly */
    Backlog(Subscription subscription, Runnable onWork) {
        this.subscription = subscription;
        this.onWork = onWork;
    }

    /**
     * A part of the backlog, to be sent next.
     *
     * @param resetReason why events were missed before; null if none were
     * @param snapshotBegins whether a snapshot is due: the first page comes before the rest of the part
     * @param vehicles that have changed, each with whether its status did
     * @param events whole changes
     * @param areAllEvents whether no further event waits
     */
    record Portion(
            @Nullable String resetReason,
            boolean snapshotBegins,
            Map<String, Boolean> vehicles,
            List<FeedEvent> events,
            boolean areAllEvents) {

        boolean isEmpty() {
            return resetReason == null && !snapshotBegins && vehicles.isEmpty() && events.isEmpty();
        }

        /** The last event's; null without events. */
        @Nullable LogPosition position() {
            return events.isEmpty() ? null : events.getLast().position();
        }
    }

    Subscription subscription() {
        return subscription;
    }

    synchronized void addVehicle(String imei, boolean changesStatus) {
        if (snapshotDue) {
            return;
        }
        vehicles.merge(imei, changesStatus, Boolean::logicalOr);
        dropVehiclesOverBudget();
        onWork.run();
    }

    /** @param some of one change: they are sent in one frame, because a client goes on after whole changes */
    synchronized void addEvents(List<FeedEvent> some) {
        if (resetReason != null) {
            return;
        }
        events.add(some);
        eventBytes += size(some);
        dropVehiclesOverBudget();
        if (bytes() > BUDGET_BYTES) {
            reset("events were left out, because the client takes them too slowly");
        }
        onWork.run();
    }

    /** Forgets everything, and tells the client so. */
    synchronized void reset(String reason) {
        vehicles.clear();
        events.clear();
        eventBytes = 0;
        snapshotDue = true;
        resetReason = reason;
        onWork.run();
    }

    /** @param atMostBytes of events, but one change at least; as many vehicles as fit as well */
    synchronized Portion take(int atMostBytes) {
        var reason = resetReason;
        resetReason = null;
        var begins = snapshotDue && subscription.showsVehicles();
        snapshotDue = false;
        var part = new Portion(
                reason, begins, takeVehicles(atMostBytes / VEHICLE_BYTES), takeEvents(atMostBytes), events.isEmpty());
        return part;
    }

    private Map<String, Boolean> takeVehicles(int atMost) {
        var taken = new LinkedHashMap<String, Boolean>();
        var each = vehicles.entrySet().iterator();
        while (each.hasNext() && taken.size() < atMost) {
            var vehicle = each.next();
            taken.put(vehicle.getKey(), vehicle.getValue());
            each.remove();
        }
        return taken;
    }

    private List<FeedEvent> takeEvents(int atMostBytes) {
        var taken = new ArrayList<FeedEvent>();
        int bytes = 0;
        while (!events.isEmpty() && (taken.isEmpty() || bytes + size(events.getFirst()) <= atMostBytes)) {
            bytes += size(events.getFirst());
            taken.addAll(events.removeFirst());
        }
        eventBytes -= bytes;
        return taken;
    }

    /** What is being sent counts until it has been sent. */
    synchronized void sending(int bytes) {
        bytesBeingSent = bytes;
        dropVehiclesOverBudget();
    }

    private void dropVehiclesOverBudget() {
        if (bytes() > BUDGET_BYTES && !vehicles.isEmpty()) {
            vehicles.clear();
            snapshotDue = true;
        }
    }

    synchronized int bytes() {
        return vehicles.size() * VEHICLE_BYTES + eventBytes + bytesBeingSent;
    }

    private static int size(List<FeedEvent> some) {
        return some.stream()
                .mapToInt(event -> event.json().length() + EVENT_BYTES)
                .sum();
    }
}
