package io.fleetline.read.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.fleetline.DatabaseResource;
import io.fleetline.read.access.TestTokens;
import io.fleetline.read.access.TokensRequired;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console of a service that needs tokens. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestProfile(TokensRequired.class)
class ConsoleAccessTest extends LiveMapBed {
    private TestTokens tokens;

    @BeforeEach
    void openTokens() {
        tokens = new TestTokens(database);
    }

    @Test
    void theTokenIsAskedForOnceAndKeptForTheSession() {
        var page = browser.page("#/map");
        give(page, "flt_this_is_no_token");
        give(page, tokens.make());
        assertThat(page.locator(".vehicles li")).hasCount(4);
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        page.reload();
        assertThat(page.locator(".vehicles li")).hasCount(4);
        assertThat(page.evaluate("Object.keys(localStorage).filter(key => key.includes('token'))"))
                .asString()
                .isEqualTo("[]");
        assertThat(page.url()).doesNotContain("flt_");
    }

    @Test
    void aTokenWithCostCentresSeesOnlyItsOwnEverywhere() {
        var page = browser.page("#/map");
        give(page, tokens.make("North"));
        assertThat(page.locator(".vehicles li")).hasCount(2);
        bed.alarm("p", "south");
        bed.alarm("m", "north");
        bed.tell();
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Alarms"))
                .click();
        assertThat(page.locator(".alarms li.new")).hasCount(1);
        assertThat(page.locator(".alarms li")).hasCount(1);
        assertThat(page.getByLabel("Cost centre").locator("option")).hasCount(2);
        page.navigate(address + "#/analytics");
        assertThat(page.locator("[data-total=active_vehicles]")).containsText("of 2");
        assertThat(page.locator("main")).not().containsText("South");
    }

    @Test
    void aTokenThatIsRevokedIsAskedForAgain() {
        var page = browser.page("#/map");
        var token = tokens.make();
        give(page, token);
        assertThat(page.locator(".vehicles li")).hasCount(4);
        page.evaluate("sessionStorage.setItem('fleetline.token', 'flt_another')");
        page.evaluate("fleetline.feed.drop()");
        give(page, tokens.make());
        assertThat(page.locator(".connection.live")).isVisible();
        assertThat(page.locator(".vehicles li")).hasCount(4);
    }

    private static void give(Page page, String token) {
        var field = page.getByLabel("Token", new Page.GetByLabelOptions().setExact(true));
        assertThat(field).isFocused();
        page.keyboard().type(token);
        page.keyboard().press("Enter");
    }
}
