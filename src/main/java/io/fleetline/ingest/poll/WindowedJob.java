package io.fleetline.ingest.poll;

import io.fleetline.fleet.TimeSpan;
import io.fleetline.store.CursorMove;
import io.fleetline.store.Cursors;
import io.fleetline.store.DeviceRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A job that asks one question about all devices of an account for the time since it last asked. The account's cursor
 * moves when a whole slice is stored, so a cycle that breaks off is asked again from there, and an outage is caught up
 * slice by slice.
 */
final class WindowedJob implements PollJob {
    private final String name;
    private final Question question;
    private final Duration interval;
    private final Windows windows;
    private final DeviceRegistry devices;
    private final Cursors cursors;
    private final InstantSource clock;

    WindowedJob(
            String name,
            Question question,
            Duration interval,
            Windows windows,
            DeviceRegistry devices,
            Cursors cursors,
            InstantSource clock) {
        this.name = name;
        this.question = question;
        this.interval = interval;
        this.windows = windows;
        this.devices = devices;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public void run(String account) {
        var now = clock.instant();
        var cursor = cursors.of(name, account).get("");
        var imeis = devices.imeisOf(account);
        for (var slice : windows.due(cursor == null ? null : cursor.upTo(), now)) {
            askAll(account, imeis, slice);
            cursors.move(List.of(new CursorMove(name, account, "", slice.to(), now)));
        }
    }

    private void askAll(String account, List<String> imeis, TimeSpan slice) {
        for (var some : Chunks.of(imeis, question.imeisPerCall())) {
            question.ask(account, some, slice);
        }
    }
}
