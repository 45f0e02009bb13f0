package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.feed.LiveBed;
import io.fleetline.read.feed.LiveFeed;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * No vehicle, and very many that all move, each with a fix every 10 seconds. With {@code -Dfleetline.console.figures=true} it writes how long the
 * main thread works for a frame: {@code scripts/bench console}.
 */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ManyVehiclesTest {
    private static final boolean FIGURES = Boolean.getBoolean("fleetline.console.figures");
    private static final List<Integer> FLEETS = FIGURES ? List.of(1_000, 10_000, 50_000) : List.of(10_000);
    private static final int MEASURED_MS = FIGURES ? 20_000 : 2_000;

    /** In place of the feed: a tenth of the vehicles reports every second, after all have reported twice. */
    private static final String FLEET = """
            count => {
              const { fleet, feed, map } = fleetline;
              feed.end();
              fleet.learnNames(Array.from({ length: count }, (_, i) => ({ vehicle: i, imei: `s${i}`, vehicle_number: `S ${i}`, driver_name: null, cost_centre: "Synthetic" })));
              const position = (i, second) => ({ number: i, lng: 36.6 + (i % 317) * 0.0015 + second * 0.0001, lat: -1.5 + (i % 211) * 0.002, speed_kmh: 40, direction: 90,
                gps_s: 1_800_000_000 + second, odometer_km: 1, status: 0, ignition: 2 });
              const report = (second, which, isSnapshot) => {
                const positions = [];
                for (let i = 0; i < count; i++) if (which(i)) positions.push(position(i, second));
                fleet.take({ isSnapshot, isLast: true, page: 1, timeMs: 0, cursor: "", positions }, performance.now());
              };
              report(0, () => true, true);
              report(10, () => true, false);
              map.fit(Array.from({ length: count }, (_, i) => fleet.newest(i)));
              let second = 10;
              window.reports = setInterval(() => { second++; report(second, i => i % 10 === second % 10, false); map.wake(); }, 1000);
              map.wake();
            }
            """;

    private static final String TIMES = """
            milliseconds => new Promise(resolve => {
              const { map } = fleetline, frames = [], draw = map.draw;
              map.draw = function () { const begin = performance.now(); draw.call(map); frames.push(performance.now() - begin); };
              setTimeout(() => {
                frames.sort((a, b) => a - b);
                const at = share => frames[Math.min(frames.length - 1, Math.floor(frames.length * share))];
                resolve({ frames: frames.length, p50: at(0.5), p99: at(0.99), heap: performance.memory.usedJSHeapSize / 1e6 });
              }, milliseconds);
            })
            """;

    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @TestHTTPResource("/")
    URI address;

    private LiveBed bed;
    private TestBrowser browser;

    @BeforeEach
    void open() {
        browser = TestBrowser.open(address);
        bed = new LiveBed(database, feed);
    }

    @AfterEach
    void close() {
        bed.close();
        browser.close();
    }

    @Test
    void aFleetOfNoneIsSaid() {
        var page = browser.page("#/map?cost_centre=Nowhere");
        assertThat(page.locator(".map-empty")).isVisible();
        TestBrowser.assertAccessible(page);
        browser.assertWellBehaved();
    }

    @Test
    void veryManyMove() throws IOException {
        var rows = new ArrayList<String>();
        for (var vehicles : FLEETS) {
            var page = browser.page("#/map");
            assertThat(page.locator(".connection.live")).isVisible();
            page.evaluate(FLEET, vehicles);
            assertThat(page.locator(".vehicles li")).hasCount(200);
            assertThat(page.locator(".list .note")).containsText(String.format(Locale.UK, "%,d more", vehicles - 200));
            rows.addAll(Stream.of("webgl", "canvas")
                    .map(way -> measured(page, way, vehicles))
                    .toList());
            page.context().close();
        }
        browser.assertWellBehaved();
        if (FIGURES) {
            Files.writeString(Path.of("docs", "benchmarks", "console.md"), """
                    # Frames of the live map

                    Made by `scripts/bench console`: Chromium without a graphics processor (SwiftShader draws in software, on the processors that also run the page and the service),
                    so the frames per second say little; the time of the main thread does not depend on a graphics processor. All vehicles move, each with a fix every 10 s.

                    | vehicles | way | main thread a frame, p50: ms | p99: ms | frames a second here | heap: MB |
                    |---|---|---|---|---|---|
                    %s
                    """.formatted(String.join("\n", rows)));
        }
    }

    @SuppressWarnings("unchecked")
    private static String measured(Page page, String way, int vehicles) {
        if (way.equals("canvas")) {
            page.evaluate("fleetline.map.useCanvas()");
        }
        var figures = (Map<String, Number>) page.evaluate(TIMES, MEASURED_MS);
        assertThat(figures.get("frames").intValue()).as("frames").isPositive();
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %.2f | %.2f | %.0f | %.0f |",
                vehicles,
                way,
                figures.get("p50").doubleValue(),
                figures.get("p99").doubleValue(),
                figures.get("frames").intValue() * 1000.0 / MEASURED_MS,
                figures.get("heap").doubleValue());
    }
}
