package io.fleetline.read.console;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Records a running scripts/demo for {@link ScreenshotsTest}: {@code -Dtest=DemoRecorder -Dfleetline.screenshots.record=http://127.0.0.1:8890/}. No other
 * test run does: its name is no test's.
 */
class DemoRecorder {
    private static final int LIVE_MS = 25_000;
    private static final int PAGE_MS = 3_000;

    @Test
    void record() throws IOException {
        var demo = URI.create(System.getProperty("fleetline.screenshots.record", "http://127.0.0.1:8890/"));
        var recording = Recording.empty(Instant.now());
        try (var browser = TestBrowser.open(demo)) {
            for (var view : ScreenshotsTest.ALL) {
                if (view.theme() == ColorScheme.LIGHT) {
                    record(browser, demo, view, recording);
                }
            }
        }
        recording.write();
    }

    private static void record(TestBrowser browser, URI demo, ScreenshotsTest.View view, Recording recording) {
        var page = browser.blank(view::apply, _ -> {});
        // One live feed is enough.
        if (!view.page().equals("live") || recording.frames().isEmpty()) {
            recording.listen(page);
        }
        page.navigate(demo + view.place());
        view.ready(page);
        page.waitForTimeout(view.page().equals("live") ? LIVE_MS : PAGE_MS);
        page.context().close();
    }
}
