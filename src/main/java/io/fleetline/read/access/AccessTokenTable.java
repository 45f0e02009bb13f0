package io.fleetline.read.access;

import io.fleetline.read.Caller;
import io.fleetline.read.ReadDatabase;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Our own tokens, in the database. */
@Singleton
final class AccessTokenTable {
    private final ReadDatabase database;

    AccessTokenTable(ReadDatabase database) {
        this.database = database;
    }

    /**
     * Looks a token up in the database.
     *
     * @throws org.jdbi.v3.core.JdbiException if it does not answer
     */
    Verdict verdict(TokenHash token) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT name, cost_centres, expires_at FROM reporting.fn_access_token(:sha256)")
                        .bind("sha256", token.bytes())
                        .map((row, _) -> welcome(row))
                        .findOne()
                        .orElse(Verdict.REFUSED));
    }

    private static Verdict welcome(ResultSet row) throws SQLException {
        var expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Verdict.Welcome(new Caller(row.getString("name"), costCentres(row)), expiresAt.toInstant());
    }

    private static @Nullable Set<String> costCentres(ResultSet row) throws SQLException {
        var array = row.getArray("cost_centres");
        return array == null ? null : Set.copyOf(List.of((String[]) array.getArray()));
    }
}
