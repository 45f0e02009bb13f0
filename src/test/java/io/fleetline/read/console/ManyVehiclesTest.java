package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.feed.LiveBed;
import io.fleetline.read.feed.LiveFeed;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No vehicle, and very many that all move, each with a fix every 10 seconds. How long the main thread works for a frame: {@link ConsoleFigures}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ManyVehiclesTest {
    private static final int VEHICLES = 10_000;
    private static final int MEASURED_MS = 2_000;

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
    void veryManyMove() {
        var page = browser.page("#/map");
        FrameTimes.fill(page, VEHICLES);
        assertThat(FrameTimes.measure(page, VEHICLES, MEASURED_MS).isWebgl()).isTrue();
        page.evaluate("fleetline.map.useCanvas()");
        assertThat(FrameTimes.measure(page, VEHICLES, MEASURED_MS).isWebgl()).isFalse();
        browser.assertWellBehaved();
    }
}
