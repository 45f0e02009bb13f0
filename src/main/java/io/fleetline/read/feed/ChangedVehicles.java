package io.fleetline.read.feed;

import io.fleetline.change.Change;
import io.fleetline.read.live.LiveBoard;
import io.fleetline.read.live.LiveLoader;
import io.fleetline.read.live.LiveVehicle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The vehicles that changes name.
 *
 * @param all their IMEIs
 * @param registered those whose row of the register has changed; of the others only the newest fix, or the status by time
 */
record ChangedVehicles(Set<String> all, Set<String> registered) {

    static ChangedVehicles of(List<Change> changes, Collection<String> due) {
        var all = new HashSet<>(due);
        Change.rows(changes, "position_history").forEach(row -> all.add(row.imei()));
        var registered = new HashSet<String>();
        Change.rows(changes, "devices").forEach(row -> registered.add(row.imei()));
        all.addAll(registered);
        return new ChangedVehicles(all, registered);
    }

    /**
     * Those that are on the map now. A fix of a vehicle that the board does not have changes nothing: only the register can put it there. Of the
     * vehicles that the board has, only the newest fix is read, which costs a tenth.
     */
    List<LiveVehicle> load(Handle handle, LiveLoader loader, LiveBoard board) {
        var onBoard = all.stream()
                .filter(imei -> !registered.contains(imei))
                .map(board::vehicle)
                .filter(Objects::nonNull)
                .toList();
        var withFix = onBoard.stream().filter(vehicle -> vehicle.fix() != null).toList();
        var found = withFix.isEmpty() ? new ArrayList<LiveVehicle>() : new ArrayList<>(loader.moved(handle, withFix));
        var rest = new HashSet<>(registered);
        onBoard.forEach(vehicle -> rest.add(vehicle.imei()));
        found.forEach(vehicle -> rest.remove(vehicle.imei()));
        if (!rest.isEmpty()) {
            found.addAll(loader.some(handle, rest));
        }
        return found;
    }
}
