package io.fleetline.read.map;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.ReadDatabase;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Answers of any length: rows of finished text go from the database to the socket as they come, a few at a time. The connection is
 * given back whatever happens; after an error the tail is missing.
 */
@Singleton
final class TextRows {
    /** Begins a transaction whose statements all see one moment, and tell times in UTC. */
    static final String ONE_MOMENT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL timezone = 'UTC'";

    private final ReadDatabase database;

    TextRows(ReadDatabase database) {
        this.database = database;
    }

    /** What is done on one connection. */
    interface Reading {
        void read(Handle handle) throws IOException;
    }

    /**
     * A query that yields a text a row.
     *
     * @param atATime how many rows are fetched at once, and held in memory
     * @param text takes the text out of a row as UTF-8: so it is on the wire already, and need not be decoded
     */
    record Rows(String sql, Map<String, ? extends @Nullable Object> parameters, int atATime, RowMapper<byte[]> text) {}

    /** Only in a transaction are rows fetched a few at a time. */
    void inTransaction(Reading reading) throws IOException {
        database.jdbi().<IOException>useTransaction(reading::read);
    }

    /** @param frame what stands around the rows; may take rows of its own first */
    static void write(Handle handle, Rows asked, Function<Iterator<byte[]>, Frame> frame, OutputStream out)
            throws IOException {
        try (var query = handle.createQuery(asked.sql());
                var rows = query.bindMap(asked.parameters())
                        .setFetchSize(asked.atATime())
                        .map(asked.text())
                        .iterator()) {
            write(rows, frame.apply(rows), out);
        }
    }

    /** The first row is read before the first byte is written: until then an error can still be answered. */
    private static void write(Iterator<byte[]> rows, Frame frame, OutputStream out) throws IOException {
        var row = next(rows);
        out.write(frame.head().getBytes(UTF_8));
        var between = frame.between().getBytes(UTF_8);
        while (row != null) {
            out.write(row);
            row = next(rows);
            if (row != null) {
                out.write(between);
            }
        }
        out.write(frame.tail().getBytes(UTF_8));
    }

    private static byte @Nullable [] next(Iterator<byte[]> rows) {
        return rows.hasNext() ? rows.next() : null;
    }
}
