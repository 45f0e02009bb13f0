package io.fleetline.read.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.Caller;
import io.fleetline.read.TestReadClock;
import io.fleetline.read.feed.LiveBed;
import io.fleetline.read.feed.LiveFeed;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live map that the change log keeps in memory, compared with the SQL function. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class KeptLiveFleetTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longitude, latitude, speed, direction, ignition, odometer in SQL: numbers that have several spellings, and none at all. */
    private static final List<String> ODD_FIXES = List.of(
            "36.123456789012345, -1e-7, 0.1, 359.9, true, 1234567890.5",
            "-180, 90, NULL, NULL, NULL, NULL",
            "1e-300, -0.0, 'NaN', -1, false, 1234567.891",
            "36, -1, 20, 0, NULL, 0",
            "36.8, -1.3, 1e-20, 90.5, true, 12345678901234");

    private static final List<String> IMEIS = List.of("m", "i", "p", "o", "n");

    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @Inject
    LiveFleet fleet;

    @Inject
    LiveBoard board;

    @Inject
    TestReadClock clock;

    LiveBed bed;

    @BeforeEach
    void begin() {
        Jdbi.create(database)
                .useHandle(handle -> handle.execute(
                        "UPDATE reporting.kpi_settings SET value = 30 WHERE name = 'offline_after_min'"));
        bed = new LiveBed(database, feed);
        clock.stop();
    }

    @AfterEach
    void end() {
        clock.go();
        bed.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterEveryChangeItIsAsIfLoadedAnew(long seed) throws Exception {
        var chance = new Random(seed);
        for (int step = 0; step < 40; step++) {
            change(chance);
            clock.advance(Duration.ofSeconds(1 + chance.nextInt(4)));
            bed.tell();
            var kept = tree(fleet.snapshot().answer(fleet.snapshot().question(Map.of(), Caller.ANYBODY)));
            assertThat(kept).as("step %d", step).isEqualTo(fromSql(kept));
            assertThat(keptTexts(asOf(kept).toInstant())).as("step %d", step).isEqualTo(textsFromSql(asOf(kept)));
        }
    }

    private void change(Random chance) {
        var imei = IMEIS.get(chance.nextInt(IMEIS.size()));
        switch (chance.nextInt(12)) {
            case 0 ->
                bed.sql("UPDATE tracksolid.devices SET cost_centre = '%s' WHERE imei = '%s'"
                        .formatted(chance.nextBoolean() ? "East" : "South", imei));
            case 1 ->
                bed.sql("UPDATE tracksolid.devices SET vehicle_name = 'Van \"age_s\" : %d' WHERE imei = '%s'"
                        .formatted(chance.nextInt(), imei));
            case 2 ->
                bed.sql(
                        "INSERT INTO reporting.excluded_cost_centres (cost_centre) VALUES ('South') ON CONFLICT DO NOTHING");
            case 3 -> bed.sql("DELETE FROM reporting.excluded_cost_centres");
            case 4 ->
                bed.sql("UPDATE reporting.kpi_settings SET value = %d WHERE name = 'offline_after_min'"
                        .formatted(1 + chance.nextInt(3)));
            case 5 ->
                bed.sql(
                        "INSERT INTO tracksolid.devices (imei, cost_centre) VALUES ('x%d', 'New %1$d') ON CONFLICT DO NOTHING"
                                .formatted(chance.nextInt(5)));
            case 6, 7, 8, 9 -> bed.fix(imei, ODD_FIXES.get(chance.nextInt(ODD_FIXES.size())));
            default -> bed.fix(imei, 36 + chance.nextInt(5), -1, chance.nextInt(3) * 30);
        }
    }

    private List<String> keptTexts(Instant asOf) {
        return board.vehicles().stream()
                .map(vehicle -> vehicle.at(asOf))
                .map(LiveVehicle::feature)
                .filter(Objects::nonNull)
                .map(feature -> new String(feature, UTF_8))
                .toList();
    }

    private List<String> textsFromSql(OffsetDateTime asOf) {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("""
                                SELECT feature FROM reporting.fn_live_features(NULL::reporting.vehicle_filter, NULL, :as_of)
                                WHERE feature IS NOT NULL
                                """)
                        .bind("as_of", asOf)
                        .mapTo(String.class)
                        .list());
    }

    private static OffsetDateTime asOf(JsonNode answer) {
        return OffsetDateTime.parse(answer.at("/summary/as_of").textValue());
    }

    private JsonNode fromSql(JsonNode answer) throws Exception {
        var text = Jdbi.create(database)
                .installPlugin(new PostgresPlugin())
                .withHandle(handle -> handle.createQuery("SELECT reporting.fn_live_positions(p_as_of => :as_of)::text")
                        .bind("as_of", asOf(answer))
                        .mapTo(String.class)
                        .one());
        return JSON.readTree(text);
    }

    private static JsonNode tree(LiveAnswer answer) throws Exception {
        return JSON.readTree(answer.plain().toString());
    }

    @Test
    void aRequestCausesNoStatement() {
        var jdbi = Jdbi.create(database);
        bed.tell();
        jdbi.useHandle(handle -> {
            var before = handle.createQuery(LAST_STATEMENT)
                    .mapTo(OffsetDateTime.class)
                    .one();
            var first = fleet.snapshot();
            clock.advance(Duration.ofSeconds(1));
            assertThat(fleet.snapshot()).isNotSameAs(first);
            assertThat(handle.createQuery(LAST_STATEMENT)
                            .mapTo(OffsetDateTime.class)
                            .one())
                    .isEqualTo(before);
        });
    }

    private static final String LAST_STATEMENT = """
            SELECT max(query_start) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
            """;

    @Test
    void aVehicleGoesOfflineWithoutAChange() throws Exception {
        bed.sql("UPDATE reporting.kpi_settings SET value = 1 WHERE name = 'offline_after_min'");
        bed.fix("m", 36, -1, 50);
        clock.advance(Duration.ofSeconds(1));
        bed.tell();
        assertThat(status("m")).isEqualTo("moving");
        clock.advance(Duration.ofSeconds(61));
        bed.tell();
        assertThat(status("m")).isEqualTo("offline");
    }

    private String status(String imei) throws Exception {
        var snapshot = fleet.snapshot();
        var answer = tree(snapshot.answer(snapshot.question(Map.of("imei", List.of(imei)), Caller.ANYBODY)));
        return answer.at("/geojson/features/0/properties/status").asText();
    }

    /** As without a log: it is loaded when somebody asks. */
    @Test
    void whenNobodyReadsTheLogTheMapIsLoaded() throws Exception {
        clock.advance(Duration.ofSeconds(10));
        bed.sql("UPDATE tracksolid.live_positions SET speed = 43.5 WHERE imei = 'm'");
        var snapshot = fleet.snapshot();
        var answer = tree(snapshot.answer(snapshot.question(Map.of("imei", List.of("m")), Caller.ANYBODY)));
        assertThat(answer.at("/geojson/features/0/properties/speed").asDouble()).isEqualTo(43.5);
    }
}
