package io.fleetline.read;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
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
    void aBrowserGetsAPageWithTheSameLinks() {
        var page = given().accept(BROWSER)
                .get("/")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .extract()
                .asString();
        var hrefs = Pattern.compile("href=\"([^\"]*)\"")
                .matcher(page)
                .results()
                .map(href -> "/" + href.group(1).replace("&amp;", "&"))
                .toList();
        assertThat(hrefs).isEqualTo(given().get("/").jsonPath().getList("links.href"));
    }

    /** The policy allows the style in the page, and nothing else. */
    @Test
    void thePageWorksUnderItsPolicy() throws Exception {
        var answer = given().accept(BROWSER).get("/");
        var style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(answer.asString());
        assertThat(style.find()).isTrue();
        var sha256 = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(answer.headers().getValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(sha256)
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(answer.asString()).doesNotContain("<script", " style=", "<img", "http");
    }

    @Test
    void anotherFormIsNotAcceptable() {
        given().accept("image/png").get("/").then().statusCode(406);
    }
}
