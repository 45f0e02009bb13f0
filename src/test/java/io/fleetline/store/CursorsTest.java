package io.fleetline.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static CursorMove move(String account, String imei, Instant upTo) {
        return new CursorMove("trips", account, imei, upTo, upTo);
    }

    @Test
    void aDeviceGoesOnUnderAnotherAccountWhereItWasFurthest() {
        try (var database = TestDatabase.create()) {
            var cursors = new Cursors(database.jdbi());
            cursors.move(List.of(
                    move("one", "1", NOON),
                    move("two", "1", NOON.plusSeconds(60)),
                    move("two", "2", NOON.minusSeconds(5))));
            var known = cursors.ofDevices("trips", List.of("1", "2", "3"));
            assertThat(known.get("1")).isEqualTo(new Cursor(NOON.plusSeconds(60), NOON.plusSeconds(60)));
            assertThat(known.get("2")).isEqualTo(new Cursor(NOON.minusSeconds(5), NOON.minusSeconds(5)));
            assertThat(known).doesNotContainKey("3");
            assertThat(cursors.ofDevices("stops", List.of("1"))).isEmpty();
        }
    }

    /** Every enabled device gets the position of its account's cursor; a device's own cursor stays. */
    @Test
    void theMigrationGivesTheCursorOfAnAccountToItsDevices() throws Exception {
        try (var database = TestDatabase.create()) {
            var cursors = new Cursors(database.jdbi());
            cursors.move(List.of(move("one", "", NOON), move("one", "2", NOON.plusSeconds(60))));
            database.jdbi().useHandle(handle -> {
                handle.execute("""
                        INSERT INTO tracksolid.devices (imei, account, enabled)
                        VALUES ('1', 'one', true), ('2', 'one', true), ('3', 'one', false), ('4', 'two', true)
                        """);
                try (var statement = handle.getConnection().createStatement()) {
                    statement.execute(Files.readString(Path.of("migrations/35_polled_windows.sql")));
                }
            });
            assertThat(cursors.of("trips", "one")).containsOnlyKeys("1", "2");
            assertThat(cursors.of("trips", "one").get("1").upTo()).isEqualTo(NOON);
            assertThat(cursors.of("trips", "one").get("2").upTo()).isEqualTo(NOON.plusSeconds(60));
        }
    }
}
