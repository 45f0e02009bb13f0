package io.fleetline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetline.TestDatabase;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

class SqlTroubleTest {
    @Test
    void anErrorOfTheDatabaseIsOneLineWithoutTheStatementAndItsParameters() {
        try (var database = TestDatabase.create()) {
            var e = catchThrowableOfType(
                    JdbiException.class,
                    () -> database.jdbi()
                            .useHandle(handle -> handle.createQuery("SELECT 1\nFROM nowhere WHERE token = :token")
                                    .bind("token", "s3cret")
                                    .mapTo(int.class)
                                    .one()));
            assertThat(e.getMessage()).contains("s3cret", "\n");
            assertThat(SqlTrouble.inWords(e)).isEqualTo("ERROR: relation \"nowhere\" does not exist Position: 15");
            assertThat(SqlTrouble.message((SQLException) e.getCause()))
                    .isEqualTo("relation \"nowhere\" does not exist");
        }
    }

    @Test
    void withoutAnAnswerOfTheServerTheDriversWordsAreGiven() {
        var e = new SQLException("the connection\n  broke");
        assertThat(SqlTrouble.inWords(e)).isEqualTo("the connection broke");
        assertThat(SqlTrouble.message(e)).isEqualTo("the connection broke");
        assertThat(SqlTrouble.inWords(new IllegalStateException())).isEqualTo("null");
    }

    @Test
    void aFullDiskIsNamed() {
        assertThat(SqlTrouble.inWords(new SQLException("could not extend file", "53100")))
                .startsWith("the database's disk is full")
                .contains("could not extend file");
    }
}
