package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitUntilState;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The live map where the network, the computer or its user is slow. What happens when the service ends is in ConsoleIT. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ConsoleTroubleTest extends LiveMapBed {
    private static final long SLEPT_MS = 600_000;

    /** A computer that slept: its connection is dead, but nobody has told the browser. */
    @Test
    void aPageThatSleptConnectsAnewAndHasMissedNothing() {
        var page = browser.blank(_ -> {}, _ -> {});
        page.clock().install();
        // No frame reaches the page while it sleeps.
        page.addInitScript("""
                const heard = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage").set;
                Object.defineProperty(WebSocket.prototype, "onmessage", { set(listener) { heard.call(this, event => { if (!window.sleeps) listener(event); }); } });
                """);
        page.navigate(address + "#/map");
        assertThat(page.locator(".connection.live")).isVisible();
        page.evaluate("window.sleeps = true");
        bed.fix("m", 36.77, -1.25, 33);
        bed.alarm("i", "vibration");
        bed.tell();
        page.clock().fastForward(SLEPT_MS);
        page.evaluate("window.sleeps = false; document.dispatchEvent(new Event('visibilitychange'))");
        page.waitForFunction("() => fleetline.fleet.speed[fleetline.fleet.slots.get('m')] === 33");
        assertThat(page.locator(".connection.live")).isVisible();
        alarms(page);
        assertThat(page.locator(".alarms li.new")).hasCount(1);
        browser.assertWellBehaved();
    }

    @Test
    void aHiddenPageDrawsNothing() {
        var page = live();
        // What lies beneath the vehicles is there.
        page.waitForLoadState(LoadState.NETWORKIDLE);
        page.evaluate(
                "new Promise(resolve => { const { map } = fleetline.map; map.once('rendercomplete', () => resolve()); map.render(); })");
        page.evaluate("""
                () => {
                  Object.defineProperty(document, "visibilityState", { get: () => window.hides ? "hidden" : "visible" });
                  window.hides = true; document.dispatchEvent(new Event("visibilitychange"));
                  window.draws = 0; const { map } = fleetline, draw = map.draw; map.draw = function () { window.draws++; draw.call(map); };
                }
                """);
        // A frame that was asked for before may still come.
        page.evaluate(
                "new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() => { window.draws = 0; })");
        bed.fix("m", 36.76, -1.25, 61);
        bed.tell();
        page.waitForFunction("() => fleetline.fleet.speed[fleetline.fleet.slots.get('m')] === 61");
        page.evaluate("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        assertThat(page.evaluate("window.draws")).isEqualTo(0);
        page.evaluate("window.hides = false; document.dispatchEvent(new Event('visibilitychange'))");
        page.waitForFunction("() => window.draws > 0");
        browser.assertWellBehaved();
    }

    @Test
    void aSlowNetworkShowsThatItLoadsAndThenTheFleet() {
        var page = browser.blank(_ -> {}, _ -> {});
        slow(page, 300, 150_000);
        page.navigate(address + "#/map", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        assertThat(page.locator("main .loading")).isVisible();
        assertThat(page.locator(".vehicles li")).hasCount(4);
        assertThat(page.locator(".connection.live")).isVisible();
        browser.assertWellBehaved();
    }

    @Test
    void aPageThatDoesNotComeSaysSoAndIsTriedAgain() {
        var page = live();
        page.context().setOffline(true);
        page.evaluate("location.hash = '#/analytics'");
        assertThat(page.getByRole(AriaRole.ALERT)
                        .filter(new com.microsoft.playwright.Locator.FilterOptions().setVisible(true))
                        .first())
                .isVisible();
        page.context().setOffline(false);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(Pattern.compile("again", Pattern.CASE_INSENSITIVE)))
                .first()
                .click();
        assertThat(page.locator("[data-total=active_vehicles]")).isVisible();
    }

    @Test
    void withReducedMotionNothingGlides() {
        var page = browser.page("#/map", options -> options.setReducedMotion(ReducedMotion.REDUCE));
        assertThat(page.locator(".connection.live")).isVisible();
        page.evaluate("""
                () => {
                  window.times = new Set(); const { map } = fleetline, { painter } = map, draw = painter.draw;
                  painter.draw = function (fleet, view, nowMs, serviceMs) { window.times.add(nowMs); draw.call(painter, fleet, view, nowMs, serviceMs); };
                }
                """);
        bed.fix("m", 36.752, -1.25, 61);
        bed.tell();
        page.waitForFunction(
                "() => window.times.size === 2", null, new Page.WaitForFunctionOptions().setTimeout(60_000));
        var times = page.evaluate("[...window.times].sort((a, b) => a - b)").toString();
        var parts = times.substring(1, times.length() - 1).split(", ");
        assertThat(Double.parseDouble(parts[1]) - Double.parseDouble(parts[0]))
                .as("milliseconds between two pictures")
                .isGreaterThan(5_000);
        browser.assertWellBehaved();
    }

    private Page live() {
        var page = browser.page("#/map");
        assertThat(page.locator(".connection.live")).isVisible();
        return page;
    }

    private static void alarms(Page page) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Alarms"))
                .click();
    }

    private static void slow(Page page, int latencyMs, int bytesPerSecond) {
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", latencyMs);
        conditions.addProperty("downloadThroughput", bytesPerSecond);
        conditions.addProperty("uploadThroughput", bytesPerSecond);
        var session = page.context().newCDPSession(page);
        session.send("Network.enable");
        session.send("Network.emulateNetworkConditions", conditions);
    }
}
