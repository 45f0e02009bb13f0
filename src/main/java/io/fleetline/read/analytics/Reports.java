package io.fleetline.read.analytics;

import io.fleetline.read.Filters;
import io.fleetline.read.ReadDatabase;
import io.fleetline.read.Tagged;
import jakarta.inject.Singleton;

/** The reports as the database's functions make them. */
@Singleton
final class Reports {
    // OFFSET 0: the function is called once, though its answer is used twice.
    private static final String SQL = """
            SELECT answer::text AS body, md5((answer - ARRAY['as_of', 'rolled_up_at'])::text) AS tag
            FROM (SELECT reporting.%s(
                      :from::date, :to::date, %s, :limit::integer, :after::text) AS answer
                  OFFSET 0) a
            """;

    private final ReadDatabase database;

    Reports(ReadDatabase database) {
        this.database = database;
    }

    /** As JSON; the tag holds as long as nothing but the moment of the answer changes. */
    Tagged json(Report report, Question question) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(SQL.formatted(report.function(), Filters.SQL))
                        .bindMap(question.parameters())
                        .map((row, _) -> new Tagged(row.getString("body"), row.getString("tag")))
                        .one());
    }
}
