package io.fleetline;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.fleetline.database.DatabaseUrl;
import io.fleetline.service.DatabaseStart;
import io.fleetline.store.StoreSettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * A separate database for a test, dropped at its end. {@link TestServer} provides the server.
 *
 * <pre>{@code
 * static final TestDatabase DATABASE = TestDatabase.create();   // and @AfterAll: DATABASE.close()
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    /** As the service's writers do: what a test changes by hand is marked for the roll-up only if the test says so. */
    private static final String MARKS_NOTHING = "SET fleetline.marks_touched = 'on'";

    private final TestServer server;
    private final String name;
    private final AgroalDataSource pool;

    private TestDatabase(TestServer server, String name) {
        this.server = server;
        this.name = name;
        this.pool = pool(CONNECTIONS, MARKS_NOTHING);
    }

    /** A fresh database with all migrations applied. */
    public static TestDatabase create() {
        var server = TestServer.get();
        return new TestDatabase(server, server.createDatabase(server.template()));
    }

    /** A fresh empty database, without extensions. */
    public static TestDatabase empty() {
        var server = TestServer.get();
        return new TestDatabase(server, server.createDatabase("template0"));
    }

    /** A pool of 10 connections. */
    public DataSource dataSource() {
        return pool;
    }

    /** Opens a new connection for each call, as the ticker and the doorbell of the change log need it. */
    public DataSource direct() {
        return DatabaseStart.dataSource(DatabaseUrl.parse(url()));
    }

    /** A separate pool, which the caller closes; it waits 5 s at most for a connection. */
    public AgroalDataSource pool(int connections) {
        return pool(connections, MARKS_NOTHING);
    }

    /** The same with connections like the service's writers: they have a lock timeout. */
    public AgroalDataSource writersPool(int connections) {
        return pool(connections, StoreSettings.CONNECTION_START);
    }

    private AgroalDataSource pool(int connections, String connectionStart) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(limits -> limits.maxSize(connections)
                            .acquisitionTimeout(Duration.ofSeconds(5))
                            .exceptionSorter(new PostgreSQLExceptionSorter())
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(server.jdbcUrl(name))
                                    .initialSql(connectionStart)
                                    .principal(new NamePrincipal(server.user()))
                                    .credential(new SimplePassword(server.password())))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Jdbi jdbi() {
        return Jdbi.create(pool).installPlugin(new PostgresPlugin());
    }

    /** Its URL in the form of {@code DATABASE_URL}, for the superuser. */
    public String url() {
        return "postgresql://%s:%s@%s"
                .formatted(
                        encoded(server.user()),
                        encoded(server.password()),
                        server.jdbcUrl(name).substring("jdbc:postgresql://".length()));
    }

    /** False: all sessions are terminated and new ones refused, as if the server were down. True: it is back. */
    public void setReachable(boolean reachable) {
        server.setReachable(name, reachable);
    }

    public String name() {
        return name;
    }

    @Override
    public void close() {
        pool.close();
        server.drop(name);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
