package io.fleetline.ingest.poll;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.register.DeviceRegistry;
import io.fleetline.store.Cursor;
import io.fleetline.store.CursorMove;
import io.fleetline.store.Cursors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job that asks one question about each device of an account for the time since the last answer. A device's cursor moves when a whole
 * slice is stored, so a cycle that fails is repeated from there, and an outage is caught up slice by slice. Devices with the same cursor,
 * which are nearly all, share their calls.
 */
final class WindowedJob implements PollJob {
    private final String name;
    private final WindowQuestion question;
    private final Pace pace;
    private final Windows windows;
    private final DeviceRegistry devices;
    private final Cursors cursors;
    private final InstantSource clock;
    private final Refusals refusals;

    /**
     * The frequency of a question.
     *
     * @param cycle time between two cycles
     * @param device time until a device is asked about again; zero means every cycle
     */
    record Pace(Duration cycle, Duration device) {
        static Pace every(Duration cycle) {
            return new Pace(cycle, Duration.ZERO);
        }

        boolean isDue(@Nullable Cursor cursor, Instant now) {
            var asked = cursor == null ? null : cursor.askedAt();
            return asked == null || asked.isAfter(now) || !asked.plus(device).isAfter(now);
        }
    }

    WindowedJob(
            String name,
            WindowQuestion question,
            Pace pace,
            Windows windows,
            DeviceRegistry devices,
            Cursors cursors,
            Refusals refusals,
            InstantSource clock) {
        this.name = name;
        this.question = question;
        this.pace = pace;
        this.windows = windows;
        this.devices = devices;
        this.cursors = cursors;
        this.clock = clock;
        this.refusals = refusals;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return pace.cycle();
    }

    @Override
    public void run(String account) {
        var now = clock.instant();
        var imeis = refusals.without(devices.imeisOf(account));
        var known = cursors.ofDevices(name, imeis);
        var groups = imeis.stream()
                .filter(imei -> pace.isDue(known.get(imei), now))
                .collect(groupingBy(imei -> due(known.get(imei), now), LinkedHashMap::new, toList()));
        var calls = groups.entrySet().stream()
                .flatMap(group -> Chunks.of(group.getValue(), question.imeisPerCall()).stream()
                        .map(some -> new Group(some, group.getKey())))
                .toList();
        SideBySide.run(calls, some -> askAll(account, some, now));
    }

    /** Devices that are asked about together. */
    private record Group(List<String> imeis, List<TimeSpan> slices) {}

    private List<TimeSpan> due(@Nullable Cursor cursor, Instant now) {
        return windows.due(cursor == null ? null : cursor.upTo(), now);
    }

    private void askAll(String account, Group group, Instant now) {
        for (var slice : group.slices()) {
            var answered = refusals.ask(group.imeis(), some -> question.ask(account, some, slice));
            cursors.move(answered.stream()
                    .map(imei -> new CursorMove(name, account, imei, slice.to(), now))
                    .toList());
        }
    }
}
