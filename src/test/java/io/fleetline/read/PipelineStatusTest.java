package io.fleetline.read;

import static io.fleetline.read.PipelineBed.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineStatusTest {
    private static final PipelineBed BED = new PipelineBed();
    private static final String SWEEP = "jimi.user.device.location.list";
    private static final String ALARMS = "jimi.device.alarm.list";

    @AfterAll
    static void close() {
        BED.close();
    }

    @BeforeEach
    void clear() {
        BED.clear();
    }

    @Test
    void whatTheDatabaseDoesNotKnowIsUnknown() {
        var status = BED.status();
        for (var part : List.of("accounts", "fixes", "change_log", "processes", "backup", "drill")) {
            assertThat(state(status, part)).as(part).isEqualTo("unknown");
        }
        assertThat(state(status, "dead_letters")).isEqualTo("good");
        assertThat(state(status, "storage")).isEqualTo("good");
        assertThat(state(status, "endpoints")).as("no poll has run yet").isEqualTo("warn");
        assertThat(status.path("state").asText()).isEqualTo("warn");
        assertThat(status.at("/drill/last_at").isNull()).isTrue();
        assertThat(status.at("/storage/size_bytes").asLong()).isPositive();
    }

    @Test
    void theWholeIsAsBadAsItsWorstPartAndRecovers() {
        allPollsRan();
        assertThat(BED.status().path("state").asText()).isEqualTo("good");
        run(SWEEP, "north", "5 seconds", "failed");
        var failing = BED.status();
        assertThat(failing.path("state").asText()).isEqualTo("bad");
        assertThat(state(failing, "endpoints")).isEqualTo("bad");
        assertThat(endpoint(failing, SWEEP).path("state").asText()).isEqualTo("bad");
        run(SWEEP, "north", "1 seconds", "ok");
        assertThat(BED.status().path("state").asText()).isEqualTo("good");
    }

    @Test
    void anAccountSaysWhichOfItsEndpointsFailAndWhichAreBehind() {
        run(SWEEP, "north", "10 minutes", "ok");
        run(SWEEP, "north", "30 seconds", "limited");
        run(ALARMS, "north", "2 minutes", "ok");
        run(SWEEP, "south", "20 seconds", "ok");
        run(SWEEP, "of last week", "8 days", "failed");
        var status = BED.status();
        var asOf = status.path("as_of").asText();
        var accounts = status.at("/accounts/list");
        assertThat(accounts.findValuesAsText("account")).containsExactly("north", "south");
        var north = accounts.path(0);
        assertThat(north.path("state").asText()).isEqualTo("bad");
        assertThat(north.path("failing").toString()).isEqualTo("[\"" + SWEEP + "\"]");
        assertThat(north.path("behind").toString()).isEqualTo("[\"" + SWEEP + "\"]");
        assertThat(north.path("last_error").asText()).isEqualTo("because");
        assertThat(Duration.between(
                                OffsetDateTime.parse(north.path("last_success").asText()), OffsetDateTime.parse(asOf))
                        .toSeconds())
                .as("seconds since the last success of any endpoint")
                .isBetween(120L, 150L);
        assertThat(accounts.path(1).path("state").asText()).isEqualTo("good");
        assertThat(accounts.path(1).path("last_error").isNull()).isTrue();
    }

    @Test
    void nobodyPollsWhenNoProcessHasShownItself() {
        BED.sql("INSERT INTO infrastructure.cursors (job, account, up_to) VALUES ('trips', 'north', now())");
        assertThat(state(BED.status(), "processes")).isEqualTo("bad");
        BED.sql(
                "INSERT INTO infrastructure.replicas (id, seen_at) VALUES ('0123456789', now() - INTERVAL '10 seconds')");
        BED.sql("""
            INSERT INTO infrastructure.leases (job, account, owner, expires_at)
            VALUES ('trips', 'north', '0123456789', now() + INTERVAL '20 seconds'), ('stops', 'north', '0123456789', now() - INTERVAL '20 seconds')
            """);
        var processes = BED.status().path("processes");
        assertThat(processes.path("state").asText()).isEqualTo("good");
        assertThat(processes.at("/pollers/0/process").asText()).isEqualTo("01234567");
        assertThat(processes.at("/pollers/0/leases").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            25 hours | ok     | 2026/a.dump | good
            27 hours | ok     | 2026/a.dump | bad
            1 hour   | failed |             | bad
            """)
    void aBackupIsJudgedByItsOutcomeAndItsAge(String ago, String outcome, String key, String state) {
        BED.sql("""
            INSERT INTO infrastructure.backup_runs (started_at, finished_at, outcome, bytes, key, detail)
            VALUES (now() - INTERVAL '%1$s', now() - INTERVAL '%1$s', '%2$s', 4096, %3$s, '')
            """.formatted(ago, outcome, key == null ? "NULL" : "'" + key + "'"));
        var backup = BED.status().path("backup");
        assertThat(backup.path("state").asText()).isEqualTo(state);
        assertThat(backup.path("last_outcome").asText()).isEqualTo(outcome);
        assertThat(backup.path("bytes").asLong()).isEqualTo(4096);
    }

    @ParameterizedTest
    @CsvSource({"14 minutes, good, 1", "16 minutes, warn, 1", "31 minutes, warn, 0"})
    void theNewestFixIsAQuarterOfAnHourOldAtMost(String ago, String state, int reporting) {
        BED.sql("""
            INSERT INTO tracksolid.live_positions (imei, lng, lat, geom, source, gps_time)
            VALUES ('1', 0, 0, ST_Point(0, 0, 4326), 'poll', now() - INTERVAL '%s'),
                   ('2', 0, 0, ST_Point(0, 0, 4326), 'poll', now() - INTERVAL '2 days')""".formatted(ago));
        var fixes = BED.status().path("fixes");
        assertThat(fixes.path("state").asText()).isEqualTo(state);
        assertThat(fixes.path("vehicles").asInt()).isEqualTo(2);
        assertThat(fixes.path("reporting").asInt()).isEqualTo(reporting);
    }

    @Test
    void theGrowthIsThatOfDaysThatAreOver() {
        BED.sql("""
            INSERT INTO tracksolid.position_history (imei, gps_time, lng, lat, geom, source)
            SELECT '1', date_trunc('day', now()) - n * INTERVAL '10 minutes', 0, 0, ST_Point(0, 0, 4326), 'poll' FROM generate_series(1, 1440) n
            """);
        var storage = BED.status().path("storage");
        assertThat(storage.path("of_days").asInt()).isBetween(10, 12);
        assertThat(storage.path("bytes_per_day").asLong()).isBetween(8192L, 200_000L);
        assertThat(storage.path("tables").findValuesAsText("name")).contains("tracksolid.position_history");
        BED.sql("DELETE FROM tracksolid.position_history");
    }

    private static void allPollsRan() {
        BED.sql("""
            INSERT INTO tracksolid.ingestion_log (started_at, endpoint, account, source, outcome)
            SELECT now() - INTERVAL '10 seconds', endpoint, 'north', 'poll', 'ok'
            FROM infrastructure.endpoints WHERE source = 'poll' AND NOT optional
            """);
    }

    private static void run(String endpoint, String account, String ago, String outcome) {
        BED.sql("""
            INSERT INTO tracksolid.ingestion_log (started_at, endpoint, account, source, outcome, error)
            VALUES (date_trunc('second', now()) - INTERVAL '%s', '%s', '%s', 'poll', '%s', %s)
            """.formatted(ago, endpoint, account, outcome, outcome.equals("ok") ? "NULL" : "'because'"));
    }

    private static JsonNode endpoint(JsonNode status, String name) {
        return status.at("/endpoints/list")
                .valueStream()
                .filter(entry -> entry.path("endpoint").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
