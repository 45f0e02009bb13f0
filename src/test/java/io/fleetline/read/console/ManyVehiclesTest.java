package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** No vehicle, and very many that all move, each with a fix every 10 seconds. How long the main thread works for a frame: {@link ConsoleFigures}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ManyVehiclesTest extends LiveMapBed {
    private static final int VEHICLES = 10_000;
    private static final int MEASURED_MS = 2_000;

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
