package io.fleetline.read.ogc;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(DatabaseResource.class)
class LimitedCallerTest {
    @Inject
    AgroalDataSource database;

    @Inject
    Features features;

    @BeforeEach
    void fleet() {
        OgcFleet.create(database);
    }

    @ParameterizedTest
    @EnumSource(OgcCollection.class)
    void aLimitedCallerSeesHisCostCentresOnly(OgcCollection collection) {
        var limited = new Caller("limited", Set.of("R&D + South"));
        var day = Map.of("datetime", List.of("2026-03-10"));
        var page = features.page(collection, ItemsQuery.of(collection, day, limited));
        assertThat(page.count()).isEqualTo(1);
        assertThat(page.features().toString()).contains("\"862\"").doesNotContain("861", "North");
        assertThat(foundBy(limited, collection, page.last())).isPresent();

        var nobody = new Caller("nobody", Set.of());
        assertThat(features.page(collection, ItemsQuery.of(collection, day, nobody))
                        .count())
                .isZero();
        assertThat(foundBy(nobody, collection, page.last())).isEmpty();
    }

    private Optional<String> foundBy(Caller caller, OgcCollection collection, String id) {
        var key = FeatureKey.parse(collection, id).orElseThrow();
        return features.one(collection, id, ItemsQuery.of(key, Crs.CRS84, caller));
    }
}
