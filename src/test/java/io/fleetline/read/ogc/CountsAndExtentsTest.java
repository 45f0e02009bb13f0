package io.fleetline.read.ogc;

import static io.fleetline.read.ogc.OgcFleet.get;
import static io.fleetline.read.ogc.OgcFleet.ids;
import static io.fleetline.read.ogc.OgcFleet.items;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.ogc.CollectionDocument.Spatial;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers of features, and their spatial and temporal extent; the fleet is {@link OgcFleet}. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class CountsAndExtentsTest {
    @Inject
    AgroalDataSource database;

    @Inject
    Features features;

    @BeforeAll
    void fleet() {
        OgcFleet.create(database);
    }

    @ParameterizedTest
    @EnumSource(OgcCollection.class)
    void aFirstPageSaysHowManyThereAreInAll(OgcCollection collection) {
        for (var question : List.of(
                "datetime=2026-03-10",
                "datetime=2026-03-10/2026-03-11",
                "datetime=2026-03-10&imei=861",
                "datetime=2026-03-10T06:15:00Z/2026-03-12T00:00:00Z&imei=none",
                "datetime=2026-03-10T06:15:00Z/2026-03-11T00:00:00Z")) {
            var first = items(collection.id(), question + "&limit=1");
            assertThat(first.getInt("numberMatched"))
                    .as(question)
                    .isEqualTo(ids(collection.id(), question).size());
        }
    }

    @ParameterizedTest
    @CsvSource({"live-positions", "trips", "parking", "alarms"})
    void aBoxIsCountedToo(String collection) {
        for (var box : List.of("36,-2,37,-1", "-180,-90,180,90", "0,0,1,1", "179,-17,-179,-16")) {
            assertThat(items(collection, "limit=1&bbox=" + box).getInt("numberMatched"))
                    .as(box)
                    .isEqualTo(ids(collection, "bbox=" + box).size());
        }
    }

    @Test
    void waysInABoxAreCountedOnlyWhereOnePageHoldsThemAll() {
        var question = "datetime=2026-03-10&bbox=-180,-90,180,90";
        assertThat(items("tracks", question + "&limit=1").<Object>get("numberMatched"))
                .isNull();
        assertThat(items("tracks", question).getInt("numberMatched")).isEqualTo(2);
    }

    @Test
    void aLaterPageDoesNotCountAgain() {
        var first = items("trips", "limit=1");
        var next = get(first.getString("links.find { it.rel == 'next' }.href"));
        assertThat(first.getInt("numberMatched")).isEqualTo(3);
        assertThat(next.<Object>get("numberMatched")).isNull();
    }

    /** Calculated by hand from the fleet's table, without the vehicle of the excluded cost centre. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            live-positions | [[36.75, -16.5, 179.5, -1.25]]
            trips          | [[36.5, -16.5, 179.75, -1.25]]
            driven-trips   | [[36.5, -16.5, 179.75, -1.25]]
            tracks         | [[36.5, -16.5, 179.75, -1.25]]
            parking        | [[36.5, -16.25, 179.75, -1.5]]
            alarms         | [[36.75, -16.5, 179.5, -1.25]]
            """)
    void theExtentIsThatOfTheFeatures(String collection, String bbox) {
        assertThat(get("/ogc/collections/" + collection).getString("extent.spatial.bbox"))
                .isEqualTo(bbox);
    }

    @Test
    void aLimitedCallerLearnsTheExtentOfHisCostCentresOnly() {
        var limited = features.extents(new Caller("limited", Set.of("North")));
        assertThat(limited.get("trips").spatial()).isEqualTo(box(36.5, -4, 39.5, -1.25));
        assertThat(limited.get("live-positions").spatial()).isEqualTo(box(36.75, -1.25, 36.75, -1.25));
        var nobody = features.extents(new Caller("nobody", Set.of()));
        assertThat(nobody.get("trips").spatial()).isNull();
        assertThat(nobody.get("trips").temporal().interval().getFirst()).containsOnlyNulls();
    }

    private static Spatial box(double west, double south, double east, double north) {
        return new Spatial(List.of(List.of(west, south, east, north)), Crs.CRS84.uri());
    }

    @Test
    void whatHasNoFeatureHasNoSpatialExtent() {
        var fixture = new FleetFixture(database);
        OgcFleet.clear(database);
        fixture.sql("REFRESH MATERIALIZED VIEW reporting.v_extents");
        assertThat(get("/ogc/collections/alarms").<Object>get("extent.spatial")).isNull();
        OgcFleet.create(database);
    }
}
