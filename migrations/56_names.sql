-- 56 names: one spelling for each name, names that hold a comma, and tables for spreadsheets.
SET ROLE tracksolid_owner;

-- The blanks are those that Unicode calls White_Space, and the four separators U+001C to U+001F. io.fleetline.fleet.Names does the same.
CREATE OR REPLACE FUNCTION tracksolid.fn_name(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT nullif(btrim(normalize(p_text, NFC),
        E' \t\n\u000B\f\r\u001C\u001D\u001E\u001F\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000'), '')
$$;
COMMENT ON FUNCTION tracksolid.fn_name(text) IS
    'A name in the spelling that is kept: Unicode normal form C, without blanks around it; null when nothing is left. Names that look the same are the same.';

-- What vehicles are found and grouped by. Whoever writes: the filters, the groups, the roll-up and the tokens compare these texts.
CREATE OR REPLACE FUNCTION tracksolid.fn_keep_names() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.vehicle_number := tracksolid.fn_name(NEW.vehicle_number);
    NEW.vehicle_name   := tracksolid.fn_name(NEW.vehicle_name);
    NEW.vehicle_type   := tracksolid.fn_name(NEW.vehicle_type);
    NEW.fleet_segment  := tracksolid.fn_name(NEW.fleet_segment);
    NEW.driver_name    := tracksolid.fn_name(NEW.driver_name);
    NEW.cost_centre    := tracksolid.fn_name(NEW.cost_centre);
    NEW.assigned_city  := tracksolid.fn_name(NEW.assigned_city);
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION tracksolid.fn_keep_names() IS 'Keeps the names of a device in one spelling: tracksolid.fn_name.';

CREATE OR REPLACE TRIGGER devices_names
    BEFORE INSERT OR UPDATE OF vehicle_number, vehicle_name, vehicle_type, fleet_segment, driver_name, cost_centre, assigned_city
    ON tracksolid.devices FOR EACH ROW EXECUTE FUNCTION tracksolid.fn_keep_names();
COMMENT ON TRIGGER devices_names ON tracksolid.devices IS 'Names are kept in one spelling.';

-- Those that were written before.
UPDATE tracksolid.devices d SET cost_centre = d.cost_centre
WHERE (d.vehicle_number, d.vehicle_name, d.vehicle_type, d.fleet_segment, d.driver_name, d.cost_centre, d.assigned_city)
      IS DISTINCT FROM
      (tracksolid.fn_name(d.vehicle_number), tracksolid.fn_name(d.vehicle_name), tracksolid.fn_name(d.vehicle_type),
       tracksolid.fn_name(d.fleet_segment), tracksolid.fn_name(d.driver_name), tracksolid.fn_name(d.cost_centre), tracksolid.fn_name(d.assigned_city));

-- A cost centre that is excluded under another spelling would not be excluded.
CREATE OR REPLACE FUNCTION reporting.fn_keep_excluded() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.cost_centre := coalesce(tracksolid.fn_name(NEW.cost_centre), '');
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION reporting.fn_keep_excluded() IS 'Keeps an excluded cost centre in the spelling of the register: tracksolid.fn_name.';

DELETE FROM reporting.excluded_cost_centres x
WHERE x.cost_centre <> coalesce(tracksolid.fn_name(x.cost_centre), '')
  AND EXISTS (SELECT FROM reporting.excluded_cost_centres o
              WHERE coalesce(tracksolid.fn_name(o.cost_centre), '') = coalesce(tracksolid.fn_name(x.cost_centre), '')
                AND o.cost_centre < x.cost_centre);
DELETE FROM reporting.excluded_cost_centres x
WHERE x.cost_centre <> coalesce(tracksolid.fn_name(x.cost_centre), '')
  AND EXISTS (SELECT FROM reporting.excluded_cost_centres o WHERE o.cost_centre = coalesce(tracksolid.fn_name(x.cost_centre), ''));
UPDATE reporting.excluded_cost_centres x SET cost_centre = coalesce(tracksolid.fn_name(x.cost_centre), '')
WHERE x.cost_centre <> coalesce(tracksolid.fn_name(x.cost_centre), '');

CREATE OR REPLACE TRIGGER excluded_cost_centres_names BEFORE INSERT OR UPDATE
    ON reporting.excluded_cost_centres FOR EACH ROW EXECUTE FUNCTION reporting.fn_keep_excluded();
COMMENT ON TRIGGER excluded_cost_centres_names ON reporting.excluded_cost_centres IS 'Cost centres are kept in the spelling of the register.';

CREATE OR REPLACE FUNCTION reporting.fn_names_with_comma(p_cost_centre text[] DEFAULT NULL)
RETURNS TABLE (filter text, name text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT DISTINCT n.filter, n.name
    FROM reporting.fn_vehicles(p_cost_centre) v
    CROSS JOIN LATERAL (VALUES ('cost_centre', v.cost_centre), ('assigned_city', v.assigned_city), ('vehicle_type', v.vehicle_type),
                               ('fleet_segment', v.fleet_segment), ('vehicle_number', v.vehicle_number), ('driver_name', v.driver_name))
               AS n(filter, name)
    WHERE strpos(n.name, ',') > 0
$$;
COMMENT ON FUNCTION reporting.fn_names_with_comma(text[]) IS
    'The values of each filter that hold a comma, among the vehicles of these cost centres (null: all): to tell them from a list of values.';

-- A spreadsheet takes a text that begins so for a formula, and runs it.
CREATE OR REPLACE FUNCTION reporting.fn_csv(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN safe.text ~ '[",\r\n]' THEN '"' || replace(safe.text, '"', '""') || '"' ELSE coalesce(safe.text, '') END
    FROM (SELECT CASE WHEN p_text ~ '^[-=+@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]' THEN '''' || p_text ELSE p_text END AS text) safe
$$;
COMMENT ON FUNCTION reporting.fn_csv(text) IS
    'A text as a field of CSV (RFC 4180); nothing when it is null. One that a spreadsheet would take for a formula begins with an apostrophe.';

CREATE OR REPLACE FUNCTION reporting.fn_csv_table(p_rows jsonb, p_columns text[]) RETURNS text
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT array_to_string(p_columns, ',') || E'\r\n' || coalesce(string_agg(line.text || E'\r\n', '' ORDER BY r.place), '')
    FROM jsonb_array_elements(p_rows) WITH ORDINALITY AS r(cells, place)
    CROSS JOIN LATERAL (
        SELECT string_agg(CASE jsonb_typeof(r.cells -> c.name) WHEN 'string' THEN reporting.fn_csv(r.cells ->> c.name)
                               ELSE coalesce(r.cells ->> c.name, '') END, ',' ORDER BY c.place) AS text
        FROM unnest(p_columns) WITH ORDINALITY AS c(name, place)
    ) line
$$;
COMMENT ON FUNCTION reporting.fn_csv_table(jsonb, text[]) IS
    'Rows of an answer as CSV (RFC 4180) with a line of column names; of each row the columns that are named, in this order.';

-- No SET clause, so that it can be put into a query that is read by a cursor: whoever calls it has ISO dates.
CREATE OR REPLACE FUNCTION reporting.fn_trip_lines(
    p_from timestamptz, p_to timestamptz, p_cost_centre text[] DEFAULT NULL, p_assigned_city text[] DEFAULT NULL,
    p_vehicle_type text[] DEFAULT NULL, p_fleet_segment text[] DEFAULT NULL, p_vehicle_number text[] DEFAULT NULL,
    p_imei text[] DEFAULT NULL, p_driver_name text[] DEFAULT NULL) RETURNS TABLE (line text)
LANGUAGE sql STABLE
AS $$
    SELECT concat(reporting.fn_csv(t.imei), ',', reporting.fn_csv(t.vehicle_number), ',', reporting.fn_csv(t.vehicle_name), ',',
                  reporting.fn_csv(t.vehicle_type), ',', reporting.fn_csv(t.fleet_segment), ',', reporting.fn_csv(t.driver_name), ',',
                  reporting.fn_csv(t.cost_centre), ',', reporting.fn_csv(t.assigned_city), ',', t.day, ',',
                  translate((t.start_time AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z', ',',
                  translate((t.end_time AT TIME ZONE 'UTC')::text, ' ', 'T') || 'Z', ',',
                  t.distance_km, ',', t.driving_time_s, ',', t.idle_time_s, ',', t.avg_speed_kmh, ',', t.max_speed_kmh, ',', t.fuel_estimated_l, ',',
                  t.start_odometer_km, ',', t.end_odometer_km, ',',
                  public.ST_X(t.start_geom), ',', public.ST_Y(t.start_geom), ',', public.ST_X(t.end_geom), ',', public.ST_Y(t.end_geom), ',',
                  reporting.fn_csv(t.start_address), ',', reporting.fn_csv(t.end_address), ',', reporting.fn_csv(t.source), E'\r\n')
    FROM reporting.fn_trips(p_from, p_to, p_cost_centre, p_assigned_city, p_vehicle_type, p_fleet_segment, p_vehicle_number, p_imei,
                            p_driver_name) t
    ORDER BY t.start_time, t.imei
$$;
COMMENT ON FUNCTION reporting.fn_trip_lines(timestamptz, timestamptz, text[], text[], text[], text[], text[], text[], text[]) IS
    'The trips of reporting.fn_trips_for_map as lines of CSV, by start and imei; the line of column names is the caller''s. Times are UTC.';

INSERT INTO tracksolid.schema_migrations (file) VALUES ('56_names.sql') ON CONFLICT DO NOTHING;
RESET ROLE;
