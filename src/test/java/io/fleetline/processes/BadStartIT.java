package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every user error ends in one line on standard error that names it, exit code 2, and no secret shown. */
class BadStartIT {
    private static final Duration ENOUGH = Duration.ofSeconds(180);
    private static final StandingFleet CLOUD = StandingFleet.withPatience();
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final TemporaryLogin LOGIN = new TemporaryLogin(DATABASE, "SUPERUSER");
    private static final String WRONG = UUID.randomUUID().toString();

    @AfterAll
    static void end() {
        LOGIN.close();
        DATABASE.close();
        CLOUD.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TRACKSOLID_APP_KEY, '', TRACKSOLID_APP_KEY is not set",
        "TRACKSOLID_API_URL, no-address, TRACKSOLID_API_URL must look like",
        "FLEETLINE_ROLES, cook, FLEETLINE_ROLES knows",
        "FLEET_TIME_ZONE, UTC+3, FLEET_TIME_ZONE 'UTC+03:00' is not known to the database",
        "DATABASE_URL, mysql://x/y, DATABASE_URL is not usable",
        "READ_DATABASE_URL_FILE, /nowhere/secret, 'READ_DATABASE_URL_FILE names /nowhere/secret, which cannot be read'",
        "TRACKSOLID_APP_SECRET_FILE, /nowhere/secret, TRACKSOLID_APP_SECRET and TRACKSOLID_APP_SECRET_FILE are both set",
        "DATABASE_URL, postgresql://somebody:swordfish@127.0.0.1:1/fleet, DATABASE_URL (jdbc:postgresql://127.0.0.1:1/fleet"
    })
    void aSettingThatMakesNoSense(String name, String value, String said) {
        assertRefused(Map.of(name, value), said, "serve");
    }

    @ParameterizedTest
    @CsvSource({
        "serve --nonsense, --nonsense",
        "cook, cook",
        "backfill --to 2026-01-14, --from",
        "backfill --from yesterday --to 2026-01-14, --from must be a day",
        "backfill --from 2026-01-14 --to 2026-01-10, --from 2026-01-14 --to 2026-01-10 is not a past period",
        "backfill --from 2999-01-14 --to 2999-01-15, --from 2999-01-14 --to 2999-01-15 is not a past period",
        "backfill --from 2026-01-14 --to 2026-01-15 --account nobody, TRACKSOLID_TARGETS does not name the account 'nobody'"
    })
    void aCommandThatMakesNoSense(String command, String said) {
        assertRefused(Map.of(), said, command.split(" "));
    }

    @Test
    void aPortThatIsTaken() {
        var port = String.valueOf(CLOUD.simulator().port());
        assertRefused(Map.of("QUARKUS_HTTP_PORT", port), "QUARKUS_HTTP_PORT " + port, "serve");
    }

    @Test
    void aWrongDatabasePassword() {
        assertRefused(Map.of("DATABASE_URL", LOGIN.urlWithPassword(WRONG)), "password authentication failed", "serve");
    }

    @Test
    void aDatabaseInWhichNobodyMayMakeTheExtensions() {
        try (var empty = TestDatabase.empty();
                var login = new TemporaryLogin(empty, "")) {
            assertRefused(Map.of("DATABASE_URL", login.url()), "01_foundation.sql", "serve");
        }
    }

    @Test
    void accountsOfWhichTheVendorKnowsNone() {
        assertRefused(
                Map.of("TRACKSOLID_TARGETS", "nobody"),
                "TRACKSOLID_TARGETS names no account that the vendor accepts, asked for nobody",
                "serve");
    }

    @Test
    void aBackfillOfADeviceThatNobodyLists() {
        assertRefused(
                Map.of(),
                "--imei 123 is unknown",
                "backfill",
                "--from",
                "2026-01-14",
                "--to",
                "2026-01-15",
                "--imei",
                "123");
    }

    @Test
    void aWrongAppSecret() {
        assertRefused(Map.of("TRACKSOLID_APP_SECRET", WRONG), "TRACKSOLID_APP_SECRET", "serve");
    }

    private static void assertRefused(Map<String, String> wrong, String said, String... command) {
        var environment = CLOUD.environment(LOGIN.url());
        environment.putAll(wrong);
        try (var process = ServiceProcess.start(environment, command)) {
            assertThat(process.exitCode(ENOUGH)).as(process.output()).isEqualTo(2);
            assertThat(process.stderr().lines())
                    .singleElement()
                    .asString()
                    .startsWith("fleetline: ")
                    .contains(said);
            assertThat(secrets())
                    .allSatisfy(secret -> assertThat(process.output()).doesNotContain(secret));
        } finally {
            forgetToken();
        }
    }

    private static List<String> secrets() {
        var secrets = new ArrayList<>(CLOUD.secrets());
        secrets.addAll(List.of(LOGIN.password(), WRONG, "swordfish"));
        secrets.addAll(DATABASE.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT access_token FROM tracksolid.api_token_cache WHERE access_token IS NOT NULL")
                        .mapTo(String.class)
                        .list()));
        return secrets;
    }

    /** Otherwise the next start would wait out the minute that the vendor requires between two requests. */
    private static void forgetToken() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("DELETE FROM tracksolid.api_token_cache"));
    }
}
