package io.fleetline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
    /** The vendor's own example. */
    @Test
    void kilometres() {
        assertThat(Units.kilometresFromMetres(38_120)).isEqualTo(38.12);
        assertThat(Units.kilometres(38_120, MileageUnit.METRES)).isEqualTo(38.12);
        assertThat(Units.kilometres(38.12, MileageUnit.KILOMETRES)).isEqualTo(38.12);
    }

    @Test
    void volts() {
        assertThat(Units.volts(118)).isEqualTo(11.8);
        assertThat(Units.volts(139)).isEqualTo(13.9);
        assertThat(Units.volts(276)).isEqualTo(27.6);
        assertThat(Units.volts(13.9)).isEqualTo(13.9);
        assertThat(Units.volts(60)).isEqualTo(60);
    }
}
