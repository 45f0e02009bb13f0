package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.fleetline.bench.load.Load;
import io.fleetline.bench.load.LoadGenerator;
import io.fleetline.store.StoreSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generator's count of sent items equals what the service finds. */
class LoadGeneratorTest {
    private static final Load.Mixture MIXTURE = new Load.Mixture(0.05, 0.05, 0.01);

    private PushServer server;

    @BeforeEach
    void start() {
        server = new PushServer(PushServer.settings(PushServer.TOKEN), StoreSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"false, 50, 4, 40", "true, 7, 3, 40", "false, 1, 16, 200"})
    void everyItemIsAccountedFor(boolean json, int items, int connections, double rate) throws IOException {
        var result = LoadGenerator.run(load(PushServer.TOKEN, json, items, connections, rate));
        assertThat(result.resent()).isZero();
        assertThat(result.sent()).isPositive();
        assertThat(server.count("tracksolid.position_history")).isEqualTo(result.distinct());
        assertThat(server.count("infrastructure.dead_letters")).isEqualTo(result.unusable());
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(result.sent()))
                .isTrue();
        assertThat(result.latencies().getTotalCount()).isEqualTo(result.requests());
    }

    @Test
    void whatIsMixedInIsThereAndAllIsBeforeTheEnd() throws IOException {
        var result = LoadGenerator.run(load(PushServer.TOKEN, false, 100, 2, 30));
        assertThat(result.unusable()).isBetween(result.sent() / 110, result.sent() / 90);
        var known = result.sent() - result.distinct() - result.unusable();
        assertThat(known).isBetween(result.sent() / 30, result.sent() / 19);
        assertThat(late()).isBetween(result.sent() / 30, result.sent() / 19);
        assertThat(server.count("tracksolid.position_history WHERE gps_time >= '%s'".formatted(result.end())))
                .isZero();
    }

    @Test
    void aRefusalEndsIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LoadGenerator.run(load("wrong", false, 1, 1, 10)))
                .withMessageContaining("401");
    }

    private long late() {
        return server.count("""
                tracksolid.position_history
                WHERE gps_time < (SELECT min(gps_time) FROM tracksolid.position_history) + INTERVAL '30 minutes'
                """);
    }

    private Load load(String token, boolean json, int items, int connections, double rate) {
        return new Load(
                new InetSocketAddress("127.0.0.1", server.port()),
                token,
                json,
                20,
                items,
                connections,
                rate,
                MIXTURE,
                PushServer.NOW.minus(Duration.ofHours(6)),
                Duration.ofMillis(200),
                Duration.ofSeconds(2));
    }
}
