package io.fleetline;

import io.fleetline.store.DatabaseUrl;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A migrated database of its own for the application under a {@code @QuarkusTest}, which listens on a free port. */
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
                "quarkus.http.test-port", "0");
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
