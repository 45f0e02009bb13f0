package io.fleetline;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tries every statement in the table of docs/security.md, as a login of each role, and rolls it back. */
class DatabaseRolesTest {
    private static final List<String> ROLES =
            List.of("tracksolid_owner", "dashboard_ro", "grafana_ro", "fleetline_backup");
    private static final Pattern ROW =
            Pattern.compile("\\| `(.+)` \\| (may|denied) \\| (may|denied) \\| (may|denied) \\| (may|denied) \\|");
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** A GRANT by a role that has the privilege without grant option is only a warning. */
    private static final String PRIVILEGE_NOT_GRANTED = "01007";

    private static final String PASSWORD = UUID.randomUUID().toString();

    private static TestDatabase database;
    private static Jdbi admin;
    private static Map<String, String> logins;

    record Row(String statement, List<String> rights) {}

    @BeforeAll
    static void logIn() throws IOException, SQLException {
        database = TestDatabase.create();
        admin = database.jdbi();
        // A copied database does not have the privileges of the original.
        var migration = Files.readString(Path.of("migrations/31_least_privilege.sql"));
        admin.useHandle(handle -> {
            try (var statement = handle.getConnection().createStatement()) {
                statement.execute(migration);
            }
        });
        admin.useHandle(handle -> handle.execute("""
                INSERT INTO infrastructure.audit_log (at, actor, action)
                VALUES (now() - INTERVAL '91 days', 'ann', 'old'), (now() - INTERVAL '89 days', 'ann', 'young')
                """));
        logins = ROLES.stream().collect(Collectors.toMap(role -> role, DatabaseRolesTest::login));
    }

    private static String login(String role) {
        var name = "fleetline_test_" + UUID.randomUUID().toString().substring(0, 8);
        admin.useHandle(handle ->
                handle.execute("CREATE ROLE %s LOGIN PASSWORD '%s' IN ROLE %s".formatted(name, PASSWORD, role)));
        return name;
    }

    @AfterAll
    static void logOut() {
        logins.values().forEach(login -> admin.useHandle(handle -> handle.execute("DROP ROLE " + login)));
        database.close();
    }

    static List<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/security.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(row -> new Row(row.group(1), List.of(row.group(2), row.group(3), row.group(4), row.group(5))))
                .toList();
    }

    @Test
    void theTableIsThere() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRoleMayWhatTheTableSays(Row row) {
        var rights = ROLES.stream().map(role -> tried(role, row.statement())).toList();
        assertThat(rights).isEqualTo(row.rights());
    }

    /** As one login of a role, in a transaction that is rolled back. */
    private static String tried(String role, String statement) {
        var url = DatabaseUrl.parse(database.url()).jdbcUrl();
        try (var connection = DriverManager.getConnection(url, logins.get(role), PASSWORD)) {
            connection.setAutoCommit(false);
            try (var attempt = connection.createStatement()) {
                attempt.execute(statement);
                var warning = attempt.getWarnings();
                return warning != null && PRIVILEGE_NOT_GRANTED.equals(warning.getSQLState()) ? "denied" : "may";
            } catch (SQLException e) {
                return INSUFFICIENT_PRIVILEGE.equals(e.getSQLState()) ? "denied" : e.getMessage();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
