package io.fleetline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.SettableClock;
import io.fleetline.TableContents;
import io.fleetline.TestDatabase;
import io.fleetline.upkeep.Purge.Deleted;
import io.fleetline.upkeep.Purge.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeTest {
    private static final Retention USUAL = new Retention(90, 180);
    /** 90 days before the clock. */
    private static final Instant LOGS_BEFORE = Instant.parse("2026-03-03T12:00:00Z");
    /** 180 days before the clock. */
    private static final Instant LETTERS_BEFORE = Instant.parse("2025-12-03T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = database.jdbi();
    private final Purge purge = new Purge(jdbi, SettableClock.at("2026-06-01T12:00:00Z"), new AuditLog("ann"));

    @AfterEach
    void close() {
        database.close();
    }

    /** A row each noon of 2026 up to the clock, but dead letters from November on, and 25,000 of them on one day. */
    @BeforeEach
    void fill() {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.ingestion_log (started_at, endpoint, source, outcome)
                SELECT t, '/pushgps', 'push', 'ok' FROM generate_series(timestamptz '2026-01-01 12:00Z', '2026-06-01 12:00Z', '1 day') t;
                INSERT INTO reporting.refresh_log (view_name, source, started_at)
                SELECT 'reporting.v_trips', 'dashboard_api', t FROM generate_series(timestamptz '2026-01-01 12:00Z', '2026-06-01 12:00Z', '1 day') t;
                INSERT INTO infrastructure.poll_changes (changed_at, fact_table, imei, began_at, question, before)
                SELECT t, 'tracksolid.trips', '1', t, 'q', '{}' FROM generate_series(timestamptz '2026-01-01 12:00Z', '2026-06-01 12:00Z', '1 day') t;
                INSERT INTO infrastructure.dead_letters (received_at, source, reason, payload)
                SELECT t, 'push', 'bad', t::text FROM generate_series(timestamptz '2025-11-01 12:00Z', '2026-06-01 12:00Z', '1 day') t;
                INSERT INTO infrastructure.dead_letters (received_at, source, reason, payload)
                SELECT '2025-10-01 12:00Z', 'push', 'worse', i::text FROM generate_series(1, 25000) i
                """));
    }

    private String span(String table, String time) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT format('%%s from %%s', count(*), min(%s) AT TIME ZONE 'UTC') FROM %s"
                                .formatted(time, table))
                .mapTo(String.class)
                .one());
    }

    @Test
    void whatIsOlderGoesInShortTransactions() {
        var parts = new ArrayList<Deleted>();
        assertThat(purge.run(USUAL, parts::add)).isTrue();
        // January 31 + February 28 + March 1 and 2: noon of 3 March is not older, and its chunk began at midnight.
        assertThat(parts)
                .containsExactly(
                        new Deleted("tracksolid.ingestion_log", LOGS_BEFORE, 61),
                        new Deleted("reporting.refresh_log", LOGS_BEFORE, 61),
                        new Deleted("infrastructure.poll_changes", LOGS_BEFORE, 61),
                        // 25,000, and 30 of November, and 1 and 2 December
                        new Deleted("infrastructure.dead_letters", LETTERS_BEFORE, 10_000),
                        new Deleted("infrastructure.dead_letters", LETTERS_BEFORE, 10_000),
                        new Deleted("infrastructure.dead_letters", LETTERS_BEFORE, 5_032));
        assertThat(span("tracksolid.ingestion_log", "started_at")).isEqualTo("91 from 2026-03-03 12:00:00");
        assertThat(span("reporting.refresh_log", "started_at")).isEqualTo("91 from 2026-03-03 12:00:00");
        assertThat(span("infrastructure.dead_letters", "received_at")).isEqualTo("181 from 2025-12-03 12:00:00");
    }

    @Test
    void everyTransactionHasItsRowInTheAuditLog() {
        purge.run(USUAL, _ -> {});
        assertThat(audited())
                .startsWith(
                        "ann purge tracksolid.ingestion_log 61 2026-03-03T12:00:00Z",
                        "ann purge reporting.refresh_log 61 2026-03-03T12:00:00Z")
                .hasSize(6);
        purge.run(USUAL, part -> assertThat(part).as("a second time").isNull());
    }

    private List<String> audited() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT concat_ws(' ', actor, action, subject, details ->> 'rows', details ->> 'before')
                        FROM infrastructure.audit_log ORDER BY id
                        """).mapTo(String.class).list());
    }

    @Test
    void aDryRunCountsTheSameAndDeletesNothing() {
        var before = TableContents.of(jdbi);
        assertThat(purge.dryRun(USUAL))
                .containsExactly(
                        new Deleted("tracksolid.ingestion_log", LOGS_BEFORE, 61),
                        new Deleted("reporting.refresh_log", LOGS_BEFORE, 61),
                        new Deleted("infrastructure.poll_changes", LOGS_BEFORE, 61),
                        new Deleted("infrastructure.dead_letters", LETTERS_BEFORE, 25_032),
                        // The two days, one day and 180 days of infrastructure.storage_policies.
                        new Deleted("infrastructure.changes", Instant.parse("2026-05-30T12:00:00Z"), 0),
                        new Deleted("infrastructure.ticks", Instant.parse("2026-05-31T12:00:00Z"), 0),
                        new Deleted("tracksolid.heartbeats", LETTERS_BEFORE, 0),
                        new Deleted("tracksolid.lbs_readings", LETTERS_BEFORE, 0));
        assertThat(TableContents.of(jdbi)).isEqualTo(before);
    }

    @Test
    void zeroDaysKeepAll() {
        var before = TableContents.of(jdbi);
        purge.run(new Retention(0, 0), _ -> {});
        assertThat(TableContents.of(jdbi)).isEqualTo(before);
        assertThat(purge.dryRun(new Retention(0, 0))).extracting(Deleted::rows).containsOnly(0L);
    }

    /** 2025-12-03 is 180 days before the clock; a chunk of heartbeats has seven days, the one of that day ends on 4 December. */
    @Test
    void factsGoAfterTheTimeThatTheirTableSaysOnBothEditions() {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.heartbeats (imei, reading_time)
                SELECT 'a', t FROM generate_series(timestamptz '2025-11-01 12:00Z', '2026-01-01 12:00Z', '1 day') t;
                INSERT INTO tracksolid.trips (imei, start_time) VALUES ('a', '2020-01-01Z');
                UPDATE infrastructure.storage_policies SET retain_for = '7 days' WHERE hypertable = 'tracksolid.ingestion_log'
                """));
        var retention = new Retention(0, 0);
        assertThat(purge.dryRun(retention))
                .contains(new Deleted("tracksolid.heartbeats", LETTERS_BEFORE, 26))
                .noneMatch(table -> table.table().equals("tracksolid.trips"));
        purge.run(retention, _ -> {});
        assertThat(span("tracksolid.heartbeats", "reading_time")).isEqualTo("36 from 2025-11-27 12:00:00");
        assertThat(span("tracksolid.trips", "start_time")).startsWith("1 from 2020");
        assertThat(span("tracksolid.ingestion_log", "started_at"))
                .as("LOG_RETENTION_DAYS alone counts")
                .startsWith("152 ");
    }

    @Test
    void aTableThatCannotBePurgedStopsNoOther() {
        jdbi.useHandle(handle -> handle.execute("DROP TABLE reporting.refresh_log CASCADE"));
        assertThatThrownBy(() -> purge.run(USUAL, _ -> {})).hasMessageContaining("refresh_log");
        assertThat(span("infrastructure.dead_letters", "received_at")).isEqualTo("181 from 2025-12-03 12:00:00");
    }

    @Test
    void ofTwoAtOnceOneWorks() {
        var other = new Purge(database.jdbi(), SettableClock.at("2026-06-01T12:00:00Z"), new AuditLog("ben"));
        var second = new ArrayList<Boolean>();
        purge.run(
                USUAL, _ -> second.add(other.run(USUAL, part -> assertThat(part).isNull())));
        assertThat(second).isEqualTo(List.of(false, false, false, false, false, false));
        assertThat(other.run(USUAL, _ -> {})).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 6})
    void whatAnybodyStillNeedsIsNotDeleted(int days) {
        assertThatThrownBy(() -> new Retention(days, 180))
                .hasMessage(days + " days are too few: at least 7, or 0 to keep all");
        assertThatThrownBy(() -> new Retention(90, days)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Chunks of trips have seven days, those of fixes one; the clock is at noon of 1 June. */
    @Test
    void tripsAndTheirPathsGoWithTheFactsThatTheyAreMadeOf() {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO tracksolid.trips (imei, start_time, end_time)
                SELECT 'a', t, t + INTERVAL '1 hour' FROM unnest(ARRAY['2026-04-01 12:00Z', '2026-05-15 12:00Z', '2026-05-30 23:30Z']::timestamptz[]) t;
                INSERT INTO tracksolid.position_history (imei, gps_time, geom, lat, lng, source)
                SELECT 'a', t.start_time + n * INTERVAL '10 minutes', ST_Point(36.5, -1.5, 4326), -1.5, 36.5, 'push'
                FROM tracksolid.trips t, generate_series(0, 6) AS n;
                SELECT infrastructure.fn_rebuild_trips();
                UPDATE infrastructure.storage_policies SET retain_for = '30 days' WHERE hypertable = 'tracksolid.trips';
                UPDATE infrastructure.storage_policies SET retain_for = '36 hours' WHERE hypertable = 'tracksolid.position_history'
                """));
        purge.run(new Retention(0, 0), _ -> {});
        var trips = jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT concat_ws(' ', start_time AT TIME ZONE 'UTC', ST_NPoints(path)) FROM reporting.trips ORDER BY 1")
                .mapTo(String.class)
                .list());
        assertThat(trips).containsExactly("2026-05-15 12:00:00", "2026-05-30 23:30:00 4");
        long repaired = jdbi.withHandle(handle -> handle.createQuery("SELECT infrastructure.fn_rebuild_trips()")
                .mapTo(Long.class)
                .one());
        assertThat(repaired).isZero();
    }
}
