package io.fleetline.read.access;

import io.fleetline.read.Caller;
import io.fleetline.read.ReadDatabase;
import io.fleetline.read.Right;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
                                "SELECT name, cost_centres, expires_at, rights FROM reporting.fn_token_bearer(:sha256)")
                        .bind("sha256", token.bytes())
                        .map((row, _) -> (Verdict) welcome(row))
                        .findOne()
                        .orElse(Verdict.REFUSED));
    }

    /** Of these tokens those that are good now. */
    Map<TokenHash, Verdict.Welcome> good(List<TokenHash> tokens) {
        return database.jdbi().withHandle(handle -> {
            var hashes = tokens.stream()
                    .map(token -> HexFormat.of().formatHex(token.bytes()))
                    .toArray(String[]::new);
            return handle.createQuery("""
                            SELECT t.place, a.name, a.cost_centres, a.expires_at, a.rights
                            FROM unnest(:hashes::text[]) WITH ORDINALITY AS t(sha256, place)
                            CROSS JOIN LATERAL reporting.fn_token_bearer(decode(t.sha256, 'hex')) a
                            """)
                    .bind("hashes", hashes)
                    .map((row, _) -> Map.entry(tokens.get(row.getInt("place") - 1), welcome(row)))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        });
    }

    private static Verdict.Welcome welcome(ResultSet row) throws SQLException {
        var expiresAt = row.getObject("expires_at", OffsetDateTime.class);
        return new Verdict.Welcome(
                new Caller(row.getString("name"), costCentres(row), rights(row)), expiresAt.toInstant());
    }

    /** A right that a newer version knows is left out. */
    private static Set<Right> rights(ResultSet row) throws SQLException {
        return Arrays.stream((String[]) row.getArray("rights").getArray())
                .flatMap(word -> Right.of(word).stream())
                .collect(Collectors.toSet());
    }

    private static @Nullable Set<String> costCentres(ResultSet row) throws SQLException {
        var array = row.getArray("cost_centres");
        return array == null ? null : Set.copyOf(List.of((String[]) array.getArray()));
    }
}
