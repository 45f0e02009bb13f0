package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * The pictures of docs/screenshots: each page with the recorded demo fleet, by a clock that stands. They are compared with those of the project; with
 * {@code -Dfleetline.screenshots.write=true} they replace them. {@link DemoRecorder} makes the recording.
 */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ScreenshotsTest {
    private static final Path FOLDER = Path.of("docs", "screenshots");
    /** Where a picture that differs is left. */
    private static final Path DIFFERENT = Path.of("target", "screenshots");

    private static final double TOLERANCE = 0.02;
    private static final Duration ZOOMED = Duration.ofSeconds(1);
    /** For what glides, fades or waits for a moment. */
    private static final Duration SETTLED = Duration.ofSeconds(20);

    private static final boolean WRITES = Boolean.getBoolean("fleetline.screenshots.write");

    static final List<View> ALL = Stream.of("live", "trips", "analytics", "pipeline", "more")
            .flatMap(page -> Stream.of(
                    new View(page, ColorScheme.LIGHT, false),
                    new View(page, ColorScheme.DARK, false),
                    new View(page, ColorScheme.LIGHT, true),
                    new View(page, ColorScheme.DARK, true)))
            .toList();

    /** Each theme and each size of every page is compared once; {@code -Dfleetline.screenshots.all=true}: all pictures. */
    private static final List<View> VIEWS = ALL.stream()
            .filter(view -> WRITES
                    || Boolean.getBoolean("fleetline.screenshots.all")
                    || view.isPhone() == (view.theme() == ColorScheme.DARK))
            .toList();

    @TestHTTPResource("/")
    URI address;

    private TestBrowser browser;

    @BeforeEach
    void open() {
        browser = TestBrowser.open(address);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @ParameterizedTest
    @FieldSource("VIEWS")
    void aPageLooksAsItDid(View view) throws IOException {
        var recording = Recording.read();
        var missing = new ArrayList<String>();
        var page = browser.blank(view::apply, context -> recording.play(context, missing));
        page.clock()
                .install(new com.microsoft.playwright.Clock.InstallOptions()
                        .setTime(recording.at().toEpochMilli()));
        page.navigate(address + view.place());
        view.settle(page);
        var picture = page.screenshot();
        assertThat(missing)
                .as("questions that the recording has no answer to: record it anew")
                .isEmpty();
        compare(view.file(), picture);
        browser.assertWellBehaved();
    }

    private static void compare(String file, byte[] picture) throws IOException {
        var kept = FOLDER.resolve(file);
        if (WRITES) {
            Files.write(kept, picture);
            return;
        }
        var difference = Pictures.difference(Files.readAllBytes(kept), picture);
        if (difference > TOLERANCE) {
            Files.createDirectories(DIFFERENT);
            Files.write(DIFFERENT.resolve(file), picture);
        }
        assertThat(difference)
                .as(
                        "share of %s that differs from %s; look at both, and take the new one with -Dfleetline.screenshots.write=true",
                        DIFFERENT.resolve(file), kept)
                .isLessThanOrEqualTo(TOLERANCE);
    }

    /** @param page in docs/screenshots */
    record View(String page, ColorScheme theme, boolean isPhone) {
        void apply(NewContextOptions options) {
            options.setColorScheme(theme)
                    .setTimezoneId("Africa/Nairobi")
                    .setViewportSize(isPhone ? 390 : 1_440, isPhone ? 844 : 900);
        }

        String place() {
            return switch (page) {
                case "live" -> "#/map";
                case "more" -> "#/about";
                case "trips" -> "#/trips?sort=-distance";
                default -> "#/" + page;
            };
        }

        /** What is waited for; a vehicle is chosen, and the longest trip. */
        void ready(Page shown) {
            switch (page) {
                case "live" -> {
                    assertThat(shown.locator(".connection.live")).isVisible();
                    if (!isPhone) {
                        shown.locator(".vehicles li").nth(2).click();
                        shown.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("3 h"))
                                .click();
                    }
                }
                case "trips" ->
                    shown.locator(".trips-table tbody button").first().click();
                default -> assertThat(shown.locator("main h1")).isVisible();
            }
            assertThat(shown.locator(".waiting")).hasCount(0);
        }

        void settle(Page shown) {
            ready(shown);
            shown.waitForLoadState(LoadState.NETWORKIDLE);
            // Out again, from the chosen vehicle to its city.
            for (var step = 0; step < 3 && page.equals("live") && !isPhone; step++) {
                shown.locator(".ol-zoom-out").click();
                shown.clock().runFor(ZOOMED.toMillis());
            }
            shown.clock().runFor(SETTLED.toMillis());
        }

        String file() {
            return "%s-%s%s.png"
                    .formatted(page, theme.name().toLowerCase(java.util.Locale.ROOT), isPhone ? "-phone" : "");
        }
    }
}
