package io.fleetline.database.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fleetline.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.core.Parser;

class MigrationsTest {

    private static final Path FOLDER = Path.of("migrations");

    /** Everything that the files create; not Flyway's own table, nor the times of runs. */
    private static final String DUMP = """
            SELECT 'column ' || table_schema || '.' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                   || ' ' || coalesce(column_default, '')
            FROM information_schema.columns
            WHERE table_schema IN ('tracksolid', 'reporting', 'infrastructure', 'outbox') AND table_name <> 'flyway_schema_history'
            UNION ALL
            SELECT 'index ' || indexdef FROM pg_indexes
            WHERE schemaname IN ('tracksolid', 'reporting', 'infrastructure', 'outbox') AND tablename <> 'flyway_schema_history'
            UNION ALL
            SELECT 'constraint ' || conrelid::regclass::text || ' ' || conname::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace::regnamespace::text IN ('tracksolid', 'reporting', 'infrastructure', 'outbox')
              AND conrelid::regclass::text NOT LIKE '%flyway_schema_history'
            UNION ALL
            SELECT 'relation ' || oid::regclass::text || ' ' || relkind::text || ' ' || relowner::regrole::text || ' ' || coalesce(relacl::text, '')
            FROM pg_class
            WHERE relnamespace::regnamespace::text IN ('tracksolid', 'reporting', 'infrastructure', 'outbox')
              AND relkind IN ('r', 'v', 'm') AND relname <> 'flyway_schema_history'
            UNION ALL
            SELECT 'view ' || schemaname || '.' || viewname || ' ' || definition FROM pg_views
            WHERE schemaname IN ('tracksolid', 'reporting', 'infrastructure', 'outbox')
            UNION ALL
            SELECT 'function ' || CASE prokind WHEN 'f' THEN pg_get_functiondef(oid) ELSE proname END FROM pg_proc
            WHERE pronamespace::regnamespace::text IN ('tracksolid', 'reporting', 'infrastructure', 'outbox')
            UNION ALL
            SELECT 'type ' || c.oid::regclass::text || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace::regnamespace::text IN ('tracksolid', 'reporting', 'infrastructure', 'outbox') AND c.relkind = 'c'
            UNION ALL
            SELECT 'hypertable ' || hypertable_schema || '.' || hypertable_name FROM timescaledb_information.hypertables
            UNION ALL
            SELECT 'ledger ' || file FROM tracksolid.schema_migrations
            ORDER BY 1
            """;

    private static List<String> expected = List.of();

    @TempDir
    Path temporary;

    @BeforeAll
    static void migrateOnce() {
        try (var database = TestDatabase.create()) {
            expected = dump(database);
        }
        assertThat(expected).anyMatch(line -> line.startsWith("hypertable tracksolid.position_history"));
    }

    @Test
    void anEmptyDatabaseGetsEveryFileAndTheSecondRunDoesNothing() throws IOException {
        try (var database = TestDatabase.empty()) {
            assertThat(Migrations.migrate(database.dataSource())).isEqualTo(files().size());
            assertThat(Migrations.migrate(database.dataSource())).isZero();
            assertThat(dump(database)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void filesAppliedByHandDoNotTripTheService() throws Exception {
        try (var database = TestDatabase.empty()) {
            applyByHand(database, files());
            Migrations.migrate(database.dataSource());
            assertThat(dump(database)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void norDoesAHalfAppliedByHandNorOneAppliedByHandAfterwards() throws Exception {
        try (var database = TestDatabase.empty()) {
            applyByHand(database, files().subList(0, 3));
            Migrations.migrate(database.dataSource());
            applyByHand(database, files());
            assertThat(Migrations.migrate(database.dataSource())).isZero();
            assertThat(dump(database)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aFileWithALowerNumberThatComesLaterIsApplied() throws IOException {
        file("01_first.sql", "CREATE TABLE public.first ()");
        file("03_third.sql", "CREATE TABLE public.third ()");
        try (var database = TestDatabase.empty()) {
            assertThat(migrate(database)).isEqualTo(2);
            file("02_second.sql", "CREATE TABLE public.second ()");
            assertThat(migrate(database)).isEqualTo(1);
            assertThat(tables(database)).containsExactly("first", "second", "third");
        }
    }

    @Test
    void ofThreeAtOnceOneMigratesAndTheOthersWait() throws Exception {
        try (var database = TestDatabase.empty();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> migrate = () -> Migrations.migrate(database.dataSource());
            var applied = new ArrayList<Integer>();
            for (var run : threads.invokeAll(List.of(migrate, migrate, migrate))) {
                applied.add(run.get());
            }
            assertThat(applied).containsExactlyInAnyOrder(files().size(), 0, 0);
            assertThat(dump(database)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void aFileThatFailsIsNamedWithWhatTheDatabaseSays() throws IOException {
        file("01_good.sql", "CREATE TABLE public.good ()");
        file("02_bad.sql", "CREATE TABLE public.half ();\nSELECT * FROM public.nowhere;");
        try (var database = TestDatabase.empty()) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> migrate(database))
                    .withMessage("migration 02_bad.sql failed: relation \"public.nowhere\" does not exist");
            assertThat(tables(database)).containsExactly("good");
        }
    }

    @Test
    void aServerWithoutAnExtensionIsToldByItsName() throws IOException {
        file("01_foundation.sql", "CREATE EXTENSION IF NOT EXISTS nonesuch;");
        try (var database = TestDatabase.empty()) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> migrate(database))
                    .withMessage(
                            "migration 01_foundation.sql failed: the extension nonesuch is not installed on this database server");
        }
    }

    @Test
    void aHintOfTheFileIsPassedOn() throws IOException {
        file("01_roles.sql", "DO $$ BEGIN RAISE EXCEPTION 'no role' USING HINT = 'make one'; END $$;");
        try (var database = TestDatabase.empty()) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> migrate(database))
                    .withMessage("migration 01_roles.sql failed: no role (make one)");
        }
    }

    @Test
    void noFilesAtAllIsAnError() {
        try (var database = TestDatabase.empty()) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> migrate(database))
                    .withMessage("no migrations were found: the build has left out the folder migrations/");
        }
    }

    private int migrate(TestDatabase database) {
        return Migrations.migrate(database.dataSource(), "filesystem:" + temporary);
    }

    private void file(String name, String sql) throws IOException {
        Files.writeString(temporary.resolve(name), sql);
    }

    private static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    /** Statement by statement, each in its own transaction, as psql does. */
    private static void applyByHand(TestDatabase database, List<Path> files) throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            for (var file : files) {
                for (var query : Parser.parseJdbcSql(Files.readString(file), true, false, true, false, false)) {
                    statement.execute(query.nativeSql);
                }
            }
        }
    }

    private static List<String> tables(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
                        .mapTo(String.class)
                        .list());
    }

    private static List<String> dump(TestDatabase database) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(DUMP).mapTo(String.class).list());
    }
}
