package io.fleetline.read.feed;

import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveVehicle;
import io.fleetline.read.live.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The backlogs of all subscribed clients, found by what they subscribe to: a change is compared with the few that may want it, not with all. Its caller
 * makes sure that one thread uses it at a time.
 */
final class Audience {
    private final Map<IndexKey, Set<Backlog>> byKey = new HashMap<>();

    void join(Backlog backlog) {
        IndexKey.of(backlog.subscription())
                .forEach(key ->
                        byKey.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(backlog));
    }

    void leave(Backlog backlog) {
        IndexKey.of(backlog.subscription())
                .forEach(key -> byKey.computeIfPresent(key, (_, others) -> {
                    others.remove(backlog);
                    return others.isEmpty() ? null : others;
                }));
    }

    /** Puts the moves into the backlogs of those whom they concern. */
    void tell(List<Move> moves) {
        for (var move : moves) {
            var keys = new HashSet<>(keys(move.before()));
            keys.addAll(keys(move.after()));
            keys.forEach(key -> tell(move, byKey.getOrDefault(key, Set.of())));
        }
    }

    /** A backlog may be told twice, of the vehicle's old and of its new place: that changes nothing. */
    private static void tell(Move move, Set<Backlog> candidates) {
        for (var backlog : candidates) {
            if (backlog.subscription().concerns(move)) {
                backlog.addVehicle(move.imei(), move.changesStatus());
            }
        }
    }

    private static List<IndexKey> keys(@Nullable LiveVehicle vehicle) {
        if (vehicle == null) {
            return List.of();
        }
        var fix = vehicle.fix();
        return IndexKey.of(vehicle.attributes(), fix == null ? null : fix.lng(), fix == null ? null : fix.lat());
    }

    /** Those that may show a vehicle, and few others. */
    Stream<Backlog> candidates(@Nullable LiveVehicle vehicle) {
        return under(keys(vehicle));
    }

    private Stream<Backlog> under(List<IndexKey> keys) {
        return keys.stream().flatMap(key -> byKey.getOrDefault(key, Set.of()).stream());
    }

    /**
     * Puts events into the backlogs of those whom they concern.
     *
     * @param events of one change
     */
    void tell(List<FeedEvent> events, LiveBoard board) {
        var byBacklog = new LinkedHashMap<Backlog, List<FeedEvent>>();
        for (var event : events) {
            var vehicle = board.vehicle(event.imei());
            candidates(event, vehicle)
                    .distinct()
                    .filter(backlog -> backlog.subscription().shows(event, vehicle))
                    .forEach(backlog -> byBacklog
                            .computeIfAbsent(backlog, _ -> new ArrayList<>())
                            .add(event));
        }
        byBacklog.forEach(Backlog::addEvents);
    }

    private Stream<Backlog> candidates(FeedEvent event, @Nullable LiveVehicle vehicle) {
        if (vehicle == null || event.lng() == null) {
            return candidates(vehicle);
        }
        return under(IndexKey.of(vehicle.attributes(), event.lng(), event.lat()));
    }

    /** Everybody has missed something. */
    void reset(String reason) {
        byKey.values().stream().flatMap(Set::stream).distinct().forEach(backlog -> backlog.reset(reason));
    }
}
