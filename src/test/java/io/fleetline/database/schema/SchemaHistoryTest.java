package io.fleetline.database.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaHistoryTest {
    @Test
    void aDatabaseThatFlywayHasMigratedIsUpToDate() {
        try (var database = TestDatabase.create()) {
            assertThat(isUpToDate(database)).isTrue();
        }
    }

    @Test
    void anEmptyDatabaseIsNot() {
        try (var database = TestDatabase.empty()) {
            assertThat(isUpToDate(database)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM infrastructure.flyway_schema_history WHERE script LIKE '07%'",
                "UPDATE infrastructure.flyway_schema_history SET checksum = checksum + 1 WHERE script LIKE '07%'",
                "UPDATE infrastructure.flyway_schema_history SET checksum = NULL WHERE script LIKE '07%'",
                "UPDATE infrastructure.flyway_schema_history SET success = false WHERE script LIKE '07%'",
                "UPDATE infrastructure.flyway_schema_history SET script = '07_other.sql' WHERE script LIKE '07%'",
                "DROP TABLE infrastructure.flyway_schema_history"
            })
    void norIsOneWhoseHistorySaysOtherwise(String change) {
        try (var database = TestDatabase.create()) {
            database.jdbi().useHandle(handle -> handle.execute(change));
            assertThat(isUpToDate(database)).isFalse();
        }
    }

    private static boolean isUpToDate(TestDatabase database) {
        return database.jdbi().withHandle(handle -> Migrations.areApplied(handle.getConnection()));
    }
}
