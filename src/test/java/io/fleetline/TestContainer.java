package io.fleetline;

import io.fleetline.database.DatabaseUrl;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** The database server in a container, for a machine with Docker. It ends with the process. */
final class TestContainer {

    private static final String NO_SERVER =
            "there is no database for the tests: run scripts/test, or scripts/database start and export DATABASE_URL";
    private static final String IMAGE = Optional.ofNullable(System.getenv("TIMESCALEDB_IMAGE"))
            .filter(name -> !name.isBlank())
            .orElse("timescale/timescaledb-ha:pg17.10-ts2.29.2");
    /** The planner is configured as in docker-compose.yaml. */
    private static final String SERVER = "postgres -c shared_preload_libraries=timescaledb -c fsync=off"
            + " -c random_page_cost=1.1 -c jit=off -c max_locks_per_transaction=256";

    private static final int PULL_SECONDS = 120;

    private TestContainer() {}

    static DatabaseUrl start() {
        if (!DockerClientFactory.instance().isDockerAvailable() || !hasImage() && !pulled()) {
            throw new IllegalStateException(NO_SERVER);
        }
        @SuppressWarnings("resource") // ends with the process
        var container = new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                .withCommand(SERVER);
        container.start();
        // Without the options that Testcontainers adds, which are specific to the driver.
        var address = container.getJdbcUrl().replaceFirst("\\?.*", "");
        return new DatabaseUrl(address, container.getUsername(), container.getPassword());
    }

    private static boolean hasImage() {
        return DockerClientFactory.instance().client().listImagesCmd().withReferenceFilter(IMAGE).exec().stream()
                .findAny()
                .isPresent();
    }

    /** An engine that answers may still have no reachable registry, and a pull would wait for many minutes. */
    private static boolean pulled() {
        try {
            return DockerClientFactory.instance()
                    .client()
                    .pullImageCmd(IMAGE)
                    .start()
                    .awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
