package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fleetline.wire.MileageUnit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
    /** A changed default shows up here. */
    @Test
    void defaults() {
        assertThat(ClientSettings.defaults())
                .isEqualTo(new ClientSettings(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(3),
                        10,
                        4,
                        MileageUnit.METRES,
                        Duration.ofDays(550),
                        67_108_864));
    }

    @Test
    void refusesNonsenseByName() {
        var second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ClientSettings(Duration.ZERO, second, second, 10, 4, MileageUnit.METRES, second, 1))
                .withMessage("connectTimeout must be positive, not PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientSettings(second, second, second, -1, 4, MileageUnit.METRES, second, 1))
                .withMessage("requestsPerSecondPerAccount must not be negative, not -1");
    }
}
