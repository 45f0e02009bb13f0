package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.CommunityEdition;
import io.fleetline.TableContents;
import io.fleetline.TestDatabase;
import io.fleetline.upkeep.Compression.Result;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compression of old chunks on the community edition. */
@Tag("community")
class CompressionTest {
    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    /** On separate connections: Jdbi returns a thread's existing connection again. */
    private final Compression compression = new Compression(database.jdbi());

    /** Three days of fixes that are old enough, and today's. */
    @BeforeEach
    void fill() {
        CommunityEdition.require(database);
        execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT 'imei-' || n, day + k * INTERVAL '1 hour', ST_Point(36.8, -1.3, 4326), -1.3, 36.8, 'poll'
                FROM unnest(ARRAY['2026-01-01Z', '2026-01-02Z', '2026-01-03Z', now()]::timestamptz[]) AS day,
                     generate_series(1, 5) AS n, generate_series(1, 20) AS k
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void execute(String sql) {
        jdbi.useHandle(handle -> handle.execute(sql));
    }

    private List<String> list(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private List<String> compressed() {
        return list("""
                SELECT to_char(range_start AT TIME ZONE 'UTC', 'YYYY-MM-DD') FROM timescaledb_information.chunks
                WHERE hypertable_name = 'position_history' AND is_compressed ORDER BY 1
                """);
    }

    @Test
    void whatIsOldEnoughIsCompressedAndReadsTheSame() {
        var before = TableContents.of(jdbi);
        assertThat(compression.run()).isEqualTo(new Result(3, 0, List.of()));
        assertThat(compressed()).containsExactly("2026-01-01", "2026-01-02", "2026-01-03");
        assertThat(TableContents.of(jdbi)).isEqualTo(before);
        assertThat(compression.run()).isEqualTo(new Result(0, 0, List.of()));
    }

    @Test
    void aLateFactInACompressedChunkIsCompressedByTheNextRun() {
        compression.run();
        execute("""
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                VALUES ('late', '2026-01-02 12:00Z', ST_Point(36.8, -1.3, 4326), -1.3, 36.8, 'push')
                """);
        assertThat(compression.run()).isEqualTo(new Result(1, 0, List.of()));
        assertThat(list("SELECT imei FROM tracksolid.position_history WHERE imei = 'late'"))
                .hasSize(1);
    }

    @Test
    void aChunkThatIsReadIsLeftForLaterAndTheOthersAreCompressed() {
        jdbi.useTransaction(reader -> {
            reader.createQuery(
                            "SELECT count(*) FROM tracksolid.position_history WHERE gps_time BETWEEN '2026-01-02Z' AND '2026-01-02 23:00Z'")
                    .mapTo(int.class)
                    .one();
            assertThat(compression.run()).isEqualTo(new Result(2, 1, List.of()));
        });
        assertThat(compressed()).containsExactly("2026-01-01", "2026-01-03");
        assertThat(compression.run()).isEqualTo(new Result(1, 0, List.of()));
    }

    @Test
    void nothingIsCompressedDuringABackup() {
        jdbi.useHandle(backup -> {
            backup.execute("SELECT pg_advisory_lock(hashtext('fleetline compression'))");
            assertThat(compression.run()).isEqualTo(new Result(0, 3, List.of()));
            backup.execute("SELECT pg_advisory_unlock(hashtext('fleetline compression'))");
        });
        assertThat(compression.run()).isEqualTo(new Result(3, 0, List.of()));
    }

    @Test
    void theTableIsFollowedAlsoWhereChunksAreCompressed() {
        compression.run();
        execute("""
                UPDATE infrastructure.storage_policies SET order_by = 'gps_time asc,  source', segment_by = 'imei'
                WHERE hypertable = 'tracksolid.position_history';
                DELETE FROM infrastructure.storage_policies WHERE hypertable = 'tracksolid.alarms'
                """);
        assertThat(new StoragePolicies(jdbi).apply()).isEmpty();
        assertThat(
                        list(
                                "SELECT orderby FROM timescaledb_information.hypertable_compression_settings WHERE hypertable = 'tracksolid.position_history'::regclass"))
                .containsExactly("gps_time,source");
        execute("""
                INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time) VALUES ('imei-1', '1', '2026-01-01Z')
                """);
        assertThat(compression.run()).as("the row was deleted").isEqualTo(new Result(0, 0, List.of()));
    }

    @Test
    void timescaledbsOwnPoliciesAreTakenOff() {
        execute(
                "SELECT add_compression_policy('tracksolid.trips', INTERVAL '7 days'), add_retention_policy('tracksolid.trips', INTERVAL '90 days')");
        assertThat(new StoragePolicies(jdbi).apply()).isEmpty();
        assertThat(list("SELECT proc_name FROM timescaledb_information.jobs WHERE hypertable_name IS NOT NULL"))
                .isEmpty();
    }
}
