package io.fleetline.read.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Debian's Chromium, which draws in software. It remembers what no page may do: errors in its console, and requests to another host. */
public final class TestBrowser implements AutoCloseable {
    private static final List<String> OPTIONS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--use-gl=angle",
            "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader",
            "--no-first-run",
            "--enable-precise-memory-info",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** A machine may be slow; what is waited for is seen as soon as it is there. */
    private static final double PATIENCE_MS = 30_000;

    /** More than any page has. */
    private static final int MOST_STOPS = 250;

    /** What the tab key must reach: a list of rows is one stop, and arrows move within it. */
    private static final String TO_REACH = """
            () => {
              window.nameOf = element => `${element.tagName} ${element.className} ${element.getAttribute("aria-label") ?? element.innerText}`.slice(0, 100);
              return [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex]")]
                .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true }))
                .map(nameOf);
            }
            """;

    /** The name of the element that has the focus, and whether it shows so. */
    private static final String STOP = """
            () => { const element = document.activeElement, style = getComputedStyle(element);
              return [nameOf(element), String(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)]; }
            """;

    private final Playwright playwright;
    private final Browser browser;
    private final URI service;
    private final List<String> faults = new ArrayList<>();

    private TestBrowser(Playwright playwright, Browser browser, URI service) {
        this.playwright = playwright;
        this.browser = browser;
        this.service = service;
    }

    /** Skips the test if there is no Chromium: scripts/test installs it. */
    public static TestBrowser open(URI service) {
        var chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "Chromium is not installed");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var options =
                new LaunchOptions().setExecutablePath(chromium.orElseThrow()).setArgs(OPTIONS);
        return new TestBrowser(playwright, playwright.chromium().launch(options), service);
    }

    /** A page of its own session. */
    public Page page(String place, Consumer<Browser.NewContextOptions> change) {
        var page = blank(change, _ -> {});
        page.navigate(service.resolve("/") + place);
        return page;
    }

    /** A page of its own session that has not gone anywhere. */
    Page blank(Consumer<Browser.NewContextOptions> change, Consumer<BrowserContext> prepare) {
        var options =
                new Browser.NewContextOptions().setViewportSize(1_280, 800).setLocale("en-GB");
        change.accept(options);
        var context = watched(browser.newContext(options));
        prepare.accept(context);
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add("console: " + message.text());
            }
        });
        page.onPageError(error -> faults.add("error: " + error));
        return page;
    }

    public Page page(String place) {
        return page(place, _ -> {});
    }

    private BrowserContext watched(BrowserContext context) {
        context.onRequest(this::watch);
        return context;
    }

    private void watch(Request request) {
        var address = URI.create(request.url());
        if (address.getHost() != null && !address.getAuthority().equals(service.getAuthority())) {
            faults.add("request to " + address.getAuthority());
        }
    }

    /** Neither an error in the console nor a request to another host. */
    public void assertWellBehaved() {
        assertThat(faults).isEmpty();
    }

    /** For a test that caused some. */
    List<String> faults() {
        return faults;
    }

    /** No serious finding of axe, by the rules of WCAG 2.2 A and AA. */
    static void assertAccessible(Page page) {
        var findings = new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze()
                .getViolations();
        assertThat(findings.stream()
                        .filter(finding -> List.of("serious", "critical").contains(finding.getImpact()))
                        .flatMap(finding -> finding.getNodes().stream()
                                .map(node -> finding.getId() + ": " + node.getHtml() + " " + node.getFailureSummary()))
                        .toList())
                .isEmpty();
    }

    /** The tab key reaches whatever can be used, and the one that has the focus shows it. */
    static void assertReachableByKeyboard(Page page) {
        var left = new TreeSet<>(strings(page.evaluate(TO_REACH)));
        for (var stops = 0; stops < MOST_STOPS && !left.isEmpty(); stops++) {
            page.keyboard().press("Tab");
            var stop = strings(page.evaluate(STOP));
            if (left.remove(stop.getFirst())) {
                assertThat(stop.getLast())
                        .as("focus is seen on %s", page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
                        .isEqualTo("true");
            }
        }
        assertThat(left).as("not reached").isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Object list) {
        return (List<String>) list;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
