package io.fleetline.upkeep;

import io.fleetline.store.FactJson;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The log of administrators' actions, in {@code infrastructure.audit_log}.
 *
 * @param actor the person or process that acts
 */
public record AuditLog(String actor) {
    public AuditLog {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("an action needs an actor");
        }
    }

    /**
     * Logs one action in the transaction of the action itself: pass the handle that performs it.
     *
     * @param action the command, such as {@code token create}
     * @param subject the object of the action; no secret
     * @param details options and counts; no secret
     */
    public void record(Handle handle, String action, String subject, Map<String, ?> details) {
        handle.createUpdate("""
                INSERT INTO infrastructure.audit_log (actor, action, subject, details)
                VALUES (:actor, :action, :subject, :details::jsonb)
                """)
                .bind("actor", actor)
                .bind("action", action)
                .bind("subject", subject)
                .bind("details", FactJson.of(new TreeMap<>(details)))
                .execute();
    }

    /** Logs an action that takes many transactions before the first of them, so that it is logged even if it is interrupted. */
    public void announce(DataSource database, String action, String subject, Map<String, ?> details) {
        Jdbi.create(database).useTransaction(handle -> record(handle, action, subject, details));
    }
}
