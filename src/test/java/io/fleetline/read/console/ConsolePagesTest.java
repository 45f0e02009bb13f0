package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.upkeep.Rollup;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The other pages in a browser, with the trips of {@link FleetFixture#tripFleet}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ConsolePagesTest {
    private static final String DAY = "2026-03-10";

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
        new Rollup(database).run();
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @ParameterizedTest
    @CsvSource({
        "trips?day=2026-03-10, LIGHT",
        "trips?day=2026-03-10, DARK",
        "analytics?from=2026-03-08&to=2026-03-11, LIGHT",
        "analytics?from=2026-03-08&to=2026-03-11, DARK",
        "pipeline, LIGHT",
        "pipeline, DARK",
        "about, LIGHT",
        "about, DARK"
    })
    void everyPageIsAccessibleAndWellBehaved(String place, ColorScheme theme) {
        var page = browser.page("#/" + place, options -> options.setColorScheme(theme));
        var name = place.replaceAll("\\?.*", "");
        assertThat(page.locator("nav a[aria-current]")).hasText(title(name));
        assertThat(page.locator(".waiting")).hasCount(0);
        TestBrowser.assertAccessible(page);
        page.setViewportSize(390, 844);
        TestBrowser.assertAccessible(page);
        // A window of 1280 x 800 at 200 %: as wide as the screen, so nothing is cut off.
        page.setViewportSize(640, 400);
        TestBrowser.assertAccessible(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        browser.assertWellBehaved();
    }

    @Test
    void aCardHasTheNumberOfTheApi() {
        var totals = given().get("/analytics/fleet-summary?from=%s&to=%1$s".formatted(DAY))
                .jsonPath();
        assertThat(totals.getInt("totals.trips")).isEqualTo(7);
        var page = browser.page("#/analytics?from=%s&to=%1$s".formatted(DAY));
        assertThat(page.locator("[data-total=trips] .figure")).hasText("7");
        assertThat(page.locator("[data-total=distance_km] .figure")).containsText("63.5");
        assertThat(page.locator("[data-total=litres_measured] .figure")).hasText("unknown");
        browser.assertWellBehaved();
    }

    @Test
    void aTripPlays() {
        var page = browser.page("#/trips?speed=60&day=" + DAY);
        assertThat(page.locator(".trips-table tbody tr")).hasCount(7);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("KDB 200B"))
                .click();
        assertThat(page).hasURL(Pattern.compile("trip="));
        var play = page.locator("button.trips-play");
        assertThat(play).isEnabled();
        play.click();
        page.waitForFunction("() => Number(document.querySelector('.trips-player input').value) > 60");
        assertThat(page.locator(".trips-now")).containsText("12:0");
        play.click();
        browser.assertWellBehaved();
    }

    @Test
    void aDayWithoutTripsSaysSo() {
        var page = browser.page("#/trips?day=2026-01-01");
        assertThat(page.locator(".trips-list, .trips-dock").getByText("No trip").first())
                .isVisible();
        browser.assertWellBehaved();
    }

    @ParameterizedTest
    @CsvSource({"fr-FR, fr, Analyses|Statistiques|Analytique", "sw-KE, sw, .+"})
    void theReadersLanguageIsSpoken(String locale, String code, String analytics) {
        var page = browser.page("#/analytics", options -> options.setLocale(locale));
        assertThat(page.locator("html")).hasAttribute("lang", code);
        assertThat(page.locator("nav a[aria-current]")).hasText(Pattern.compile(analytics));
        assertThat(page.locator("nav a[aria-current]")).not().hasText("Analytics");
        browser.assertWellBehaved();
    }

    private static String title(String name) {
        return name.equals("about") ? "More" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
