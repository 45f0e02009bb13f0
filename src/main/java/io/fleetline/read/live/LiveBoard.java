package io.fleetline.read.live;

import io.fleetline.read.Caller;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The live map in memory, vehicle by vehicle. One thread changes it, any thread may read it. */
@Singleton
public final class LiveBoard {
    private final Map<String, LiveVehicle> vehicles = new ConcurrentHashMap<>();
    private volatile List<String> order = List.of();
    private final Set<String> placed = new HashSet<>();
    private final Map<@Nullable String, Long> ranks = new HashMap<>();
    private volatile @Nullable Instant currentAt;

    /**
     * Puts the whole map in place of the present one.
     *
     * @param all in the order of the answers
     * @return the differences
     */
    public List<Move> replace(List<LiveVehicle> all) {
        var found = byImei(all);
        placed.clear();
        placed.addAll(found.keySet());
        ranks.clear();
        all.forEach(vehicle -> ranks.put(vehicle.costCentre(), vehicle.costCentreRank()));
        var touched = new HashSet<>(vehicles.keySet());
        touched.addAll(found.keySet());
        var moves = moves(touched, found);
        order = List.copyOf(found.keySet());
        return moves;
    }

    /** Whether {@link #apply} can take these vehicles. The places of new vehicles and new cost centres are known to the database alone. */
    public boolean hasPlacesFor(Collection<LiveVehicle> some) {
        return some.stream()
                .allMatch(vehicle -> placed.contains(vehicle.imei()) && ranks.containsKey(vehicle.costCentre()));
    }

    /**
     * Brings some vehicles up to date.
     *
     * @param touched those that may have changed
     * @param found as they are now; those that are missing are no longer on the map
     * @return the differences
     */
    public List<Move> apply(Set<String> touched, Collection<LiveVehicle> found) {
        return moves(
                touched,
                byImei(found.stream()
                        .map(vehicle -> vehicle.ranked(Objects.requireNonNull(ranks.get(vehicle.costCentre()))))
                        .toList()));
    }

    private static Map<String, LiveVehicle> byImei(Collection<LiveVehicle> some) {
        var byImei = new LinkedHashMap<String, LiveVehicle>();
        some.forEach(vehicle -> byImei.put(vehicle.imei(), vehicle));
        return byImei;
    }

    private List<Move> moves(Set<String> touched, Map<String, LiveVehicle> found) {
        var moves = new ArrayList<Move>();
        for (var imei : touched) {
            var after = found.get(imei);
            var before = after == null ? vehicles.remove(imei) : vehicles.put(imei, after);
            var same = before == null || after == null ? before == after : before.looksLike(after);
            if (!same) {
                moves.add(new Move(imei, before, after));
            }
        }
        return moves;
    }

    /** Null: it is not on the map. */
    public @Nullable LiveVehicle vehicle(String imei) {
        return vehicles.get(imei);
    }

    /** The vehicles in the order of the answers; some may be gone. */
    public List<String> order() {
        return order;
    }

    /** In the order of the answers. */
    public List<LiveVehicle> vehicles() {
        return order.stream().map(vehicles::get).filter(Objects::nonNull).toList();
    }

    /** When it was last known to hold all changes, in steady time; null: nobody keeps it. */
    @Nullable Instant currentAt() {
        return currentAt;
    }

    public void setCurrentAt(@Nullable Instant steadyTime) {
        currentAt = steadyTime;
    }

    /** The vehicles whose status has changed without a change of the data. */
    public Set<String> due(Instant now) {
        var due = new HashSet<String>();
        vehicles.forEach((imei, vehicle) -> {
            if (vehicle.isDue(now)) {
                due.add(imei);
            }
        });
        return due;
    }

    /**
     * The vehicles that a request selects and its caller may see.
     *
     * @throws jakarta.ws.rs.BadRequestException that names the parameter, for an invalid value
     */
    public LiveQuestion question(Map<String, List<String>> given, Caller caller) {
        return LiveQuestion.of(given, caller, () -> namesWithComma(caller));
    }

    /** The names with a comma, by filter, among the vehicles that the caller may see. */
    public Map<String, Set<String>> namesWithComma(Caller caller) {
        return LiveVehicle.namesWithComma(vehicles.values(), caller);
    }

    /** The values that the visible vehicles have for one of {@link io.fleetline.read.Filters#NAMES}. */
    public Set<String> values(int filter, Caller caller) {
        var values = new HashSet<String>();
        for (var vehicle : vehicles.values()) {
            var value = vehicle.attributes().get(filter);
            if (value != null && vehicle.isVisibleTo(caller)) {
                values.add(value);
            }
        }
        return values;
    }
}
