package io.fleetline.read.ogc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OGC API as HTML pages. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class HtmlPagesTest {
    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final String EVIL = "<script>alert(1)</script>\"' onload=\"x&amp;";

    @Inject
    AgroalDataSource database;

    @BeforeAll
    void fleet() {
        OgcFleet.create(database);
        new FleetFixture(database)
                .sql("UPDATE tracksolid.devices SET vehicle_name = '%s', driver_name = '%s' WHERE imei = '861'"
                        .formatted(EVIL.replace("'", "''"), EVIL.replace("'", "''")));
        new FleetFixture(database).sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type) VALUES ('861', '2026-03-11 06:00Z', '"><img src=x>')
            """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ogc",
                "/ogc/conformance",
                "/ogc/collections",
                "/ogc/collections/trips",
                "/ogc/collections/trips/items",
                "/ogc/collections/alarms/items",
                "/ogc/collections/tracks/items",
                "/ogc/collections/trips/items/861~20260310T060000.000000Z",
                "/ogc/collections/alarms/items/861~20260311T060000.000000Z~%22%3E%3Cimg%20src=x%3E"
            })
    void aBrowserGetsAPageAndAProgramJson(String path) throws Exception {
        var page = given().urlEncodingEnabled(false).accept(BROWSER).get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.contentType()).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(page.header("Vary")).contains("Accept");
        assertThat(page.asString())
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .doesNotContain("<script", "<img", "onload=\"");
        for (var accept : new String[] {"*/*", "application/json", "application/json, text/html;q=0.5"}) {
            given().urlEncodingEnabled(false)
                    .accept(accept)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .contentType(containsString("json"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            html    | application/json | text/html
            json    | text/html        | json
            geojson | text/html        | json
            """)
    void fGoesBeforeTheAcceptHeader(String f, String accept, String type) {
        for (var path : new String[] {"/ogc", "/ogc/collections/trips", "/ogc/collections/trips/items"}) {
            given().accept(accept).get(path + "?f=" + f).then().statusCode(200).contentType(containsString(type));
        }
    }

    @Test
    void whatADeviceIsCalledIsTextAndNothingElse() {
        given().get("/ogc/collections/trips/items?f=html&imei=861")
                .then()
                .body(containsString("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=&quot;x&amp;amp;"));
    }

    /** A browser runs and loads nothing but the one style, which the policy names by its digest. */
    @Test
    void thePolicyLetsTheStyleInAndNothingElse() throws Exception {
        var page = given().get("/ogc?f=html");
        var style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page.asString());
        assertThat(style.find()).isTrue();
        var digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(style.group(1).getBytes("UTF-8")));
        assertThat(page.headers().getValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; style-src 'sha256-" + digest
                        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(given().get("/ogc?f=json").headers().getValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; frame-ancestors 'none'");
    }

    @Test
    void aPageLeadsToTheNextAndToEachFeature() {
        given().get("/ogc/collections/trips/items?f=html&limit=1")
                .then()
                .body(allOf(
                        containsString("1 of 3 features"),
                        containsString("/ogc/collections/trips/items/864%7E20260310T090000.123456Z\">"),
                        containsString("f=html&amp;limit=1\">The next page</a>")))
                .body(not(containsString("null")));
    }
}
