-- 86 events delivered: city events among what webhooks may subscribe to.
SET ROLE tracksolid_owner;

CREATE OR REPLACE FUNCTION outbox.fn_events(p_services text[], p_times_us bigint[], p_details text[])
RETURNS TABLE (place bigint, cost_centre text, severity text, document text)
LANGUAGE sql STABLE
AS $$
    SELECT k.place, NULL::text, NULL::text,
           (jsonb_build_object('kind', 'event', 'state', CASE WHEN e.source_event_id IS NULL THEN 'received' ELSE 'derived' END)
            || reporting.fn_event_document(e))::text
    FROM unnest(p_details) WITH ORDINALITY AS k (id, place)
    JOIN events.events e ON e.id = k.id::uuid
$$;
COMMENT ON FUNCTION outbox.fn_events(text[], bigint[], text[]) IS 'City events, as in reporting.fn_event_document. They are of no cost centre.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('86_events_delivered.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
