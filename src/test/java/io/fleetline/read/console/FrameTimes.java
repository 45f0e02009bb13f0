package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.Locale;
import java.util.Map;

/**
 * What drawing a frame costs the main thread while very many vehicles move.
 *
 * @param isWebgl otherwise a canvas of two dimensions
 * @param frames drawn per second
 */
record FrameTimes(int vehicles, boolean isWebgl, double p50Ms, double p99Ms, double frames, double heapMb) {
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

    /** Fills a live map with vehicles that move. */
    static void fill(Page page, int vehicles) {
        assertThat(page.locator(".connection.live")).isVisible();
        page.evaluate(FLEET, vehicles);
        assertThat(page.locator(".vehicles li")).hasCount(200);
        assertThat(page.locator(".list .note")).containsText(String.format(Locale.UK, "%,d more", vehicles - 200));
    }

    @SuppressWarnings("unchecked")
    static FrameTimes measure(Page page, int vehicles, int milliseconds) {
        var isWebgl = (boolean) page.evaluate("fleetline.map.isWebgl");
        var figures = (Map<String, Number>) page.evaluate(TIMES, milliseconds);
        assertThat(figures.get("frames").intValue()).as("frames").isPositive();
        return new FrameTimes(
                vehicles,
                isWebgl,
                figures.get("p50").doubleValue(),
                figures.get("p99").doubleValue(),
                figures.get("frames").intValue() * 1000.0 / milliseconds,
                figures.get("heap").doubleValue());
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %.2f | %.2f | %.0f | %.0f |",
                vehicles,
                isWebgl ? "WebGL 2" : "canvas",
                p50Ms,
                p99Ms,
                frames,
                heapMb);
    }
}
