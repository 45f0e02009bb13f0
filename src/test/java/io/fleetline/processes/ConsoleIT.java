package io.fleetline.processes;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasAttributeOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.fleetline.TestDatabase;
import io.fleetline.read.console.TestBrowser;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.Simulator;
import io.fleetline.simulator.SimulatorSettings;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console of a service that polls a simulated cloud, whose fleet moves. */
class ConsoleIT {
    private static final int VEHICLES = 12;
    private static final double PATIENCE_MS = 120_000;

    private final SyntheticFleet fleet = new SyntheticFleet(VEHICLES, SyntheticFleet.accountNames(1), 7);

    @Test
    void itFollowsTheVendorsTroubleAndTheServicesEnd() {
        try (var database = TestDatabase.create();
                var cloud = Simulator.start(SimulatorSettings.demo(), fleet, InstantSource.system(), Instant::now);
                var service = ServiceProcess.start(environment(cloud, database), "serve")
                        .waitHealthy();
                var browser = TestBrowser.open(URI.create("http://127.0.0.1:" + service.port()))) {
            var map = browser.page("#/map");
            assertThat(map.locator(".vehicles li")).hasCount(VEHICLES, new HasCountOptions().setTimeout(PATIENCE_MS));
            var pipeline = browser.page("#/pipeline");
            becomes(pipeline, "good");
            // Of this method alone: what is asked for every quarter of an hour would stay red for as long.
            cloud.faults().set(Fault.UNREACHABLE, "jimi.user.device.location.list");
            becomes(pipeline, "bad");
            cloud.faults().off(Fault.UNREACHABLE);
            becomes(pipeline, "good");
            browser.assertWellBehaved();
            service.kill();
            assertThat(map.locator(".connection.away")).isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MS));
            assertThat(map.locator(".vehicles li")).hasCount(VEHICLES);
            becomes(pipeline, "bad|warn");
            comesBack(cloud, database, service.port(), map);
        }
    }

    /** The service starts again at the same address. An alarm that was stored meanwhile is on the page once. */
    private void comesBack(Simulator cloud, TestDatabase database, int port, Page map) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, alarm_name, severity, source)
                SELECT imei, 'vibration', now(), 'Vibration', 'warning', 'push' FROM tracksolid.devices ORDER BY imei LIMIT 1
                """));
        var environment = environment(cloud, database);
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        try (var _ = ServiceProcess.start(environment, "serve").waitHealthy()) {
            assertThat(map.locator(".connection.live")).isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MS));
            map.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Alarms"))
                    .click();
            assertThat(map.locator(".alarms li.new").filter(new Locator.FilterOptions().setHasText("Vibration")))
                    .hasCount(1);
            assertThat(map.locator(".vehicles li")).hasCount(VEHICLES);
        }
    }

    private Map<String, String> environment(Simulator cloud, TestDatabase database) {
        var settings = SimulatorSettings.demo();
        var environment = new HashMap<>(Map.of(
                "DATABASE_URL", database.url(),
                "TRACKSOLID_API_URL", cloud.apiUrl().toString(),
                "TRACKSOLID_APP_KEY", settings.appKey(),
                "TRACKSOLID_APP_SECRET", settings.appSecret(),
                "TRACKSOLID_USER_ID", settings.userId(),
                "TRACKSOLID_USER_PWD_MD5", settings.userPwdMd5(),
                "TRACKSOLID_TARGETS", String.join(",", fleet.accounts()),
                "FLEETLINE_LIVE_EVERY", "PT2S",
                "VTRIPS_REFRESH_INTERVAL_S", "5"));
        environment.put("WEBHOOK_REQUIRE_TOKEN", "0");
        return environment;
    }

    /** @param states a pattern */
    private static void becomes(Page page, String states) {
        try {
            assertThat(page.locator("#headline"))
                    .hasAttribute(
                            "data-state", Pattern.compile(states), new HasAttributeOptions().setTimeout(PATIENCE_MS));
        } catch (AssertionError e) {
            throw new AssertionError("the page says: " + page.locator("main").innerText(), e);
        }
    }
}
