package io.fleetline.read.analytics;

import io.fleetline.read.Answers;
import io.fleetline.read.Filters;
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

    private final Answers answers;

    Reports(Answers answers) {
        this.answers = answers;
    }

    /** As JSON; the tag holds as long as nothing but the moment of the answer changes. */
    Tagged json(Report report, Question question) {
        return answers.tagged(SQL.formatted(report.function(), Filters.SQL), question.parameters());
    }
}
