package io.fleetline.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.TestDatabase;
import io.fleetline.fleet.Channel;
import io.fleetline.store.Facts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownDevicesTest {

    private final AtomicLong nanoTime = new AtomicLong();
    private final KnownDevices devices = new KnownDevices(nanoTime::get);
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aDeletedDeviceThatReportsAgainIsRegisteredWithinAMinute() throws SQLException {
        report("1");
        database.jdbi().useHandle(handle -> handle.execute("DELETE FROM tracksolid.devices"));
        nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
        report("1");
        assertThat(registered()).containsExactly("1");
    }

    @Test
    void whoeverInventsDevicesDoesNotFillTheMemory() {
        devices.remember(IntStream.range(0, 150_000).mapToObj(Integer::toString).toList());
        assertThat(devices.remembered()).isLessThanOrEqualTo(100_000);
    }

    private void report(String imei) throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            var reported = Map.of(imei, Channel.PUSH);
            devices.remember(devices.register(connection, reported, Facts.NOON));
        }
    }

    private List<String> registered() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT imei FROM tracksolid.devices")
                        .mapTo(String.class)
                        .list());
    }
}
