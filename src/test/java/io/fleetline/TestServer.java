package io.fleetline;

import static org.awaitility.Awaitility.await;

import io.fleetline.database.DatabaseUrl;
import io.fleetline.database.schema.Migrations;
import java.time.Duration;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The database server that the tests of this process share: the one of {@code DATABASE_URL}, otherwise a container. Creates
 * databases, and one migrated template of which the others are copies.
 */
final class TestServer {

    private final DatabaseUrl address;
    private final Jdbi admin;
    private final String template = "fleetline_template_" + random();

    private static final class Holder {
        static final TestServer INSTANCE = start();
    }

    private TestServer(DatabaseUrl address) {
        this.address = address;
        this.admin = Jdbi.create(dataSource(address.jdbcUrl()));
    }

    static TestServer get() {
        return Holder.INSTANCE;
    }

    private static TestServer start() {
        var given = System.getenv("DATABASE_URL");
        var url = given == null || given.isBlank() ? TestContainer.start() : DatabaseUrl.parse(given);
        var server = new TestServer(url);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.drop(server.template)));
        server.makeTemplate();
        return server;
    }

    String template() {
        return template;
    }

    String user() {
        return address.user();
    }

    String password() {
        return address.password();
    }

    /** Another database on the same server. */
    String jdbcUrl(String database) {
        return address.jdbcUrl().replaceFirst("(//[^/]+/)[^?]*", "$1" + database);
    }

    String createDatabase(String from) {
        var name = "fleetline_test_" + random();
        admin.useHandle(handle -> handle.execute("CREATE DATABASE " + name + " TEMPLATE " + from));
        return name;
    }

    void drop(String database) {
        admin.useHandle(handle -> handle.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)"));
    }

    void setReachable(String database, boolean reachable) {
        admin.useHandle(handle -> handle.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS " + reachable));
        if (!reachable) {
            // A session admitted just before may not yet be in the list: repeat until it stays empty.
            await().pollInterval(Duration.ofMillis(20))
                    .during(Duration.ofMillis(100))
                    .until(() -> throwOut(database) == 0);
        }
    }

    private int throwOut(String database) {
        return admin.withHandle(handle -> handle.createQuery("""
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :database
                """)
                .bind("database", database)
                .mapTo(int.class)
                .one());
    }

    /** Migrations make roles, which all databases of the server share: two test processes must not make them at the same time. */
    private void makeTemplate() {
        admin.useHandle(handle -> {
            handle.execute("SELECT pg_advisory_lock(hashtext('fleetline test roles'))");
            handle.execute("CREATE DATABASE " + template + " TEMPLATE template0");
            Migrations.migrate(dataSource(jdbcUrl(template)));
        });
        // A database can be copied only without sessions, and TimescaleDB's scheduler has one.
        Jdbi.create(dataSource(jdbcUrl(template)))
                .useHandle(handle -> handle.execute("SELECT _timescaledb_functions.stop_background_workers()"));
        setReachable(template, false);
    }

    private PGSimpleDataSource dataSource(String jdbcUrl) {
        var source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl);
        source.setUser(address.user());
        source.setPassword(address.password());
        return source;
    }

    private static String random() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
