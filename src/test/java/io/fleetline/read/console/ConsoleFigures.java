package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figures of docs/benchmarks/console.md; {@code scripts/bench console} runs it, and no other test run does: its name is no test's. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ConsoleFigures extends LiveMapBed {
    private static final int VEHICLES = 1_000;
    private static final int MINUTES = Integer.getInteger("fleetline.console.minutes", 30);
    private static final int FRAMES_MS = 20_000;
    private static final int ALARMS = 20;
    private static final int FIRST_MAPS = 5;

    private static final String FIRST_MAP = """
            const look = () => (globalThis.fleetline?.fleet.count > 0 && fleetline.feed ? requestAnimationFrame(() => { window.firstMapMs = performance.now(); }) : requestAnimationFrame(look));
            look();
            """;

    /** Milliseconds since 1970 at which the list of alarms was first so long. */
    private static final String ALARM_TIMES = """
            window.alarmTimes = [];
            new MutationObserver(() => { const count = document.querySelectorAll(".alarms li.new").length; while (alarmTimes.length < count) alarmTimes.push(Date.now()); })
              .observe(document.querySelector(".alarms"), { childList: true });
            """;

    private final List<String> lines = new ArrayList<>();
    private final JsonObject json = new JsonObject();
    private int second;

    @Test
    void figures() throws IOException {
        frames();
        fleet();
        firstMap();
        alarms();
        minutes();
        browser.assertWellBehaved();
        Files.writeString(Path.of("target", "console-figures.md"), String.join("\n", lines) + "\n" + json + "\n");
    }

    private void frames() {
        lines.add(
                "| vehicles that move | drawn by | main thread a frame, p50: ms | p99: ms | frames a second here | heap: MB |\n|---|---|---|---|---|---|");
        for (var vehicles : List.of(1_000, 10_000, 50_000)) {
            var page = browser.page("#/map");
            FrameTimes.fill(page, vehicles);
            for (var isWebgl : List.of(true, false)) {
                if (!isWebgl) {
                    page.evaluate("fleetline.map.useCanvas()");
                }
                var times = FrameTimes.measure(page, vehicles, FRAMES_MS);
                lines.add(times.row());
                var name = "frame_%s_" + vehicles + (isWebgl ? "_webgl" : "_canvas") + "_ms";
                json.addProperty(name.formatted("p50"), times.p50Ms());
                json.addProperty(name.formatted("p99"), times.p99Ms());
            }
            page.context().close();
        }
        lines.add("");
    }

    /** They come into the database, so through the service and its feed. */
    private void fleet() {
        bed.sql("""
                INSERT INTO tracksolid.devices (imei, vehicle_number, driver_name, cost_centre)
                SELECT 's' || i, 'S ' || i, 'Driver ' || i, 'Synthetic' FROM generate_series(1, %d) AS i
                """.formatted(VEHICLES));
        report(1);
    }

    /** @param every the vehicles whose number is a multiple, from the second on, report */
    private void report(int every) {
        second++;
        bed.sql("""
                WITH fix AS MATERIALIZED (
                    SELECT 's' || i AS imei, clock_timestamp() AS gps_time, 36.6 + (i %% 317) * 0.0015 + %2$d * 0.0001 AS lng, -1.5 + (i %% 211) * 0.002 AS lat
                    FROM generate_series(1, %1$d) AS i WHERE i %% %3$d = %2$d %% %3$d
                ), history AS (
                    INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, speed, source)
                    SELECT imei, gps_time, ST_Point(lng, lat, 4326), lat, lng, 40, 'push' FROM fix
                )
                INSERT INTO tracksolid.live_positions (imei, gps_time, geom, lng, lat, speed, direction, acc_status, odometer_km)
                SELECT imei, gps_time, ST_Point(lng, lat, 4326), lng, lat, 40, 90, true, 1 FROM fix
                ON CONFLICT (imei) DO UPDATE SET gps_time = excluded.gps_time, geom = excluded.geom, lng = excluded.lng, lat = excluded.lat
                """.formatted(VEHICLES, second, every));
        bed.tell();
    }

    private void firstMap() {
        var times = new ArrayList<Double>();
        var bytes = new AtomicLong();
        for (var attempt = 0; attempt < FIRST_MAPS; attempt++) {
            var page = browser.blank(_ -> {}, _ -> {});
            page.addInitScript(FIRST_MAP);
            bytes.set(0);
            count(page, bytes);
            page.navigate(address + "#/map");
            page.waitForFunction("() => window.firstMapMs > 0");
            times.add(((Number) page.evaluate("window.firstMapMs")).doubleValue());
            page.context().close();
        }
        times.sort(null);
        say(
                "First map of %,d vehicles, with an empty cache: %.0f ms in the median of %d (%.0f to %.0f), %,d bytes in all",
                VEHICLES, times.get(FIRST_MAPS / 2), FIRST_MAPS, times.getFirst(), times.getLast(), bytes.get());
        json.addProperty("first_map_ms", times.get(FIRST_MAPS / 2));
        json.addProperty("first_map_bytes", bytes.get());
    }

    private void alarms() {
        var page = browser.page("#/map");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Alarms"))
                .click();
        assertThat(page.locator(".connection.live")).isVisible();
        page.evaluate(ALARM_TIMES);
        var times = IntStream.range(0, ALARMS)
                .mapToLong(alarm -> {
                    var began = System.currentTimeMillis();
                    bed.alarm("m", "type-" + alarm);
                    bed.tell();
                    page.waitForFunction("count => window.alarmTimes.length > count", alarm);
                    return ((Number) page.evaluate("count => window.alarmTimes[count]", alarm)).longValue() - began;
                })
                .sorted()
                .toArray();
        say(
                "An alarm is in the list %d ms after it began to be stored, in the median of %d; %d ms at most",
                times[ALARMS / 2], ALARMS, times[ALARMS - 1]);
        json.addProperty("alarm_ms", times[ALARMS / 2]);
        json.addProperty("alarm_most_ms", times[ALARMS - 1]);
        page.context().close();
    }

    private void minutes() {
        var page = browser.page("#/map?cost_centre=Synthetic");
        assertThat(page.locator(".connection.live")).isVisible();
        var bytes = new AtomicLong();
        var session = count(page, bytes);
        var heaps = new ArrayList<Double>();
        for (var minute = 0; minute < MINUTES; minute++) {
            for (var seconds = 0; seconds < 60; seconds++) {
                report(10);
                page.waitForTimeout(1_000);
            }
            session.send("HeapProfiler.collectGarbage");
            heaps.add(session.send("Runtime.getHeapUsage").get("usedSize").getAsDouble() / 1e6);
        }
        var east = ((Number) page.evaluate("Math.max(...fleetline.fleet.toX.subarray(0, fleetline.fleet.count))"))
                .doubleValue();
        assertThat(east)
                .as("the newest place that the page has, in metres of the map")
                .isGreaterThan((36.6 + (second - 20) * 0.0001) * 111_319);
        say("%,d vehicles with a fix every 10 s: %,d bytes a minute", VEHICLES, bytes.get() / MINUTES);
        say(
                "Heap after a collection, minute by minute, MB: %s",
                heaps.stream()
                        .map(heap -> String.format(Locale.ROOT, "%.1f", heap))
                        .collect(Collectors.joining(" ")));
        json.addProperty("bytes_a_minute", bytes.get() / MINUTES);
        json.addProperty("heap_first_minute_mb", heaps.getFirst());
        json.addProperty("heap_last_minute_mb", heaps.getLast());
    }

    private static CDPSession count(Page page, AtomicLong bytes) {
        var session = page.context().newCDPSession(page);
        session.on(
                "Network.loadingFinished",
                event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
        session.on(
                "Network.webSocketFrameReceived", event -> bytes.addAndGet(length(event.getAsJsonObject("response"))));
        session.send("Network.enable");
        return session;
    }

    /** A binary frame is told in base64. */
    private static long length(JsonObject frame) {
        var text = frame.get("payloadData").getAsString();
        return frame.get("opcode").getAsInt() == 2 ? text.length() * 3L / 4 : text.length();
    }

    private void say(String format, Object... values) {
        lines.add("- " + String.format(Locale.ROOT, format, values));
    }
}
