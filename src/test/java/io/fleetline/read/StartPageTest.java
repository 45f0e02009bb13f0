package io.fleetline.read;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.startsWith;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class StartPageTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/json, text/html;q=0.5"})
    void aProgramGetsLinks(String accept) {
        given().accept(accept)
                .get("/")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("title", equalTo("Fleetline"))
                .body("links.href", everyItem(startsWith("/")))
                .body("links.findAll { it.token }", equalTo(List.of()));
    }

    @Test
    void everyLinkLeadsToAnAnswer() {
        var links = given().get("/").jsonPath().<String>getList("links.href");
        assertThat(links).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        links.forEach(
                link -> assertThat(given().urlEncodingEnabled(false).get(link).statusCode())
                        .as(link)
                        .isEqualTo(200));
    }

    @Test
    void aBrowserGetsTheConsole() {
        given().accept(BROWSER)
                .get("/")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Security-Policy", containsString("script-src 'self'; style-src 'self'"))
                .body(containsString("console/main.js"));
    }

    /** Where there are no readers a browser gets links, whose page's policy allows the style in it, and nothing else. */
    @Test
    void thePageOfLinksWorksUnderItsPolicy() throws Exception {
        var page = new StartPage();
        var html = page.html(Offer.OF_ALL, false);
        var style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(html);
        assertThat(style.find()).isTrue();
        var sha256 = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page.policy())
                .isEqualTo("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(sha256)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(html).doesNotContain("<script", " style=", "<img", "http").contains("href=\"health/ingest\"");
    }

    @Test
    void anotherFormIsNotAcceptable() {
        given().accept("image/png").get("/").then().statusCode(406);
    }
}
