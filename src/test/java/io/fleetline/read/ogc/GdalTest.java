package io.fleetline.read.ogc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GDAL, which QGIS uses too, opens the service like any other of its kind. On Debian it is the package gdal-bin. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
@TestInstance(Lifecycle.PER_CLASS)
class GdalTest {
    /** More than one of GDAL's pages, which have 10 features or 1,000, depending on its version. */
    private static final int TRIPS = 1_045;

    @Inject
    AgroalDataSource database;

    @Inject
    ObjectMapper json;

    @TestHTTPResource("/ogc")
    URI service;

    @TempDir
    Path temporary;

    @BeforeAll
    void fleet() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ogr2ogr"))),
                "there is no ogr2ogr here: install gdal-bin");
        OgcFleet.clear(database);
        var fixture = fixture();
        fixture.sql("INSERT INTO tracksolid.devices (imei) SELECT '88' || i FROM generate_series(0, 49) i");
        fixture.sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom, distance_km)
            SELECT '88' || i %% 50, TIMESTAMPTZ '2026-03-10 06:00Z' + i / 50 * INTERVAL '1 minute', '2026-03-11 06:00Z',
                   ST_Point(round(36 + i / 777.0, 6), round(-1 - i / 1111.0, 6), 4326),
                   ST_Point(round(36 - i / 1333.0, 6), round(1 + i / 777.0, 6), 4326), i
            FROM generate_series(1, %d) i
            """.formatted(TRIPS));
        fixture.sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time, geom)
            SELECT imei, 'a', start_time, CASE WHEN distance_km > 20 THEN start_geom END FROM tracksolid.trips WHERE distance_km <= 60
            """);
        fixture.sql("""
            INSERT INTO tracksolid.parking_events (imei, start_time, kind, geom)
            SELECT imei, start_time, 'parking', start_geom FROM tracksolid.trips WHERE distance_km <= 33
            """);
        fixture.sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, geom, lng, lat, source)
            SELECT imei, now() - INTERVAL '1 minute' * n, start_geom, ST_X(start_geom), ST_Y(start_geom), 'poll'
            FROM (SELECT * FROM tracksolid.trips WHERE distance_km <= 21), generate_series(1, 5) n
            """);
        fixture.sql("""
            INSERT INTO tracksolid.live_positions (imei, gps_time, geom, lng, lat, source)
            SELECT imei, max(gps_time), ST_Point(1, 2, 4326), 1, 2, 'poll' FROM tracksolid.position_history GROUP BY imei
            """);
    }

    @Test
    void everyTripComesThroughToTheLastDigit() throws Exception {
        var file = temporary.resolve("trips.geojson");
        run(
                "ogr2ogr",
                "-f",
                "GeoJSON",
                "-lco",
                "COORDINATE_PRECISION=15",
                file.toString(),
                "OAPIF:" + service,
                "trips");
        var found = new TreeMap<Integer, Line>();
        for (var feature : json.readTree(file.toFile()).get("features")) {
            found.put(feature.at("/properties/distance_km").intValue(), line(feature));
        }
        assertThat(found).hasSize(TRIPS).isEqualTo(tripsOfTheDatabase());
    }

    private record Line(double x1, double y1, double x2, double y2) {}

    private static Line line(JsonNode feature) {
        var line = feature.at("/geometry/coordinates");
        return new Line(
                line.at("/0/0").doubleValue(),
                line.at("/0/1").doubleValue(),
                line.at("/1/0").doubleValue(),
                line.at("/1/1").doubleValue());
    }

    private Map<Integer, Line> tripsOfTheDatabase() {
        var trips = new TreeMap<Integer, Line>();
        Jdbi.create(database)
                .useHandle(handle -> handle.createQuery("""
                        SELECT distance_km, ST_X(start_geom) AS x1, ST_Y(start_geom) AS y1, ST_X(end_geom) AS x2, ST_Y(end_geom) AS y2
                        FROM tracksolid.trips
                        """)
                        .map((row, context) -> trips.put(
                                row.getInt("distance_km"),
                                new Line(
                                        row.getDouble("x1"),
                                        row.getDouble("y1"),
                                        row.getDouble("x2"),
                                        row.getDouble("y2"))))
                        .list());
        return trips;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            live-positions | SELECT count(*) FROM tracksolid.live_positions
            trips          | SELECT count(*) FROM tracksolid.trips
            tracks         | SELECT count(DISTINCT (imei, reporting.fn_business_day(gps_time))) FROM tracksolid.position_history
            parking        | SELECT count(*) FROM tracksolid.parking_events
            alarms         | SELECT count(*) FROM tracksolid.alarms
            """)
    void everyCollectionIsALayerWithAllItsFeatures(String collection, String count) throws Exception {
        assertThat(run("ogrinfo", "-ro", "-so", "OAPIF:" + service, collection))
                .contains("Feature Count: " + number(count));
    }

    @Test
    void aBoxIsAskedOfTheService() throws Exception {
        var inTheBox = number("""
                SELECT count(*) FROM tracksolid.trips
                WHERE ST_Intersects(ST_MakeLine(start_geom, end_geom), ST_MakeEnvelope(36.5, -2, 37, -1, 4326))
                """);
        assertThat(inTheBox).isBetween(100L, TRIPS - 200L);
        assertThat(run("ogrinfo", "-ro", "-so", "-spat", "36.5", "-2", "37", "-1", "OAPIF:" + service, "trips"))
                .contains("Feature Count: " + inTheBox);
    }

    @Test
    void aFilterInTheAddressGoesAlongWithEveryRequest() throws Exception {
        var ofTwo = number(
                "SELECT count(*) FROM tracksolid.trips WHERE imei IN ('881', '882') AND start_time >= '2026-03-10 06:10Z'");
        var address = "OAPIF:" + service + "?imei=881,882&datetime=2026-03-10T06:10:00Z/..";
        fixture().sql("UPDATE tracksolid.trips SET end_time = start_time WHERE imei IN ('881', '882')");
        assertThat(ofTwo).isEqualTo(2 * 11);
        assertThat(run("ogrinfo", "-ro", "-so", address, "trips")).contains("Feature Count: " + ofTwo);
    }

    private FleetFixture fixture() {
        return new FleetFixture(database);
    }

    private long number(String sql) {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private String run(String... command) throws IOException, InterruptedException {
        var output = temporary.resolve("output");
        var starting = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        starting.environment().put("no_proxy", "*");
        var process = starting.start();
        assertThat(process.waitFor(60, SECONDS))
                .as("%s has ended", List.of(command))
                .isTrue();
        var text = Files.readString(output, UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text).doesNotContain("ERROR");
        return text;
    }
}
