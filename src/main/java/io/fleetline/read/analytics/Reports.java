package io.fleetline.read.analytics;

import io.fleetline.read.Answers;
import io.fleetline.read.Filters;
import io.fleetline.read.Tagged;
import jakarta.inject.Singleton;
import java.util.HashMap;

/** The reports as computed by the database's functions. */
@Singleton
final class Reports {
    // OFFSET 0 makes the function be called only once, although its answer is used twice.
    private static final String SQL = """
            SELECT answer::text AS body, md5((answer - ARRAY['as_of', 'rolled_up_at'])::text) AS tag
            FROM (SELECT reporting.%s(
                      %s, :from::date, :to::date, :limit::integer, :after::text) AS answer
                  OFFSET 0) a
            """;

    private static final String TABLE = """
            SELECT reporting.fn_csv_table(answer -> :rows, :columns::text[]) AS body,
                   md5((answer - ARRAY['as_of', 'rolled_up_at'])::text) AS tag, answer ->> 'next' AS next,
                   answer #>> '{period,from}' AS first, answer #>> '{period,to}' AS last
            FROM (SELECT reporting.%s(
                      %s, :from::date, :to::date, :limit::integer, :after::text) AS answer
                  OFFSET 0) a
            """;

    private final Answers answers;

    Reports(Answers answers) {
        this.answers = answers;
    }

    /** As JSON; the tag stays the same as long as only the time of the answer changes. */
    Tagged json(Report report, ReportQuestion question) {
        return answers.tagged(SQL.formatted(report.function(), Filters.SQL), question.parameters());
    }

    /** One list of the report as a table; its tag is that of the whole answer. */
    Table table(Report report, ReportQuestion question) {
        var parameters = new HashMap<>(question.parameters());
        parameters.put("rows", question.rows().name());
        parameters.put("columns", question.rows().columns().toArray(String[]::new));
        return answers.one(TABLE.formatted(report.function(), Filters.SQL), parameters, (row, _) -> Table.of(row));
    }
}
