package io.fleetline.read.ogc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cost of a query does not grow with the history behind its answer. Counted in database pages: 60 weeks of
 * a hundred vehicles, of which a full scan reads thousands.
 */
class FeatureCostTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final int FEW = 1_750;
    private static final int MANY = 3_000;

    @BeforeAll
    static void history() {
        sql("INSERT INTO tracksolid.devices (imei) SELECT '89' || i FROM generate_series(100, 199) i");
        var times =
                "generate_series(TIMESTAMPTZ '2025-01-01', '2026-02-25', INTERVAL '13 hours') at, generate_series(100, 199) i";
        sql("""
            INSERT INTO tracksolid.trips (imei, start_time, end_time, start_geom, end_geom)
            SELECT '89' || i, at, at + INTERVAL '1 hour', ST_Point(36 + random(), -1 - random(), 4326), ST_Point(36 + random(), -1 - random(), 4326)
            FROM\s""" + times);
        sql("""
            INSERT INTO tracksolid.parking_events (imei, start_time, kind, end_time, geom)
            SELECT '89' || i, at, 'parking', at + INTERVAL '9 hours', ST_Point(36 + random(), -1 - random(), 4326)
            FROM\s""" + times);
        sql("""
            INSERT INTO tracksolid.alarms (imei, alarm_time, alarm_type, geom)
            SELECT '89' || i, at, '1', ST_Point(36 + random(), -1 - random(), 4326)
            FROM\s""" + times);
        sql("ANALYZE");
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    private static void sql(String sql) {
        DATABASE.jdbi().useHandle(handle -> handle.execute(sql));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            trips   | p_limit => 100
            trips   | p_limit => 100, p_after => '{89150, 2025-08-01T00:00:00Z}'
            trips   | p_bbox => '{10, 10, 20, 20}'
            trips   | p_bbox => '{36, -2, 37, -1}'
            trips   | p_from => '2026-02-24T12:00Z', p_limit => 10000
            trips   | p_from => '2025-06-01', p_to => '2025-06-01T01:00Z', p_limit => 10000
            trips   | p_filter => reporting.fn_vehicle_filter(p_imei => '{89150}'), p_from => '2026-02-01', p_limit => 10000
            trips   | p_filter => reporting.fn_vehicle_filter(p_cost_centre => '{}')
            driven_trips | p_limit => 10, p_to => '2026-02-25'
            driven_trips | p_limit => 100, p_from => '2025-06-01', p_to => '2025-06-02'
            parking | p_limit => 100
            parking | p_limit => 100, p_after => '{89150, 2025-08-01T00:00:00Z, parking}'
            parking | p_bbox => '{10, 10, 20, 20}'
            parking | p_from => '2026-02-25', p_limit => 10000
            alarms  | p_limit => 100
            alarms  | p_limit => 100, p_after => '{89150, 2025-08-01T00:00:00Z, 1}'
            alarms  | p_bbox => '{10, 10, 20, 20}'
            alarms  | p_from => '2025-06-01', p_to => '2025-06-01T12:00Z', p_limit => 10000
            """)
    void aQuestionReadsFewPages(String collection, String question) throws Exception {
        assertThat(pages(collection, question)).isLessThan(FEW);
    }

    @ParameterizedTest
    @CsvSource({"trips", "parking", "alarms"})
    void toReadItAllTakesMany(String collection) throws Exception {
        assertThat(pages(collection, "p_limit => 1000000")).isGreaterThan(MANY);
    }

    /** The second of two runs, so that the planner's first reads are not counted. */
    private static long pages(String collection, String question) throws Exception {
        var sql = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM reporting.fn_ogc_features_%s(%s)"
                .formatted(collection, question.startsWith("p_filter") ? question : "p_filter => NULL, " + question);
        var plan = DATABASE.jdbi().withHandle(handle -> {
            handle.createQuery(sql).mapTo(String.class).one();
            return handle.createQuery(sql).mapTo(String.class).one();
        });
        var top = new ObjectMapper().readTree(plan).at("/0/Plan");
        return top.get("Shared Hit Blocks").longValue()
                + top.get("Shared Read Blocks").longValue();
    }
}
