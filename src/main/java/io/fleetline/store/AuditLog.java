package io.fleetline.store;

import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * What administrators did, kept in {@code infrastructure.audit_log}.
 *
 * @param actor who is acting
 */
public record AuditLog(String actor) {
    public AuditLog {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("an action needs an actor");
        }
    }

    /**
     * Notes one action, in the transaction of the action itself: give the handle that does it.
     *
     * @param action the command, such as {@code token create}
     * @param subject what it is done to; no secret
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
}
