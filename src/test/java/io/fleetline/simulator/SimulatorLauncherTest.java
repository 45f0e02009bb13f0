package io.fleetline.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SimulatorLauncherTest {
    private static final SimulatorSettings SETTINGS = SimulatorSettings.demo();
    private static final InstantSource NOW = InstantSource.system();

    @Test
    void startsASyntheticFleetOnAFreePort() {
        try (var simulator = SimulatorLauncher.synthetic(SETTINGS, 6, 2, 1, SimulatorLauncher.fleetClock(null, 1))) {
            assertThat(simulator.apiUrl())
                    .hasHost("127.0.0.1")
                    .hasPort(simulator.port())
                    .hasPath("/route/rest");
            var caller = new VendorCaller(simulator, NOW, SETTINGS).loggedIn();
            assertThat(caller.call("jimi.user.device.list", "target", "account-2")
                            .path("result"))
                    .hasSize(3);
        }
    }

    @Test
    void startsARecordingAtTheFleetsPresentMoment() throws URISyntaxException {
        var csv = Path.of(Objects.requireNonNull(getClass().getResource("/simulator/three-cabs.csv"))
                .toURI());
        var anHourAgo = SimulatorLauncher.fleetClock(Instant.now().minus(Duration.ofHours(1)), 1);
        var from = Instant.ofEpochSecond(1_211_000_000);
        try (var simulator = SimulatorLauncher.recorded(SETTINGS, csv, from, Duration.ofHours(1), 1, anHourAgo)) {
            var caller = new VendorCaller(simulator, NOW, SETTINGS).loggedIn();
            var rows = caller.call("jimi.user.device.location.list", "target", "account-1")
                    .path("result");
            assertThat(rows).hasSize(2);
            assertThat(rows.get(0).path("lat").asDouble()).isEqualTo(37.75);
        }
    }

    @Test
    void saysWhichPortItCannotHave() {
        try (var first = SimulatorLauncher.synthetic(SETTINGS, 1, 1, 1, NOW)) {
            var taken = SETTINGS.withAddress("127.0.0.1", first.port());
            assertThatThrownBy(() -> SimulatorLauncher.synthetic(taken, 1, 1, 1, NOW))
                    .hasMessageContaining("127.0.0.1:" + first.port());
        }
    }
}
