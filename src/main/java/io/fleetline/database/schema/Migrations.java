package io.fleetline.database.schema;

import io.fleetline.database.AdvisoryLock;
import io.fleetline.database.SqlTrouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Brings the database up to date from the numbered files of {@code migrations/}, which the build puts on the class path. */
public final class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);

    private final DataSource dataSource;
    private final Flyway flyway;

    private Migrations(DataSource dataSource, String location) {
        this.dataSource = dataSource;
        this.flyway = flyway(dataSource, location);
    }

    /**
     * Runs the files that this database has not seen yet, each in its own transaction. Only one replica migrates at a time,
     * the others wait for it. Needs three connections at a time.
     *
     * @return the number of files run
     * @throws MigrationException if a file fails, was edited after it had been applied, or there are no files at all
     */
    public static int migrate(DataSource dataSource) {
        return migrate(dataSource, "classpath:db/migration");
    }

    /** Whether {@link #migrate} would find nothing to do; false also if that cannot be determined quickly. */
    public static boolean areApplied(Connection database) {
        return SchemaHistory.matchesThisBuild(database);
    }

    static int migrate(DataSource dataSource, String location) {
        return new Migrations(dataSource, location).run();
    }

    private static Flyway flyway(DataSource dataSource, String location) {
        var configuration = Flyway.configure()
                .dataSource(dataSource)
                .locations(location)
                .sqlMigrationPrefix("")
                .sqlMigrationSeparator("_")
                .sqlMigrationSuffixes(".sql")
                .validateMigrationNaming(true)
                .placeholderReplacement(false)
                .callbacks(new SearchPathOfPsql())
                .outputQueryResults(false)
                .defaultSchema("infrastructure")
                .createSchemas(true)
                .outOfOrder(true)
                .group(false)
                // Files applied by hand created the schema before Flyway saw it; they are safe to run again, so begin
                // before the first.
                .baselineOnMigrate(true)
                .baselineVersion("0");
        // Our own lock surrounds everything; Flyway's would keep a transaction open meanwhile.
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        return configuration.load();
    }

    private int run() {
        try (var connection = dataSource.getConnection();
                var handle = Jdbi.open(connection)) {
            return AdvisoryLock.MIGRATIONS.runWhenFree(handle, Migrations::logWait, _ -> migrateLocked());
        } catch (SQLException | JdbiException e) {
            throw new MigrationException(
                    "the database could not be reached for the migrations: " + SqlTrouble.inWords(e), e);
        } catch (FlywayException e) {
            throw MigrationFailure.explain(e);
        }
    }

    private int migrateLocked() {
        var files = Arrays.stream(flyway.info().all())
                .map(MigrationInfo::getState)
                .filter(state -> state.isResolved())
                .count();
        if (files == 0) {
            throw new MigrationException("no migrations were found: the build has left out the folder migrations/");
        }
        return flyway.migrate().migrationsExecuted;
    }

    private static void logWait() {
        LOG.info("another process is migrating this database, waiting for it");
    }
}
