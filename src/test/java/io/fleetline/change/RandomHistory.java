package io.fleetline.change;

import io.fleetline.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/** A random history of the change log, step by step, and what it should lead to. A change is known by its kind, which is a number here. */
final class RandomHistory implements AutoCloseable {
    private static final int WRITERS = 6;

    private final TestDatabase database;
    private final SplittableRandom random;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final List<Ticker> tickers = new ArrayList<>();
    private final List<String> committed = new ArrayList<>();
    private final DataSource direct;
    private final Connection reading;
    private final LogPosition start;
    private ConsumerWork consumer;
    private boolean consumerFails;
    private boolean consumerFailed;
    private int number;

    RandomHistory(TestDatabase database, long seed) throws SQLException {
        this.database = database;
        this.random = new SplittableRandom(seed);
        this.direct = database.direct();
        this.reading = direct.getConnection();
        reset();
        addTicker();
        tickers.getFirst().turn();
        start = newest();
        consumer = consumer();
        consumer.turn();
        for (var i = 0; i < WRITERS; i++) {
            writers.add(new Writer());
        }
    }

    private void reset() {
        database.jdbi().useHandle(handle -> {
            handle.execute("SELECT infrastructure.fn_close_change_log()");
            handle.execute("SELECT infrastructure.fn_open_change_log()");
            handle.execute(
                    "CREATE TABLE IF NOT EXISTS public.consumed (place bigint GENERATED ALWAYS AS IDENTITY, kind text)");
            handle.execute("DELETE FROM public.consumed");
        });
    }

    private LogPosition newest() throws SQLException {
        return ChangeReader.newest(reading).orElseThrow();
    }

    void step() throws SQLException {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> writers.get(random.nextInt(WRITERS)).step();
            case 7, 8, 9, 10, 11 -> tickers.get(random.nextInt(tickers.size())).turn();
            case 12 -> addTicker();
            case 13 -> closeTicker();
            case 14 -> killTicker();
            case 15 -> addReader();
            case 16, 17 -> read();
            case 18 -> consume();
            default -> consumer = consumer(); // another replica takes over
        }
    }

    private void addTicker() {
        if (tickers.size() < 3) {
            tickers.add(new Ticker(direct, Duration.ofMillis(1), _ -> {}));
        }
    }

    private void closeTicker() {
        if (tickers.size() > 1) {
            tickers.remove(random.nextInt(tickers.size())).close();
        }
    }

    /** Its next turn fails and it pauses, so another process takes over: a new one, which does not wait. */
    private void killTicker() {
        database.jdbi().useHandle(handle -> handle.execute("""
                SELECT pg_terminate_backend(l.pid, 5000) FROM pg_locks l
                WHERE l.locktype = 'advisory' AND l.objid = 920150 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                """));
        tickers.forEach(Ticker::turn);
        tickers.forEach(Ticker::close);
        tickers.clear();
        addTicker();
    }

    private void addReader() throws SQLException {
        if (readers.size() < 8) {
            readers.add(new Reader(newest()));
        }
    }

    private void read() throws SQLException {
        if (!readers.isEmpty()) {
            readers.get(random.nextInt(readers.size())).read(1 + random.nextInt(5));
        }
    }

    private void consume() {
        consumerFails = !consumerFailed && random.nextInt(4) == 0;
        consumer.turn();
        if (consumerFails) {
            consumer = consumer(); // without the pause after a failure
        }
        consumerFailed = consumerFails;
        consumerFails = false;
    }

    private ConsumerWork consumer() {
        return new ConsumerWork(
                database.dataSource(),
                new Consumed(),
                1 + random.nextInt(7),
                new ConsumerMetrics("model", new SimpleMeterRegistry(), InstantSource.system()));
    }

    /** All transactions end, and all readers read to the end. */
    void finish() throws SQLException {
        for (var writer : writers) {
            writer.end();
        }
        tickers.forEach(Ticker::close);
        tickers.clear();
        addTicker();
        tickers.getFirst().turn();
        for (var reader : readers) {
            while (reader.read(100) > 0) {}
        }
        consumer = consumer();
        consumer.turn();
    }

    List<String> committed() {
        return committed;
    }

    List<Reader> readers() {
        return readers;
    }

    List<String> readFromTheStart() throws SQLException {
        return readFrom(start);
    }

    List<String> readFrom(LogPosition position) throws SQLException {
        var reader = new Reader(position);
        while (reader.read(1_000) > 0) {}
        return reader.seen();
    }

    List<String> consumed() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT kind FROM public.consumed ORDER BY place")
                        .mapTo(String.class)
                        .list());
    }

    @Override
    public void close() throws SQLException {
        tickers.forEach(Ticker::close);
        for (var writer : writers) {
            writer.connection.close();
        }
        reading.close();
    }

    /** A transaction after the other, some open for long, with parts that are rolled back. */
    private final class Writer {
        private final Connection connection = direct.getConnection();
        private final List<String> written = new ArrayList<>();

        Writer() throws SQLException {
            connection.setAutoCommit(false);
        }

        void step() throws SQLException {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> write();
                case 3 -> writeInSubtransaction();
                case 4 -> {
                    connection.rollback();
                    written.clear();
                }
                case 5, 6 -> end();
                default -> writeOneByOne();
            }
        }

        void write() throws SQLException {
            written.add(append(connection));
        }

        private void writeOneByOne() throws SQLException {
            end();
            write();
            end();
        }

        private void writeInSubtransaction() throws SQLException {
            Savepoint before = connection.setSavepoint();
            var appended = append(connection);
            if (random.nextBoolean()) {
                connection.rollback(before);
            } else {
                connection.releaseSavepoint(before);
                written.add(appended);
            }
        }

        void end() throws SQLException {
            connection.commit();
            committed.addAll(written);
            written.clear();
        }
    }

    private String append(Connection connection) throws SQLException {
        var kind = String.valueOf(++number);
        try (var append = connection.prepareStatement("INSERT INTO infrastructure.changes (kind) VALUES (?)")) {
            append.setString(1, kind);
            append.executeUpdate();
        }
        return kind;
    }

    /** Reads on from where it stands, a few changes at a time. */
    final class Reader {
        private final LogPosition from;
        private final List<String> seen = new ArrayList<>();
        private LogPosition position;

        Reader(LogPosition from) {
            this.from = from;
            this.position = from;
        }

        int read(int atMost) throws SQLException {
            try {
                var changes = ChangeReader.after(reading, position, atMost);
                changes.forEach(change -> seen.add(change.kind()));
                position = changes.isEmpty() ? position : changes.getLast().position();
                return changes.size();
            } catch (PositionLostException e) {
                throw new AssertionError(e);
            }
        }

        LogPosition from() {
            return from;
        }

        List<String> seen() {
            return seen;
        }
    }

    /** Writes down what it gets; sometimes it fails after that. */
    private final class Consumed implements ChangeConsumer {
        @Override
        public String name() {
            return "model";
        }

        @Override
        public void apply(Connection connection, List<Change> changes) throws SQLException {
            try (var insert = connection.prepareStatement("INSERT INTO public.consumed (kind) VALUES (?)")) {
                for (var change : changes) {
                    insert.setString(1, change.kind());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            if (consumerFails) {
                throw new IllegalStateException("a fault of the consumer");
            }
        }

        /** Only at the start of a history. */
        @Override
        public void rebuild(Connection connection) {}
    }
}
