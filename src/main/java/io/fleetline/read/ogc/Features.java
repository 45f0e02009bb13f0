package io.fleetline.read.ogc;

import io.fleetline.read.Caller;
import io.fleetline.read.Filters;
import io.fleetline.read.ReadDatabase;
import io.fleetline.read.ogc.CollectionDocument.Extent;
import io.fleetline.read.ogc.FeaturePage.Row;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Features as the database's functions return them. */
@Singleton
public final class Features {
    private static final int ROWS_AT_A_TIME = 200;
    private static final int MOST_COUNTED = 100_000;

    private final ReadDatabase database;

    Features(ReadDatabase database) {
        this.database = database;
    }

    FeaturePage page(OgcCollection collection, ItemsQuery question) {
        var sql = ItemsQuery.SQL.formatted(collection.function());
        // The driver fetches rows in batches only within a transaction.
        return database.jdbi().inTransaction(handle -> {
            try (var query = handle.createQuery(sql).setFetchSize(ROWS_AT_A_TIME);
                    var rows = rows(query.bindMap(question.parameters()))) {
                var page = FeaturePage.of(rows, question.limit());
                return question.isFirst() ? page.withMatched(matched(handle, collection, question, page)) : page;
            }
        });
    }

    /** A first page without a next one has all features; otherwise the database counts, up to a limit. */
    private static @Nullable Long matched(
            Handle handle, OgcCollection collection, ItemsQuery question, FeaturePage page) {
        if (!page.more()) {
            return (long) page.count();
        }
        try (var query = handle.createQuery(ItemsQuery.MATCHED_SQL)) {
            return query.bindMap(question.parameters())
                    .bind("collection", collection.id())
                    .bind("most", MOST_COUNTED)
                    .map((row, context) -> row.getObject(1, Long.class))
                    .collectIntoList()
                    .getFirst();
        }
    }

    /** The text of the feature with this id; empty if the query does not return it. */
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

    /** The extent of the features that the caller may see, by collection id. */
    Map<String, Extent> extents(Caller caller) {
        var sql = "SELECT * FROM reporting.fn_ogc_extents(%s)".formatted(Filters.SQL);
        return database.jdbi().withHandle(handle -> {
            var extents = new HashMap<String, Extent>();
            handle.createQuery(sql)
                    .bindMap(Filters.parameters(Map.of(), caller))
                    .map((row, context) -> extents.put(row.getString("collection"), Extent.of(row)))
                    .list();
            return extents;
        });
    }

    private static ResultIterator<Row> rows(Query query) {
        return query.map((row, context) -> new Row(row.getString("id"), row.getString("feature")))
                .iterator();
    }
}
