package io.fleetline;

import io.fleetline.database.DatabaseUrl;
import io.fleetline.read.ReadDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.time.Duration;
import java.util.Map;

/** A separate migrated database for the application under a {@code @QuarkusTest}, which listens on a free port. */
public final class DatabaseResource implements QuarkusTestResourceLifecycleManager {
    private TestDatabase database;

    @Override
    public Map<String, String> start() {
        database = TestDatabase.create();
        var url = DatabaseUrl.parse(database.url());
        return Map.of(
                "quarkus.datasource.jdbc.url", url.jdbcUrl(),
                "quarkus.datasource.username", url.user(),
                "quarkus.datasource.password", url.password(),
                "quarkus.datasource.read.jdbc.url", url.jdbcUrl(),
                "quarkus.datasource.read.username", url.user(),
                "quarkus.datasource.read.password", url.password(),
                "quarkus.datasource.read.jdbc.new-connection-sql",
                        ReadDatabase.connectionStart(url.user(), Duration.ofSeconds(30)),
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
