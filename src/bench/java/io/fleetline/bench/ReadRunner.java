package io.fleetline.bench;

import io.fleetline.bench.load.ReadLoad;
import io.fleetline.bench.load.ReadLoad.Question;
import io.fleetline.bench.load.ReadLoad.ReadResult;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** Sends requests to a running service, and counts the database statements that they cost. Needs pg_stat_statements. */
final class ReadRunner {
    static final String HEAD = """
            | question | requests/s | MB/s | kB an answer | p50 ms | p99 ms | statements a request |
            |---|---|---|---|---|---|---|""";

    /** For opening connections; the JVM is already warm. */
    private static final Duration RUN_UP = Duration.ofMillis(500);

    private static final HttpMethod GET = HttpMethod.GET;
    private static final HttpMethod POST = HttpMethod.POST;
    private static final double MEGA = 1e6;

    private final ReadLoad load;
    private final Jdbi jdbi;
    private final Duration measured;

    ReadRunner(ReadLoad load, Jdbi jdbi, Duration measured) {
        this.load = load;
        this.jdbi = jdbi;
        this.measured = measured;
        jdbi.useHandle(handle -> handle.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements"));
    }

    /** @param statements statements per request, including the service's background work */
    record Figures(String name, ReadResult answers, double statements) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.1f | %,.1f | %.2f | %.2f | %.4f |",
                    name,
                    answers.requestsPerSecond(),
                    megabytesPerSecond(),
                    answers.bytesAnAnswer() / 1e3,
                    answers.latencyMs(50),
                    answers.latencyMs(99),
                    statements);
        }

        double megabytesPerSecond() {
            return answers.bytes() / answers.seconds() / MEGA;
        }
    }

    Figures flatOut(String name, int connections, String path) {
        return ask(name, new Question(GET, () -> path, "", connections, 0, RUN_UP, measured));
    }

    /** @param rate requests per second */
    Figures atRate(String name, int connections, double rate, String path) {
        return ask(name, new Question(GET, () -> path, "", connections, rate, RUN_UP, measured));
    }

    /** One request after the other. */
    Figures inTurn(String name, Supplier<String> paths) {
        return ask(name, new Question(GET, paths, "", 1, 0, RUN_UP, measured));
    }

    /** The same form repeatedly, one request after the other. */
    Figures post(String name, String path, String form) {
        return ask(name, new Question(POST, () -> path, form, 1, 0, RUN_UP, measured));
    }

    private Figures ask(String name, Question question) {
        long before = statements();
        var answers = load.ask(question);
        long after = statements();
        if (answers.failures() > 0) {
            throw new IllegalStateException(
                    "%s: %d of %d answers were not 200".formatted(name, answers.failures(), answers.requests()));
        }
        var figures = new Figures(name, answers, (double) (after - before) / answers.all());
        System.err.println(figures.row());
        return figures;
    }

    /** The number of statements in this database so far, by all sessions, including this query. */
    private long statements() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
                        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())""").mapTo(Long.class).one());
    }
}
