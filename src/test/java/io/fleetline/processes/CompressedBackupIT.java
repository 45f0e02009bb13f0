package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.CommunityEdition;
import io.fleetline.TableContents;
import io.fleetline.upkeep.Compression;
import io.fleetline.upkeep.StoragePolicies;
import java.nio.file.Path;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump with compressed chunks, of which whole columns are null: everything is destroyed and restored, and every table is equal. */
@Tag("community")
class CompressedBackupIT {
    @TempDir
    Path folder;

    @Test
    void compressedChunksAreRestoredToTheRow() {
        try (var bench = new BackupBench(folder).withFleet()) {
            CommunityEdition.require(bench.database);
            var jdbi = bench.database.jdbi();
            fill(jdbi);
            assertThat(new StoragePolicies(jdbi).apply()).isEmpty();
            assertThat(new Compression(jdbi).run().compressed()).isGreaterThan(20);
            // Rows written to a compressed chunk afterwards are stored uncompressed.
            late(jdbi);
            var before = TableContents.of(jdbi); // the backup's own row comes after its snapshot
            var backup = bench.run("backup");
            assertThat(backup.exitCode()).as(backup.output()).isZero();
            drill(bench);
            restoredAfterDestruction(bench, before);
        }
    }

    /** Trips, alarms, heartbeats and refusals of a hundred days, most of their columns null, and a type of alarm that looks like a compressed null. */
    private static void fill(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time, distance_km)
                SELECT 'imei-' || n, t, t + INTERVAL '20 minutes', 7.5
                FROM generate_series(1, 5) n, generate_series(timestamptz '2026-07-01Z', '2026-10-10Z', '3 hours') t;
                INSERT INTO tracksolid.alarms (imei, alarm_type, alarm_time)
                SELECT 'Bg==', CASE WHEN extract(hour FROM t) = 0 THEN 'Bg==' ELSE '4' END, t
                FROM generate_series(timestamptz '2026-07-01Z', '2026-10-10Z', '3 hours') t;
                INSERT INTO tracksolid.heartbeats (imei, reading_time)
                SELECT 'imei-1', t FROM generate_series(timestamptz '2026-07-01Z', '2026-10-10Z', '1 hour') t;
                INSERT INTO tracksolid.ingestion_log (started_at, endpoint, source, outcome, error)
                SELECT t, 'jimi.x', 'poll', 'failed', E'a\\ttab, a \\\\ and\\nCOPY _timescaledb_internal.compress_hyper_1_1_chunk (a) FROM stdin;\\nBg=='
                FROM generate_series(timestamptz '2026-07-01Z', '2026-07-10Z', '3 hours') t
                """));
    }

    private static void late(Jdbi jdbi) {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.trips (imei, start_time) VALUES ('late', '2026-08-01 12:34Z')
                """));
    }

    private static void drill(BackupBench bench) {
        var drill = bench.run("drill");
        assertThat(drill.exitCode()).as(drill.output()).isZero();
        assertThat(drill.output())
                .containsPattern("same +tracksolid.trips +4046 +4046")
                .containsPattern("same +tracksolid.trips,compressed_chunks +16 +16")
                .containsPattern("The drill has passed: .* 5 of them with compressed chunks.");
    }

    private static void restoredAfterDestruction(BackupBench bench, Object before) {
        var jdbi = bench.database.jdbi();
        jdbi.useHandle(handle -> handle.execute("DROP SCHEMA tracksolid, reporting, infrastructure, outbox CASCADE"));
        var name = bench.database.name() + "_r";
        try {
            var restore = bench.run("restore", "--into", name);
            assertThat(restore.exitCode()).as(restore.output()).isZero();
            var restored = Jdbi.create(bench.sibling(name));
            assertThat(TableContents.of(restored)).isEqualTo(before);
            assertThat(new Compression(restored).run().compressed())
                    .as("the chunk with a late row")
                    .isEqualTo(1);
        } finally {
            jdbi.useHandle(handle -> handle.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"));
        }
    }
}
