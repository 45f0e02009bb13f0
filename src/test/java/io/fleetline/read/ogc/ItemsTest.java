package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ids;
import static io.fleetline.read.ogc.OgcFleet.items;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Filters;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which features a query returns; the fleet is {@link OgcFleet}. The tables name each by the beginning of its id. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class ItemsTest {
    @Inject
    AgroalDataSource database;

    @BeforeAll
    void fleet() {
        OgcFleet.create(database);
    }

    /** The trip of 861 goes from 36.75 -1.25 to 36.5 -1.5; that of 862 from 179.5 -16.5 to 179.75 -16.25; of 864 only 39.5 -4 is known. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trips          | bbox=-180,-90,180,90            | 864~20260310T09 862~20260310T06 861~20260310T06
            trips          | bbox=36,-2,37,-1                | 861~20260310T06
            trips          | bbox=36,-2,36.5,-1.5            | 861~20260310T06
            trips          | bbox=36,-2,36.49,-1.5           |
            trips          | bbox=36.75,-1.25,36.75,-1.25    | 861~20260310T06
            trips          | bbox=36.625,-2,36.625,2         | 861~20260310T06
            trips          | bbox=36.7,-1.5,36.75,-1.35      |
            trips          | bbox=39.5,-4,40,-3              | 864~20260310T09
            trips          | bbox=36,-2,0,37,-1,100          | 861~20260310T06
            trips          | bbox=179.6,-17,-179,-16         | 862~20260310T06
            trips          | bbox=179.8,-17,-179,-16         |
            trips          | bbox=180,-90,-180,90            |
            trips          | bbox=170,-17,36.6,-1            | 862~20260310T06 861~20260310T06
            live-positions | bbox=36.75,-1.25,36.75,-1.25    | 861
            live-positions | bbox=%2B3.675e1,-1.25,%2037,.5  | 861
            live-positions | bbox=36.7501,-2,37,0            |
            live-positions | bbox=179,-17,-179,-16           | 862
            parking        | bbox=36.5,-1.5,36.5,-1.5        | 861~20260310T070000.000000Z~parking 861~20260310T070000.000000Z~idling
            alarms         | bbox=-180,-90,180,90            | 862~20260310T0620 861~20260310T061000.000000Z~1
            tracks         | bbox=36.625,-1.25,36.625,-1.25&datetime=2026-03-10        | 861~2026-03-10
            tracks         | bbox=36.5,-1.5,36.5,-1.5&datetime=2026-03-09/2026-03-11   | 861~2026-03-11 861~2026-03-10
            """)
    void theBoxFindsWhatItMeets(String collection, String query, String expected) {
        assertFound(ids(collection, query), expected);
    }

    /** Business days begin at 21:00 UTC. The trips: 861 06:00–06:30, 862 06:00–07:00, 864 09:00:00.123456–09:10. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trips          | 2026-03-10T06:00:00Z                           | 862 861
            trips          | 2026-03-10T06:30:00.000Z                       | 862 861
            trips          | 2026-03-10T06:30:00.000001Z                    | 862
            trips          | 2026-03-10t10:00:00%2B03:00                    | 862
            trips          | 2026-03-10T05:59:59Z                           |
            trips          | 2026-03-10T06:40:00Z/2026-03-10T09:00:00Z      | 862
            trips          | 2026-03-10T06:40:00Z/2026-03-10T09:00:00.123456Z | 864 862
            trips          | 2026-03-10T07:00:00Z/..                        | 864 862
            trips          | 2026-03-10T07:00:01Z/                          | 864
            trips          | ../2026-03-10T06:00:00Z                        | 862 861
            trips          | /2026-03-10T05:59:59Z                          |
            trips          | ../..                                          | 864 862 861
            trips          | /                                              | 864 862 861
            trips          | 2026-03-10                                     | 864 862 861
            trips          | 2026-03-09                                     |
            trips          | 2026-03-09/2026-03-10                          | 864 862 861
            trips          | 2026-03-11/..                                  |
            trips          | 0000-01-01T00:00:00Z/0001-01-01T00:00:00Z      |
            trips          | 0000-01-01/9999-12-31                          | 864 862 861
            trips          | 9999-12-31T23:59:59-18:00                      |
            tracks         | 0001-01-01/0001-01-31                          |
            tracks         | ../0000-01-01                                  |
            tracks         | 9999-12-31                                     |
            live-positions | 2026-03-10T06:30:00Z/..                        | 862
            live-positions | ../2026-03-10T06:00:00Z                        | 861
            parking        | 2026-03-10T07:10:00Z                           | 861~20260310T070000.000000Z~parking 861~20260310T070000.000000Z~idling
            parking        | 2026-03-10T08:00:01Z/..                        | 862
            parking        | 2030-01-01T00:00:00Z                           | 862
            alarms         | 2026-03-10T06:10:00Z                           | 861~20260310T061000.000000Z~power 861~20260310T061000.000000Z~1
            alarms         | 2026-03-10T06:10:00.000001Z/..                 | 862
            tracks         | 2026-03-10                                     | 862~2026-03-10 861~2026-03-10
            tracks         | 2026-03-11                                     | 861~2026-03-11
            tracks         | 2026-03-10T20:59:59Z/2026-03-10T21:00:00Z      | 861~2026-03-11 862~2026-03-10 861~2026-03-10
            tracks         | ../2026-03-11T00:00:00Z                        | 861~2026-03-11 862~2026-03-10 861~2026-03-10
            tracks         | ../..                                          |
            """)
    void theTimeFindsWhatTouchesIt(String collection, String datetime, String expected) {
        assertFound(ids(collection, "datetime=" + datetime), expected);
    }

    private static void assertFound(List<String> found, String expected) {
        var beginnings = expected == null ? List.<String>of() : List.of(expected.split(" "));
        assertThat(found).hasSameSizeAs(beginnings);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).startsWith(beginnings.get(i));
        }
    }

    static Stream<Arguments> eachFilterInEachCollection() {
        var filters = List.of(
                new String[] {"cost_centre", "R&D + South", "862"},
                new String[] {"cost_centre", "R&D + South,North", "861 862"},
                new String[] {"cost_centre", "Hidden", ""},
                new String[] {"assigned_city", "Nairobi", "861"},
                new String[] {"vehicle_type", "truck", "862"},
                new String[] {"fleet_segment", "service", "862"},
                new String[] {"vehicle_number", "KDA 001A", "861"},
                new String[] {"imei", "862,863", "862"},
                new String[] {"driver_name", "Amina", "861"},
                new String[] {"driver_name", "", "861 862"});
        return Arrays.stream(OgcCollection.values())
                .flatMap(collection ->
                        filters.stream().map(filter -> Arguments.of(collection.id(), filter[0], filter[1], filter[2])));
    }

    @ParameterizedTest
    @MethodSource("eachFilterInEachCollection")
    void eachFilterLeavesOnlyItsVehicles(String collection, String filter, String value, String imeis) {
        var query = "datetime=2026-03-10&" + filter + "=" + URLEncoder.encode(value, UTF_8);
        var found = items(collection, query).getList("features.properties.imei", String.class);
        // 864 is disabled: it has trips, but no live position.
        assertThat(found.stream().filter(imei -> !imei.equals("864")).distinct().sorted())
                .containsExactly(imeis.isEmpty() ? new String[0] : imeis.split(" "));
    }

    @ParameterizedTest
    @EnumSource(OgcCollection.class)
    void sqlInAFilterIsAValue(OgcCollection collection) {
        var sql = URLEncoder.encode("North'] OR 1=1); DELETE FROM tracksolid.devices; --", UTF_8);
        for (var filter : Filters.NAMES) {
            assertThat(ids(collection.id(), "datetime=2026-03-10&" + filter + "=" + sql))
                    .as(filter)
                    .isEmpty();
        }
        assertThat(ids(collection.id(), "datetime=2026-03-10")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"trips, 100000000000000000000, 3", "trips, 10001, 3", "trips, 0002, 2", "trips, 1, 1", "parking, 2, 2"})
    void aPageHoldsAsManyAsAsked(String collection, String limit, int expected) {
        var page = items(collection, "limit=" + limit);
        assertThat(page.getInt("numberReturned")).isEqualTo(expected);
        assertThat(page.getList("features")).hasSize(expected);
    }
}
