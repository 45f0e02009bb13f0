package io.fleetline.read.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.read.ReadDatabase;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/**
 * Streamed answers of any length: rows of finished text are fetched from the database in batches. A short answer is read completely
 * before it is sent; the rows of a long one go to the socket as they come, within the bounds of {@link Downloads}. The connection
 * is always returned; after an error in a long answer the tail is missing.
 */
@Singleton
public final class TextRows {
    /** Begins a transaction whose statements all see the same snapshot, and print times in UTC. */
    static final String ONE_MOMENT =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL timezone = 'UTC'";

    private final ReadDatabase database;
    private final Downloads downloads;
    private final CurrentVertxRequest request;

    TextRows(ReadDatabase database, Downloads downloads, CurrentVertxRequest request) {
        this.database = database;
        this.downloads = downloads;
        this.request = request;
    }

    /** Work on one connection. */
    public interface ConnectionWork {
        void read(Handle handle, OutputStream out) throws IOException;
    }

    /**
     * A query that returns one text per row.
     *
     * @param atATime the number of rows that are fetched at once, and held in memory
     * @param text reads the text of a row as UTF-8, as it is on the wire, so that it is not decoded
     */
    public record TextQuery(
            String sql, Map<String, ? extends @Nullable Object> parameters, int atATime, RowMapper<byte[]> text) {}

    /** The streamed answer to the current request. Rows are fetched in batches only within a transaction. */
    public StreamingOutput answer(ConnectionWork reading) {
        var current = request.getCurrent();
        var asked = current == null ? null : current.request();
        return out -> downloads.send(
                out,
                asked,
                ahead -> database.jdbi().<IOException>useTransaction(handle -> reading.read(handle, ahead)));
    }

    /** @param frame the text around the rows; may consume rows first */
    public static void write(Handle handle, TextQuery asked, Function<Iterator<byte[]>, Frame> frame, OutputStream out)
            throws IOException {
        try (var query = handle.createQuery(asked.sql());
                var rows = query.bindMap(asked.parameters())
                        .setFetchSize(asked.atATime())
                        .map(asked.text())
                        .iterator()) {
            write(rows, frame.apply(rows), out);
        }
    }

    /** The first row is read before the first byte is written: until then an error can still be answered properly. */
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
