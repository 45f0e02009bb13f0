package io.fleetline.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetline.TestDatabase;
import io.fleetline.settings.BadSetting;
import java.time.ZoneId;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The zone of the business day: names that Java and the database interpret in the same way, and no others. */
class FleetZoneTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Jdbi JDBI = DATABASE.jdbi();
    private final FleetZone zones = new FleetZone(DATABASE.dataSource());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void asInstalled() {
        JDBI.useHandle(handle -> handle.execute(
                "UPDATE reporting.kpi_settings SET text_value = 'Africa/Nairobi' WHERE name = 'fleet_time_zone'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Africa/Nairobi", "America/New_York", "Asia/Kolkata", "Europe/Berlin", "UTC", "Etc/GMT-3"})
    void aZoneThatBothReadAlikeIsTaken(String name) {
        zones.write(ZoneId.of(name));
        assertThat(known()).isEqualTo(name);
    }

    /** SQL reads the sign of UTC+3 as POSIX does: west is positive. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC+3", "GMT+3", "UTC-03:00", "+03:00", "Z"})
    void aWordThatTheDatabaseDoesNotReadAlikeEndsTheStart(String name) {
        assertThatThrownBy(() -> zones.write(ZoneId.of(name)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("FLEET_TIME_ZONE '" + ZoneId.of(name) + "'")
                .message()
                .containsAnyOf("is the same and known to both", "name a region, such as Africa/Nairobi")
                .doesNotContain("\n");
        assertThat(known()).isEqualTo("Africa/Nairobi");
    }

    /** Java knows 604 names, and the database of a Debian without tzdata-legacy 484 of them. Every accepted name is known to both. */
    @Test
    void everyZoneOfJavaIsEitherTakenAndReadableOrRefusedWithAnother() {
        var names = JDBI.withHandle(handle -> handle.createQuery("SELECT name FROM pg_timezone_names")
                .mapTo(String.class)
                .set());
        for (var name : new String[] {"US/Eastern", "Asia/Calcutta"}) {
            if (names.contains(name)) {
                assertThatCode(() -> zones.write(ZoneId.of(name))).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> zones.write(ZoneId.of(name)))
                        .hasMessageContaining(name.startsWith("US") ? "America/" : "Asia/Kolkata");
            }
        }
        assertThat(known()).isIn("Africa/Nairobi", "Asia/Calcutta");
    }

    @ParameterizedTest
    @CsvSource({
        "fleet_time_zone, Africa/Nairobbi",
        "fleet_time_zone, UTC+3",
        "fleet_time_zone, ''",
        "shift_start, eight",
        "shift_end, 25:00",
        "shift_days, Mon-Fri"
    })
    void aTypingErrorInTheTableIsRefusedWhenItIsMade(String name, String value) {
        assertThatThrownBy(() -> JDBI.useHandle(handle ->
                        handle.execute("UPDATE reporting.kpi_settings SET text_value = ? WHERE name = ?", value, name)))
                .hasMessageContaining("is no value for " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "fleet_time_zone, Europe/Berlin",
        "shift_start, 06:30",
        "shift_end, 17:00:00",
        "shift_days, '1, 2,3'",
        "shift_days, 7"
    })
    void anythingThatCanBeReadIsTaken(String name, String value) {
        JDBI.useHandle(handle -> assertThat(
                        handle.execute("UPDATE reporting.kpi_settings SET text_value = ? WHERE name = ?", value, name))
                .isEqualTo(1));
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        assertThatThrownBy(() -> JDBI.useHandle(handle ->
                        handle.execute("UPDATE reporting.kpi_settings SET value = 'NaN' WHERE name = 'speeding_kmh'")))
                .hasMessageContaining("speeding_kmh");
    }

    /** As it may be from before the table was validated. */
    @Test
    void aReaderFindsOutThatTheTablesZoneIsNone() {
        zones.checkKnown();
        JDBI.useHandle(handle -> {
            handle.execute("ALTER TABLE reporting.kpi_settings DISABLE TRIGGER USER");
            handle.execute("UPDATE reporting.kpi_settings SET text_value = 'Nairobi' WHERE name = 'fleet_time_zone'");
            handle.execute("ALTER TABLE reporting.kpi_settings ENABLE TRIGGER USER");
        });
        assertThatThrownBy(zones::checkKnown)
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("reporting.kpi_settings has 'Nairobi'");
    }

    private static String known() {
        return JDBI.withHandle(handle -> handle.createQuery("SELECT reporting.fn_fleet_time_zone()")
                .mapTo(String.class)
                .one());
    }
}
