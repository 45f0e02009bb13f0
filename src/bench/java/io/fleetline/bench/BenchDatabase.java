package io.fleetline.bench;

import io.fleetline.database.DatabaseUrl;
import io.fleetline.database.SqlTrouble;
import io.fleetline.service.DatabaseStart;
import io.fleetline.settings.BadSetting;
import io.fleetline.settings.Setting;
import java.sql.SQLException;

/** Benchmarks empty and fill tables as they need: only in a database that was made for it. {@link Bench} checks it before any command runs. */
final class BenchDatabase {
    /** The comment that {@code scripts/bench} gives to the databases that it makes. */
    static final String MARK = "fleetline benchmark: everything in it may be deleted";

    private BenchDatabase() {}

    /** @throws BadSetting if the database does not have the mark, or no connection is possible */
    static void check(DatabaseUrl url) {
        try (var connection = DatabaseStart.dataSource(url).getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("""
                        SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database
                        WHERE datname = current_database()
                        """)) {
            answer.next();
            if (!answer.getString(2).equals(MARK)) {
                throw new BadSetting(
                        Setting.DATABASE_URL,
                        "names the database %s, which was not made for benchmarks: they delete what is in it. Use scripts/bench, which makes one of its own"
                                .formatted(answer.getString(1)));
            }
        } catch (SQLException e) {
            throw new BadSetting(Setting.DATABASE_URL, "(%s): %s".formatted(url, SqlTrouble.message(e)));
        }
    }
}
