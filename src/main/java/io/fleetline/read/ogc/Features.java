package io.fleetline.read.ogc;

import io.fleetline.read.ReadDatabase;
import io.fleetline.read.ogc.FeaturePage.Row;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Features as the database's functions make them. */
@Singleton
public final class Features {
    private static final int ROWS_AT_A_TIME = 200;

    private final ReadDatabase database;

    Features(ReadDatabase database) {
        this.database = database;
    }

    FeaturePage page(OgcCollection collection, ItemsQuery question) {
        var sql = ItemsQuery.SQL.formatted(collection.function());
        // Only within a transaction does the driver fetch rows as they are read.
        return database.jdbi().inTransaction(handle -> {
            try (var query = handle.createQuery(sql).setFetchSize(ROWS_AT_A_TIME);
                    var rows = rows(query.bindMap(question.parameters()))) {
                return FeaturePage.of(rows, question.limit());
            }
        });
    }

    /** The text of the feature with this id; empty when the question's answer does not hold it. */
    Optional<String> one(OgcCollection collection, String id, ItemsQuery question) {
        var sql = ItemsQuery.SQL.formatted(collection.function()) + "WHERE id = :id";
        return database.jdbi().withHandle(handle -> {
            try (var query = handle.createQuery(sql)) {
                return query.bindMap(question.parameters())
                        .bind("id", id)
                        .map((row, context) -> row.getString("feature"))
                        .findFirst();
            }
        });
    }

    /** When each collection begins, by its id; null: it holds nothing. */
    Map<String, @Nullable OffsetDateTime> beginnings() {
        return database.jdbi().withHandle(handle -> {
            var beginnings = new HashMap<String, @Nullable OffsetDateTime>();
            handle.createQuery("SELECT collection, first_time FROM reporting.fn_ogc_beginnings()")
                    .map((row, context) -> beginnings.put(
                            row.getString("collection"), row.getObject("first_time", OffsetDateTime.class)))
                    .list();
            return beginnings;
        });
    }

    private static ResultIterator<Row> rows(Query query) {
        return query.map((row, context) -> new Row(row.getString("id"), row.getString("feature")))
                .iterator();
    }
}
