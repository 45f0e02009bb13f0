package io.fleetline.service;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.fleetline.database.DatabaseUrl;
import io.fleetline.database.SqlTrouble;
import io.fleetline.database.schema.Migrations;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Setting;
import io.fleetline.store.StoreSettings;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Checks the database before anything else starts, and brings its schema up to date. */
public final class DatabaseStart {
    /** More than there are consumers of the change log, and background tasks that run each second. */
    private static final int MOST_FREQUENT = 8;

    private DatabaseStart() {}

    /**
     * Connects and migrates.
     *
     * @return how many migrations were applied
     * @throws BadSetting if the database refuses the connection or does not answer
     * @throws io.fleetline.database.schema.MigrationException if the schema cannot be brought up to date
     */
    public static int migrate(DatabaseUrl url) {
        var database = dataSource(url);
        try (var connection = database.getConnection()) {
            if (Migrations.areApplied(connection)) {
                return 0;
            }
        } catch (SQLException e) {
            throw unreachable(url, e);
        }
        return Migrations.migrate(database);
    }

    /**
     * Whether this login may write: false on a replica, and for {@code dashboard_ro} in a database that has its schema.
     *
     * @throws BadSetting if the database refuses the connection or does not answer
     */
    public static boolean mayWrite(DatabaseUrl url) {
        try (var connection = dataSource(url).getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("""
                        SELECT NOT pg_is_in_recovery()
                           AND (NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                            WHERE n.nspname = 'tracksolid' AND c.relname = 'schema_migrations')
                                OR pg_has_role('tracksolid_owner', 'SET'))
                        """)) {
            return answer.next() && answer.getBoolean(1);
        } catch (SQLException e) {
            throw unreachable(url, e);
        }
    }

    private static BadSetting unreachable(DatabaseUrl url, SQLException e) {
        return new BadSetting(Setting.DATABASE_URL, "(%s): %s".formatted(url, SqlTrouble.message(e)));
    }

    /** Opens a new connection for each call: for occasional work. */
    public static DataSource dataSource(DatabaseUrl url) {
        var database = new PGSimpleDataSource();
        database.setURL(url.jdbcUrl());
        database.setUser(url.user());
        database.setPassword(url.password());
        database.setConnectTimeout(10);
        return database;
    }

    /**
     * Keeps a connection for work that comes several times a second: a new one costs more than such work, because it knows no plan and no table yet. It is
     * renewed now and then, and when it has been lost. Without the settings of a writer's connection.
     */
    static AgroalDataSource frequent(DatabaseUrl url) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(MOST_FREQUENT)
                            .validateOnBorrow(true)
                            .connectionValidator(ConnectionValidator.defaultValidator())
                            .reapTimeout(Duration.ofMinutes(1))
                            .maxLifetime(Duration.ofMinutes(10))
                            .acquisitionTimeout(Duration.ofSeconds(10))
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url.jdbcUrl())
                                    .principal(new NamePrincipal(url.user()))
                                    .credential(new SimplePassword(url.password())))));
        } catch (SQLException e) {
            throw unreachable(url, e);
        }
    }

    /** A small pool for a command that runs outside the service. */
    public static AgroalDataSource pool(DatabaseUrl url) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(8)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url.jdbcUrl())
                                .initialSql(StoreSettings.CONNECTION_START)
                                .principal(new NamePrincipal(url.user()))
                                .credential(new SimplePassword(url.password())))));
    }
}
