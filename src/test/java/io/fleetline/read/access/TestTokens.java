package io.fleetline.read.access;

import io.fleetline.read.Right;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Tokens in the table, as the command line creates them. */
public final class TestTokens {
    private final Jdbi jdbi;

    public TestTokens(DataSource database) {
        this.jdbi = Jdbi.create(database);
    }

    /** Valid for an hour; for all cost centres if none is given. */
    public String make(String @Nullable ... costCentres) {
        return makeUntil("1 hour", costCentres.length == 0 ? null : costCentres);
    }

    /** Valid for an hour; with these rights beside reading all cost centres. */
    public String makeWith(Right... rights) {
        var token = make();
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE infrastructure.access_tokens SET rights = :rights WHERE token_sha256 = :sha256")
                .bind("rights", Arrays.stream(rights).map(Right::word).toArray(String[]::new))
                .bind("sha256", TokenHash.of(token).bytes())
                .execute());
        return token;
    }

    String makeUntil(String fromNow, String @Nullable [] costCentres) {
        var token = AccessToken.random();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        INSERT INTO infrastructure.access_tokens (name, token_sha256, cost_centres, expires_at)
                        VALUES (:name, :sha256, :cost_centres::text[], now() + :from_now::interval)
                        """)
                .bind("name", UUID.randomUUID().toString())
                .bind("sha256", TokenHash.of(token).bytes())
                .bind("cost_centres", costCentres)
                .bind("from_now", fromNow)
                .execute());
        return token;
    }

    public void revoke(String token) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE infrastructure.access_tokens SET revoked_at = now() WHERE token_sha256 = :sha256")
                .bind("sha256", TokenHash.of(token).bytes())
                .execute());
    }

    public static RequestSpecification with(RequestSpecification request, String token) {
        return request.header("Authorization", "Bearer " + token);
    }
}
