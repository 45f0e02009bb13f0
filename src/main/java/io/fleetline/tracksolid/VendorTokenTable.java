package io.fleetline.tracksolid;

import java.lang.management.ManagementFactory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;

/** One login's row in tracksolid.api_token_cache. Each statement is its own transaction; the caller provides all times. */
final class VendorTokenTable {
    /** The name of this replica: process and host. */
    private static final String REPLICA = ManagementFactory.getRuntimeMXBean().getName();

    /**
     * @param token null if none is stored
     * @param answeredRequest when the last token was requested; null if that request failed or is under way
     */
    record Entry(@Nullable VendorToken token, @Nullable Instant answeredRequest) {
        static final Entry EMPTY = new Entry(null, null);

        boolean isAnsweredSince(Instant time) {
            return answeredRequest != null && !answeredRequest.isBefore(time);
        }
    }

    private final Jdbi jdbi;
    private final String login;

    VendorTokenTable(Jdbi jdbi, String login) {
        this.jdbi = jdbi;
        this.login = login;
    }

    Entry read() {
        return with(handle -> handle.createQuery("""
                        SELECT access_token, issued_at, expires_at,
                               CASE WHEN issued_at >= requested_at THEN requested_at END AS answered_request
                          FROM tracksolid.api_token_cache
                         WHERE login = :login""")
                .bind("login", login)
                .map((row, context) -> entry(row))
                .findOne()
                .orElse(Entry.EMPTY));
    }

    /**
     * Claims the right to request a token, which nobody else then gets until {@code gap} has passed.
     *
     * @return whether the claim succeeded
     */
    boolean claim(Instant now, Duration gap) {
        // A time far in the future comes from a wrong clock and must not block requests until then.
        return with(handle -> handle.createQuery("""
                        INSERT INTO tracksolid.api_token_cache AS cache (login, requested_at, requested_by)
                        VALUES (:login, :now, :replica)
                        ON CONFLICT (login) DO UPDATE
                           SET requested_at = excluded.requested_at, requested_by = excluded.requested_by
                         WHERE cache.requested_at IS NULL
                            OR cache.requested_at < :gapAgo
                            OR cache.requested_at > :gapAhead
                        RETURNING login""")
                .bind("login", login)
                .bind("now", now)
                .bind("replica", REPLICA)
                .bind("gapAgo", now.minus(gap))
                .bind("gapAhead", now.plus(gap))
                .mapTo(String.class)
                .findOne()
                .isPresent());
    }

    void save(VendorToken token) {
        with(handle -> handle.createUpdate("""
                        UPDATE tracksolid.api_token_cache
                           SET access_token = :token, issued_at = :issuedAt, expires_at = :expiresAt
                         WHERE login = :login""")
                .bind("login", login)
                .bind("token", token.value())
                .bind("issuedAt", token.issuedAt())
                .bind("expiresAt", token.expiresAt())
                .execute());
    }

    /** Deletes a token, unless it has been replaced. */
    void discard(String token) {
        with(handle -> handle.createUpdate("""
                        UPDATE tracksolid.api_token_cache
                           SET access_token = NULL, expires_at = NULL
                         WHERE login = :login AND access_token = :token""")
                .bind("login", login)
                .bind("token", token)
                .execute());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var value = row.getString("access_token");
        var issuedAt = instant(row, "issued_at");
        var expiresAt = instant(row, "expires_at");
        var token = value == null || issuedAt == null || expiresAt == null
                ? null
                : new VendorToken(value, issuedAt, expiresAt);
        return new Entry(token, instant(row, "answered_request"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** The message of a failed statement must not show the bound token. */
    private <R> R with(HandleCallback<R, RuntimeException> statement) {
        return jdbi.withHandle((Handle handle) -> {
            handle.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
            return statement.withHandle(handle);
        });
    }
}
