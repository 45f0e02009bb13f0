package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live map in a browser: what a dispatcher sees and does. The fleet: m moves and i idles near Nairobi, p is parked in Mombasa, o is offline. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LiveMapTest extends LiveMapBed {
    private static final String LIVE = ".connection.live";

    @Test
    void vehiclesAppearAndMove() {
        var page = live("");
        assertThat(rows(page)).hasCount(4);
        assertThat(rows(page).first()).containsText("KDA 001A");
        assertThat(rows(page).first()).containsText("42 km/h");
        assertThat(rows(page).first()).containsText("Amina · North");
        bed.fix("m", 36.76, -1.25, 61);
        bed.tell();
        assertThat(rows(page).first()).containsText("61 km/h");
        // 36.76 degrees on a sphere of 6378137 m, in the map's metres.
        page.waitForFunction("() => Math.abs(fleetline.fleet.toX[fleetline.fleet.slots.get('m')] - 4092104.4) < 1");
        browser.assertWellBehaved();
    }

    @Test
    void aFilterNarrowsTheListAndTheMapAndIsInTheAddress() {
        var page = live("");
        page.getByLabel("Cost centre").selectOption("North");
        assertThat(rows(page)).hasCount(2);
        assertThat(page).hasURL(Pattern.compile("#/map\\?.*cost_centre=North"));
        page.waitForFunction("() => fleetline.fleet.count === 2");
        page.reload();
        assertThat(rows(page)).hasCount(2);
        page.getByRole(AriaRole.BUTTON, named("Remove Cost centre: North")).click();
        assertThat(rows(page)).hasCount(4);
        browser.assertWellBehaved();
    }

    @Test
    void aSearchFindsPlatesDriversAndImeis() {
        var page = live("");
        var search = page.getByRole(AriaRole.SEARCHBOX);
        search.fill("amina");
        assertThat(rows(page)).hasCount(1);
        search.fill("003c");
        assertThat(rows(page)).containsText("KDA 003C");
        search.fill("nobody");
        assertThat(page.getByText("No vehicle matches.")).isVisible();
        page.getByRole(AriaRole.SEARCHBOX).fill("");
        page.getByRole(AriaRole.BUTTON, named("1 parked")).click();
        assertThat(rows(page)).hasCount(1);
        browser.assertWellBehaved();
    }

    @Test
    void anAlarmAppearsAsItHappens() {
        var page = live("");
        bed.alarm("m", "fence");
        bed.tell();
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Alarms"))
                .click();
        assertThat(page.locator(".alarms li.new")).containsText("Geofence");
        assertThat(page.locator(".alarms li.new")).containsText("KDA 001A");
        assertThat(page.locator("[aria-live]")).containsText("Alarm: Geofence, KDA 001A");
        var first = page.locator(".alarms li button").first();
        first.focus();
        bed.alarm("i", "vibration");
        bed.tell();
        assertThat(page.locator(".alarms li.new")).hasCount(2);
        assertThat(page.locator(".alarms li button").filter(new Locator.FilterOptions().setHasText("KDA 001A")))
                .isFocused();
        browser.assertWellBehaved();
    }

    @Test
    void aHostilePlateStaysText() {
        bed.sql(
                "UPDATE tracksolid.devices SET vehicle_number = '<script>alert(1)</script>', driver_name = '<img src=x onerror=alert(2)>' WHERE imei = 'm'");
        bed.tell();
        var page = live("");
        page.onDialog(dialog -> browser.faults().add("dialog " + dialog.message()));
        rows(page).first().click();
        assertThat(page.getByRole(AriaRole.HEADING, named("<script>alert(1)</script>")))
                .isVisible();
        assertThat(page.locator("main script, main img")).hasCount(0);
        browser.assertWellBehaved();
    }

    @Test
    void theListIsUsableByKeyboard() {
        var page = live("");
        TestBrowser.assertReachableByKeyboard(page);
        page.getByRole(AriaRole.SEARCHBOX).focus();
        // Past the four statuses, to the row that has the focus.
        for (var tab = 0; tab < 5; tab++) {
            page.keyboard().press("Tab");
        }
        page.keyboard().press("ArrowDown");
        // Another one comes before it: the focus stays with the vehicle.
        bed.fix("p", 39.66, -4.05, 50);
        bed.tell();
        assertThat(rows(page).nth(1)).containsText("KDA 003C");
        page.keyboard().press("Enter");
        assertThat(page.locator("aside.vehicle h2")).hasText("KDA 002B");
        assertThat(page).hasURL(Pattern.compile("vehicle=i"));
        assertThat(page.getByRole(AriaRole.OPTION, named("KDA 002B")).first()).hasAttribute("aria-selected", "true");
        browser.assertWellBehaved();
    }

    @Test
    void aLostConnectionIsSaidAndComesBackWithWhatHappenedMeanwhile() {
        var page = live("");
        page.context().setOffline(true);
        page.evaluate("fleetline.feed.drop()");
        assertThat(page.locator(".connection")).not().hasClass(Pattern.compile("live"));
        bed.alarm("i", "vibration");
        bed.fix("m", 36.77, -1.25, 33);
        bed.tell();
        page.context().setOffline(false);
        assertThat(page.locator(LIVE)).isVisible();
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Alarms"))
                .click();
        assertThat(page.locator(".alarms li.new")).hasCount(1);
        page.waitForFunction("() => fleetline.fleet.speed[fleetline.fleet.slots.get('m')] === 33");
    }

    @Test
    void withoutWebglTheSameVehiclesAreDrawn() {
        var page = browser.page("?nowebgl#/map");
        assertThat(page.locator(LIVE)).isVisible();
        assertThat(page.evaluate("fleetline.map.isWebgl")).isEqualTo(false);
        assertThat(rows(page)).hasCount(4);
        page.waitForFunction("() => coloured('canvas.vehicles')".replace("coloured", DRAWN));
        browser.assertWellBehaved();
    }

    @Test
    void aLostContextIsDrawnAgain() {
        var page = live("");
        page.evaluate(
                "window.lose = fleetline.map.canvas.getContext('webgl2').getExtension('WEBGL_lose_context'); lose.loseContext()");
        page.waitForFunction("() => fleetline.map.canvas.getContext('webgl2').isContextLost()");
        page.evaluate("lose.restoreContext()");
        page.waitForFunction("() => !fleetline.map.canvas.getContext('webgl2').isContextLost()");
        bed.fix("m", 36.76, -1.25, 61);
        bed.tell();
        page.waitForFunction("() => coloured('canvas.vehicles')".replace("coloured", DRAWN));
        browser.assertWellBehaved();
    }

    @Test
    void aContextThatStaysLostIsReplaced() {
        var page = live("");
        page.evaluate("fleetline.map.canvas.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()");
        page.waitForFunction("() => !fleetline.map.isWebgl");
        page.waitForFunction("() => coloured('canvas.vehicles')".replace("coloured", DRAWN));
        browser.assertWellBehaved();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIGHT", "DARK"})
    void itIsAccessible(ColorScheme theme) {
        var page = browser.page("#/map", options -> options.setColorScheme(theme));
        assertThat(rows(page)).hasCount(4);
        rows(page).first().click();
        TestBrowser.assertAccessible(page);
        page.setViewportSize(390, 844);
        TestBrowser.assertAccessible(page);
        page.setViewportSize(640, 400);
        TestBrowser.assertAccessible(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        browser.assertWellBehaved();
    }

    private Page live(String choices) {
        var page = browser.page("#/map" + choices);
        assertThat(page.locator(LIVE)).isVisible();
        return page;
    }

    /** Whether a canvas has a pixel that is not transparent, in the frame that is drawn next. */
    private static final String DRAWN = """
            (selector => { fleetline.map.draw(); const from = document.querySelector(selector), to = new OffscreenCanvas(from.width, from.height).getContext("2d");
              to.drawImage(from, 0, 0); return to.getImageData(0, 0, from.width, from.height).data.some((value, index) => index % 4 === 3 && value > 0); })""";

    private static Locator rows(Page page) {
        return page.getByRole(AriaRole.OPTION)
                .filter(new Locator.FilterOptions().setVisible(true))
                .and(page.locator(".vehicles li"));
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }
}
