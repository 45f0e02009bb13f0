package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import io.fleetline.DatabaseResource;
import io.fleetline.read.FleetFixture;
import io.fleetline.read.ReadDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a connection of the reading pool cannot do, even after an SQL injection. */
@QuarkusTest
@WithTestResource(DatabaseResource.class)
class ReadPoolTest {
    @Inject
    ReadDatabase readers;

    @Inject
    AgroalDataSource owner;

    @Test
    void itReadsAsDashboardRoForHalfAMinuteAtMost() {
        var said = readers.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        SELECT concat_ws(' ', current_user, current_setting('transaction_read_only'), current_setting('statement_timeout'))
                        """).mapTo(String.class).one());
        assertThat(said).isEqualTo("dashboard_ro on 30s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO tracksolid.devices (imei) VALUES ('x')",
                "UPDATE reporting.kpi_settings SET value = 0",
                "DELETE FROM tracksolid.devices",
                "TRUNCATE tracksolid.devices",
                "DROP TABLE tracksolid.devices",
                "ALTER TABLE tracksolid.devices ADD COLUMN x int",
                "CREATE TABLE public.x (y int)",
                "CREATE TABLE reporting.x (y int)",
                "CREATE ROLE x SUPERUSER",
                "GRANT tracksolid_owner TO dashboard_ro",
                "COPY tracksolid.devices FROM PROGRAM 'true'",
                "COPY tracksolid.devices TO '/tmp/x'",
                "SELECT pg_read_file('/etc/hostname')",
                "SELECT lo_import('/etc/hostname')",
                "REFRESH MATERIALIZED VIEW reporting.v_trips",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY reporting.v_trips",
                "SELECT drop_chunks('tracksolid.trips', now())",
                "SELECT * FROM infrastructure.access_tokens",
                "SELECT * FROM tracksolid.api_token_cache"
            })
    void itWritesNothing(String sql) {
        assertRefused("", sql);
        // An SQL injection could also end the read-only mode: then the role's privileges are the limit.
        assertRefused("SET default_transaction_read_only = off; COMMIT; SET TRANSACTION READ WRITE; ", sql);
    }

    private void assertRefused(String before, String sql) {
        var fixture = new FleetFixture(owner);
        fixture.clear();
        fixture.liveFleet();
        readers.jdbi().useHandle(handle -> {
            try {
                assertThatThrownBy(() -> handle.execute(before + sql))
                        .hasMessageMatching(
                                "(?s).*(permission denied|read-only transaction|must be owner|must be superuser).*");
            } finally {
                handle.execute("SET default_transaction_read_only = on");
            }
        });
        assertThat(Jdbi.create(owner)
                        .<Integer, RuntimeException>withHandle(
                                handle -> handle.createQuery("SELECT count(*) FROM tracksolid.devices")
                                        .mapTo(Integer.class)
                                        .one()))
                .isEqualTo(5);
    }
}
