package io.fleetline.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.database.DatabaseUrl;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes the database down and brings it back: all sessions are terminated and new ones refused; or, if {@code
 * -Dfleetline.crash-database} names the cache folder of the test's own server (started by {@code scripts/database} with that
 * XDG_CACHE_HOME, and in DATABASE_URL), that server dies at once and recovers.
 */
final class DatabaseOutage {
    private static final @Nullable String OWN_SERVER = System.getProperty("fleetline.crash-database");

    private final TestDatabase database;

    DatabaseOutage(TestDatabase database) {
        this.database = database;
    }

    static String kind() {
        return OWN_SERVER == null ? "refuses everybody" : "pg_ctl stop -m immediate";
    }

    void begin() {
        if (OWN_SERVER == null) {
            database.setReachable(false);
        } else {
            script("stop", "--immediate");
        }
    }

    /** @return the time of its first answer, by {@link System#nanoTime()} */
    long end() {
        var coming = CompletableFuture.runAsync(this::bringBack);
        await().atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofMillis(10))
                .until(this::answers);
        var answered = System.nanoTime();
        coming.join();
        return answered;
    }

    private void bringBack() {
        if (OWN_SERVER == null) {
            database.setReachable(true);
        } else {
            script("start");
        }
    }

    private boolean answers() {
        var url = DatabaseUrl.parse(database.url());
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
                var statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        } catch (SQLException e) {
            return false;
        }
    }

    private static void script(String... arguments) {
        var builder = new ProcessBuilder("scripts/database")
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().remove("DATABASE_URL");
        builder.environment().put("XDG_CACHE_HOME", String.valueOf(OWN_SERVER));
        try {
            assertThat(builder.start().waitFor())
                    .as("scripts/database %s", arguments[0])
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
