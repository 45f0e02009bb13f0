-- The part of a manifest that the database knows, in the snapshot of the dump. One row, one line.
SELECT jsonb_build_object(
    'database', current_database(),
    'owner', (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()),
    'postgresql', current_setting('server_version'),
    'extensions', (SELECT jsonb_object_agg(extname, extversion) FROM pg_extension WHERE extname <> 'plpgsql'),
    'last_migration', (SELECT max(file COLLATE "C") FROM tracksolid.schema_migrations),
    -- Roles belong to the server, so a dump has none: who owns something here, or was granted something, and whose member it is.
    'roles', (
        SELECT jsonb_agg(jsonb_build_object('name', r.rolname, 'member_of', (
                   SELECT coalesce(jsonb_agg(jsonb_build_object('role', g.rolname, 'inherit', m.inherit_option, 'set', m.set_option)), '[]')
                   FROM (SELECT roleid, bool_or(inherit_option) AS inherit_option, bool_or(set_option) AS set_option
                         FROM pg_auth_members WHERE member = r.oid GROUP BY roleid) AS m
                   JOIN pg_roles AS g ON g.oid = m.roleid)) ORDER BY r.rolname)
        FROM pg_roles AS r
        WHERE r.oid = 10 OR r.oid IN (SELECT refobjid FROM pg_shdepend
                                      WHERE refclassid = 'pg_authid'::regclass
                                        AND (dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                                             OR classid = 'pg_database'::regclass
                                                AND objid = (SELECT oid FROM pg_database WHERE datname = current_database())))),
    'database_rights', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('role', coalesce(quote_ident(g.rolname), 'PUBLIC'), 'right', a.privilege_type)), '[]')
        FROM pg_database AS d
        CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a
        LEFT JOIN pg_roles AS g ON g.oid = a.grantee
        WHERE d.datname = current_database() AND a.grantee <> d.datdba),
    'rows', (
        SELECT jsonb_object_agg(n.nspname || '.' || c.relname,
                                (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I.%I', n.nspname, c.relname),
                                                                     false, true, '')))[1]::text::bigint)
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('tracksolid', 'reporting', 'infrastructure', 'events', 'outbox')
          AND c.relkind IN ('r', 'p') AND NOT c.relispartition),
    -- Compressed chunks: how many, and a checksum of the rows of the newest. All of them would take too long every night.
    'compressed', (
        SELECT coalesce(jsonb_object_agg(hypertable, jsonb_build_object('chunks', chunks, 'newest', newest, 'checksum',
                   (xpath('/row/n/text()', query_to_xml(format('SELECT sum(hashtextextended(t::text, 0)) AS n FROM %s AS t', newest),
                                                        false, true, '')))[1]::text)), '{}')
        FROM (SELECT hypertable_schema || '.' || hypertable_name AS hypertable, count(*) AS chunks,
                     (array_agg(format('%I.%I', chunk_schema, chunk_name) ORDER BY range_start DESC))[1] AS newest
              FROM timescaledb_information.chunks
              WHERE is_compressed AND hypertable_schema IN ('tracksolid', 'reporting', 'infrastructure', 'outbox')
              GROUP BY 1) AS h)
)
