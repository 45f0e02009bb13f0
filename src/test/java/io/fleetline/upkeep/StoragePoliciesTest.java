package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TableContents;
import io.fleetline.TestDatabase;
import io.fleetline.upkeep.StoragePolicies.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoragePoliciesTest {
    private static final String COVERED = """
            SELECT h.hypertable_name FROM timescaledb_information.hypertables h
            WHERE h.hypertable_schema = 'tracksolid' AND NOT EXISTS (
                SELECT FROM timescaledb_information.chunks c
                WHERE c.hypertable_schema = h.hypertable_schema AND c.hypertable_name = h.hypertable_name
                  AND c.range_start <= now() + INTERVAL '1 day' AND c.range_end > now() + INTERVAL '1 day')
            """;

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final StoragePolicies policies = new StoragePolicies(jdbi);

    @AfterEach
    void close() {
        database.close();
    }

    private List<String> list(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private String value(String sql) {
        return list(sql).getFirst();
    }

    private String chunks() {
        return value("SELECT count(*) FROM timescaledb_information.chunks");
    }

    @Test
    void theFirstWriterOfAUtcDayMakesNoChunk() {
        assertThat(list(COVERED)).as("before").isNotEmpty();
        assertThat(policies.makeChunksAhead()).isEmpty();
        assertThat(list(COVERED)).as("tables without the chunk of tomorrow").isEmpty();
        var before = chunks();
        execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT 'first', midnight, ST_Point(36.8, -1.3, 4326), -1.3, 36.8, 'push'
                FROM (SELECT (date_trunc('day', now() AT TIME ZONE 'UTC') + INTERVAL '1 day') AT TIME ZONE 'UTC') AS t (midnight)
                """);
        assertThat(chunks()).isEqualTo(before);
    }

    @Test
    void chunksAreMadeOnceAndShowNobodyARow() {
        var contents = TableContents.of(jdbi);
        policies.makeChunksAhead();
        var made = chunks();
        policies.makeChunksAhead();
        assertThat(chunks()).isEqualTo(made);
        assertThat(TableContents.of(jdbi)).isEqualTo(contents);
    }

    @Test
    void chunksOfAnHourAreMadeAheadForEachHour() {
        execute(
                "UPDATE infrastructure.storage_policies SET chunk_interval = '1 hour' WHERE hypertable = 'tracksolid.position_history'");
        assertThat(policies.apply()).isEmpty();
        policies.makeChunksAhead();
        assertThat(value("""
                SELECT count(*) || ' from ' || min(range_end - range_start) || ' to ' || max(range_end - range_start)
                FROM timescaledb_information.chunks WHERE hypertable_name = 'position_history'
                """)).isEqualTo("25 from 01:00:00 to 01:00:00");
    }

    @Test
    void oneBadRowIsNamedAndStopsNoOther() {
        execute("""
                INSERT INTO infrastructure.storage_policies (hypertable, segment_by, order_by) VALUES ('tracksolid.alarmz', 'imei', 'x');
                UPDATE infrastructure.storage_policies SET chunk_interval = '3 days' WHERE hypertable = 'tracksolid.trips'
                """);
        assertThat(policies.apply())
                .singleElement()
                .satisfies(problem -> assertThat(problem.table()).isEqualTo("tracksolid.alarmz"))
                .extracting(Problem::reason)
                .asString()
                .contains(
                        "storage_policies names tracksolid.alarmz, which is no hypertable: mend the name, or delete the row");
        assertThat(value(
                        "SELECT time_interval FROM timescaledb_information.dimensions WHERE hypertable_name = 'trips'"))
                .isEqualTo("3 days");
    }

    @Test
    void aFunctionThatFailsIsSaidForEveryTable() {
        execute("DROP FUNCTION infrastructure.make_chunks_ahead_of(text, timestamptz)");
        assertThat(policies.makeChunksAhead())
                .hasSize(14)
                .allSatisfy(problem -> assertThat(problem.reason()).contains("make_chunks_ahead_of"));
    }

    /** 240 bytes a fix; a quarter of the memory. 170 × 8,640 × 240 B = 353 MB; 100,000 × 1,440 × 240 B / 24 = 1.44 GB an hour. */
    @ParameterizedTest
    @CsvSource({
        "1468800, 4, 1 day",
        "1468800, 1, 12:00:00",
        "144000000, 4, 01:00:00",
        "144000000, 8, 01:00:00",
        "144000000, 12, 02:00:00",
        "0, 1, 1 day"
    })
    void theIntervalIsTheLongestThatFitsAQuarterOfTheMemory(long fixesADay, int gibibytes, String interval) {
        assertThat(value("SELECT infrastructure.fn_chunk_interval(%d, %d::bigint << 30)"
                        .formatted(fixesADay, gibibytes)))
                .isEqualTo(interval);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|a",
                "a ASC,  b desc|a,b DESC",
                "a DESC NULLS FIRST, b NULLS LAST|a DESC,b",
                "a desc nulls  last, b asc nulls first|a DESC NULLS LAST,b NULLS FIRST",
                "descended , nulls|descended,nulls"
            })
    void anOrderIsSpelledAsTimescaledbSpellsIt(String given, String spelled) {
        assertThat(value("SELECT infrastructure.fn_column_order('%s')".formatted(given)))
                .isEqualTo(spelled);
    }

    @Test
    void theMigrationKeepsAnOperatorsFiguresAndRunsOnce() throws Exception {
        execute("""
                UPDATE infrastructure.storage_policies SET chunk_interval = NULL, retain_for = NULL, compress_after = '7 days';
                UPDATE infrastructure.storage_policies SET compress_after = '30 days', retain_for = '5 years' WHERE hypertable = 'tracksolid.trips';
                UPDATE infrastructure.storage_policies SET retain_for = '90 days' WHERE hypertable = 'tracksolid.ingestion_log';
                SELECT set_chunk_time_interval('tracksolid.trips', INTERVAL '14 days');
                DELETE FROM tracksolid.schema_migrations WHERE file = '46_storage_upkeep.sql'
                """);
        var file = Files.readString(Path.of("migrations/46_storage_upkeep.sql"));
        execute(file);
        assertThat(policy("trips")).isEqualTo("14 days|30 days|5 years");
        assertThat(policy("alarms")).isEqualTo("7 days|14 days|");
        assertThat(policy("ingestion_log")).isEqualTo("1 day|14 days|");
        execute("UPDATE infrastructure.storage_policies SET compress_after = '7 days'");
        execute(file);
        assertThat(policy("trips")).isEqualTo("14 days|7 days|5 years");
    }

    private String policy(String table) {
        return value("""
                SELECT concat_ws('|', chunk_interval, compress_after, coalesce(retain_for::text, ''))
                FROM infrastructure.storage_policies WHERE hypertable = 'tracksolid.%s'
                """.formatted(table));
    }
}
