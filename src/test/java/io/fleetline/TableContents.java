package io.fleetline;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;

/** The contents of all our tables, to verify that nothing was written. */
public final class TableContents {
    private TableContents() {}

    /** For each table: the number of rows, and a checksum over all of them. */
    public static Map<String, String> of(Jdbi database) {
        return database.withHandle(handle -> handle.createQuery("""
                        SELECT n.nspname || '.' || c.relname AS name,
                               query_to_xml(format('SELECT count(*) AS n, sum(hashtextextended(t::text, 0)) AS s FROM %I.%I t', n.nspname, c.relname),
                                            true, true, '')::text AS contents
                        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname IN ('tracksolid', 'reporting', 'infrastructure', 'outbox', 'public')
                        """)
                .setMapKeyColumn("name")
                .setMapValueColumn("contents")
                .collectInto(new GenericType<Map<String, String>>() {}));
    }
}
