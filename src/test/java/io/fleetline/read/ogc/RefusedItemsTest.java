package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ITEMS;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;

import io.fleetline.DatabaseResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class RefusedItemsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bbox     | 1,2,3
            bbox     | 1,2,3,4,5
            bbox     | 1,2,3,4,5,6,7
            bbox     | a,b,c,d
            bbox     | 1,2,3,NaN
            bbox     | 1,2,3,0x10
            bbox     | 1,2,3,
            bbox     | ''
            bbox     | 1,20,3,10
            bbox     | 181,2,3,4
            bbox     | 1e999,2,3,4
            bbox     | 1,-91,3,4
            bbox     | 1,2,9,3,4,8
            bbox     | 1,2,3,4&bbox=1,2,3,5
            bbox     | 1,2,3,4)%3BDROP%20TABLE%20tracksolid.trips
            datetime | yesterday
            datetime | ''
            datetime | 2026-02-30
            datetime | 2026-03-10T25:00:00Z
            datetime | 2026-03-10T06:00:00
            datetime | 2026-03-10/2026-03-09
            datetime | 2026-03-10T06:00:00Z/2026-03-10T05:00:00Z
            datetime | 2026-03-10/2026-03-10T05:00:00Z
            datetime | 2026-03-10/2026-03-11/2026-03-12
            datetime | %2B999999999-01-01T00:00:00Z
            datetime | 2026-03-10'%3B--
            datetime | 2026-03-10&datetime=2026-03-11
            limit    | 0
            limit    | -1
            limit    | 1.5
            limit    | many
            limit    | ''
            limit    | 10&limit=20
            limit    | 1%20OR%201=1
            cursor   | nonsense
            cursor   | ''
            cursor   | ODYx
            cursor   | ODYxfjIwMjYxMzEwVDA2MDAwMC4wMDAwMDBa
            cursor   | %FF%00
            imei     | a%00b
            """)
    void whatMakesNoSenseIsRefusedByName(String name, String value) {
        given().urlEncodingEnabled(false)
                .get(ITEMS.formatted("trips") + "?" + name + "=" + value)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", startsWith(name));
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01/2026-03-10", "2026-01-01/.."})
    void tracksOfMoreThanAMonthAreRefused(String datetime) {
        given().get(ITEMS.formatted("tracks") + "?datetime=" + datetime)
                .then()
                .statusCode(400)
                .body("detail", startsWith("datetime reaches over more than 31 days"));
    }
}
