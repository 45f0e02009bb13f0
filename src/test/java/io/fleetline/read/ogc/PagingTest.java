package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.ITEMS;
import static io.fleetline.read.ogc.OgcFleet.get;
import static io.fleetline.read.ogc.OgcFleet.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.ogc.FeaturePage.Row;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class PagingTest {
    private static final String DAYS = "datetime=2026-03-10/2026-03-11";

    @Inject
    AgroalDataSource database;

    @BeforeEach
    void fleet() {
        OgcFleet.create(database);
    }

    @ParameterizedTest
    @CsvSource({
        "live-positions, 1, 2",
        "trips, 1, 3",
        "trips, 2, 3",
        "trips, 3, 3",
        "tracks, 1, 3",
        "tracks, 2, 3",
        "parking, 1, 3",
        "alarms, 1, 3"
    })
    void aWalkFromPageToPageMeetsEveryFeatureOnceInTheSameOrder(String collection, int limit, int features) {
        var walk = new Walk(collection, DAYS + "&limit=" + limit);
        assertThat(walk.toTheEnd()).isEqualTo(ids(collection, DAYS)).hasSize(features);
        assertThat(walk.pages).isEqualTo((features + limit - 1) / limit);
    }

    @Test
    void theFiltersGoOnFromPageToPage() {
        var walk = new Walk("alarms", DAYS + "&limit=1&cost_centre=R%26D%20%2B%20South,North&bbox=36,-2,37,-1");
        assertThat(walk.toTheEnd()).containsExactly("861~20260310T061000.000000Z~1");
    }

    @Test
    void aValueThatComesTwiceIsOnceInTheNextLink() {
        var page = OgcFleet.items("trips", "limit=1&limit=1&imei=861&imei=861&imei=862&cost_centre=");
        var cursor = ItemsQuery.cursorAfter(page.getString("features[0].id"));
        assertThat(page.getString("links[2].href"))
                .endsWith("?cost_centre=&cursor=%s&imei=861&imei=862&limit=1".formatted(cursor));
    }

    /** Forty alarms of one moment, a third of a page, which differ only in vehicle and type. */
    @Test
    void equalTimesAreToldApartAndRowsThatComeMeanwhileMoveNothing() {
        alarms("""
            SELECT v.imei, a::text, TIMESTAMPTZ '2026-03-10 10:00Z'
            FROM (VALUES ('861'), ('862')) AS v(imei), generate_series(1, 20) a
            """);
        var walk = new Walk("alarms", "limit=7");
        walk.step();
        walk.step();
        alarms("VALUES ('862', '0 newest', TIMESTAMPTZ '2026-03-10 11:00Z')");
        alarms("VALUES ('862', '99 behind', TIMESTAMPTZ '2026-03-10 10:00Z')");
        alarms("VALUES ('861', '0 ahead', TIMESTAMPTZ '2026-03-10 10:00Z')");
        alarms("VALUES ('861', 'oldest', TIMESTAMPTZ '2020-03-10 10:00Z')");
        assertThat(walk.toTheEnd())
                .doesNotHaveDuplicates()
                .hasSize(40 + 3 + 2)
                .contains("861~20260310T100000.000000Z~0 ahead", "861~20200310T100000.000000Z~oldest")
                .noneMatch(id -> id.contains("newest") || id.contains("behind"));
    }

    private void alarms(String rows) {
        new FleetFixture(database).sql("INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time) " + rows);
    }

    @Test
    void aLongPageEndsEarlyButHasAFeature() {
        var rows = List.of(new Row("1", "x".repeat(9_000_000)), new Row("2", "y"));
        var page = FeaturePage.of(rows.iterator(), 2);
        assertThat(page.count()).isEqualTo(1);
        assertThat(page.last()).isEqualTo("1");
        assertThat(page.more()).isTrue();
    }

    /** Follows the next links. */
    private static final class Walk {
        private final List<String> found = new ArrayList<>();
        private @Nullable String next;
        private int pages;

        Walk(String collection, String query) {
            next = ITEMS.formatted(collection) + "?" + query;
        }

        List<String> toTheEnd() {
            while (next != null) {
                step();
            }
            return found;
        }

        void step() {
            JsonPath page = get(next);
            found.addAll(page.getList("features.id", String.class));
            next = page.getString("links.find { it.rel == 'next' }?.href");
            pages++;
        }
    }
}
