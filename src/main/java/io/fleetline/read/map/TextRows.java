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
import org.jspecify.annotations.Nullable;

/**
 * Answers of any length: rows of finished text go from the database to the socket as they come, a few at a time. The connection is
 * given back whatever happens; after an error the tail is missing.
 */
@Singleton
final class TextRows {
    // One moment for all statements of an answer; times in UTC.
    private static final String ONE_MOMENT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL timezone = 'UTC'";

    private final ReadDatabase database;

    TextRows(ReadDatabase database) {
        this.database = database;
    }

    /** What is done on one connection. */
    interface Reading {
        void read(Handle handle) throws IOException;
    }

    /** In one transaction, which only reads. */
    void inOneMoment(Reading reading) throws IOException {
        database.jdbi().<IOException>useTransaction(handle -> {
            handle.execute(ONE_MOMENT);
            reading.read(handle);
        });
    }

    /**
     * What the query yields, a text a row.
     *
     * @param atATime how many rows are fetched at once, and held in memory
     * @param frame what stands around the rows; may take rows of its own first
     */
    static void write(
            Handle handle,
            String sql,
            Map<String, ? extends @Nullable Object> parameters,
            int atATime,
            Function<Iterator<byte[]>, Frame> frame,
            OutputStream out)
            throws IOException {
        try (var query = handle.createQuery(sql);
                var rows = query.bindMap(parameters)
                        .setFetchSize(atATime)
                        // A text is UTF-8 on the wire already: it is not decoded.
                        .map((row, context) -> row.getBytes(1))
                        .iterator()) {
            write(rows, frame.apply(rows), out);
        }
    }

    /** The first row is fetched before the first byte is written: until then an error can still be answered. */
    private static void write(Iterator<byte[]> rows, Frame frame, OutputStream out) throws IOException {
        boolean more = rows.hasNext();
        out.write(frame.head().getBytes(UTF_8));
        var between = frame.between().getBytes(UTF_8);
        while (more) {
            out.write(rows.next());
            more = rows.hasNext();
            if (more) {
                out.write(between);
            }
        }
        out.write(frame.tail().getBytes(UTF_8));
    }
}
