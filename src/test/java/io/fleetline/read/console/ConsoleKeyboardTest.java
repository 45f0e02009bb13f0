package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page without a mouse. The live map is in {@link LiveMapTest}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ConsoleKeyboardTest {
    private static final String DAY = "2026-03-10";
    /** More than any page has. */
    private static final int MOST_STOPS = 250;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource("/")
    URI address;

    private TestBrowser browser;

    @BeforeEach
    void open() {
        browser = TestBrowser.open(address);
        var fixture = new FleetFixture(database);
        fixture.clear();
        fixture.tripFleet();
        fixture.trackOfATrip();
        Jdbi.create(database).useHandle(handle -> handle.execute("SELECT infrastructure.fn_rebuild_trips()"));
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trips?day=" + DAY, "analytics?from=2026-03-08&to=2026-03-11", "pipeline", "about"})
    void theTabKeyReachesEverythingAndShowsWhereItIs(String place) {
        var page = shown(place);
        TestBrowser.assertReachableByKeyboard(page);
        browser.assertWellBehaved();
    }

    @Test
    void theNavigationIsSkippedAndUsed() {
        var page = shown("about");
        page.keyboard().press("Tab");
        assertThat(page.locator("#skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        page.keyboard().press("Shift+Tab");
        tabTo(page, page.locator("nav a").nth(3), "Shift+Tab");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("#/pipeline"));
        assertThat(page.locator("#headline")).isVisible();
        browser.assertWellBehaved();
    }

    @Test
    void aTripIsChosenPlayedAndClosed() {
        var page = shown("trips?day=" + DAY);
        assertThat(page.locator(".trips-table tbody tr")).hasCount(7);
        tabTo(page, page.locator(".trips-table tbody button[tabindex='0']"), "Tab");
        // Of the others' trips there are no fixes.
        for (var rows = 1; rows < 7 && !focused(page).equals("KDB 200B"); rows++) {
            page.keyboard().press("ArrowDown");
        }
        assertThat(focused(page)).isEqualTo("KDB 200B");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("trip="));
        assertThat(page.locator("button.trips-play")).isEnabled();
        tabTo(page, page.locator("button.trips-play"), "Tab");
        page.keyboard().press("Space");
        page.waitForFunction("() => Number(document.querySelector('.trips-player input').value) > 0");
        page.keyboard().press("Space");
        page.keyboard().press("Escape");
        assertThat(page).not().hasURL(Pattern.compile("trip="));
        browser.assertWellBehaved();
    }

    @Test
    void aTableIsSortedAndThePeriodChanged() {
        var page = shown("analytics?from=2026-03-08&to=2026-03-11");
        var head = page.locator("main th[aria-sort] button").first();
        tabTo(page, head, "Tab");
        var order = page.locator("main th[aria-sort]").first();
        var before = order.getAttribute("aria-sort");
        page.keyboard().press("Enter");
        assertThat(order).not().hasAttribute("aria-sort", before);
        assertThat(head).isFocused();
        tabTo(page, page.locator(".presets button").first(), "Shift+Tab");
        page.keyboard().press("Enter");
        assertThat(page).not().hasURL(Pattern.compile("2026-03-08"));
        browser.assertWellBehaved();
    }

    private Page shown(String place) {
        var page = browser.page("#/" + place);
        assertThat(page.locator("main")
                        .getByRole(AriaRole.BUTTON)
                        .or(page.locator("main a"))
                        .first())
                .isVisible();
        assertThat(page.locator(".waiting")).hasCount(0);
        return page;
    }

    private static void tabTo(Page page, Locator wanted, String key) {
        for (var stops = 0; stops < MOST_STOPS; stops++) {
            if ((boolean) wanted.evaluate("element => element === document.activeElement")) {
                return;
            }
            page.keyboard().press(key);
        }
        throw new AssertionError("the tab key does not reach " + wanted);
    }

    private static String focused(Page page) {
        return (String) page.evaluate("document.activeElement.innerText");
    }
}
