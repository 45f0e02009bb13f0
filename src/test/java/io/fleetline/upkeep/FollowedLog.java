package io.fleetline.upkeep;

import static org.awaitility.Awaitility.await;

import io.fleetline.TestDatabase;
import io.fleetline.change.ChangeConsumer;
import io.fleetline.change.ConsumerMetrics;
import io.fleetline.change.ConsumerWork;
import io.fleetline.change.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;

/** The change log of a test's database, which is ticked and followed when the test says so. */
final class FollowedLog implements AutoCloseable {
    private final TestDatabase database;
    private final Ticker ticker;

    /** Switches the log on. */
    FollowedLog(TestDatabase database) {
        this.database = database;
        database.jdbi().useHandle(handle -> handle.execute("SELECT infrastructure.fn_open_change_log()"));
        ticker = new Ticker(database.direct(), Duration.ofMillis(1), _ -> {});
        // The first tick waits until the transactions of before have ended.
        await().until(this::hasTicked);
    }

    private boolean hasTicked() {
        tick();
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT EXISTS (SELECT FROM infrastructure.ticks)")
                        .mapTo(Boolean.class)
                        .one());
    }

    /** Everything that has been committed. */
    void tick() {
        ticker.turn();
    }

    /** In another process than the last time: nothing is kept in memory. */
    void follow(ChangeConsumer consumer) {
        tick();
        work(consumer).turn();
    }

    private ConsumerWork work(ChangeConsumer consumer) {
        return new ConsumerWork(
                database.dataSource(),
                consumer,
                50,
                new ConsumerMetrics(consumer.name(), new SimpleMeterRegistry(), InstantSource.system()));
    }

    @Override
    public void close() {
        ticker.close();
    }
}
