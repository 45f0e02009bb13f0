package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void oneShortLine() {
        assertThat(Excerpt.of(" <html>\r\n\t<b>Bad\u0000\u001b[31m gateway\u2028</b>", List.of()))
                .isEqualTo("<html> <b>Bad [31m gateway </b>");
        assertThat(Excerpt.of("x".repeat(500), List.of())).hasSize(200);
    }

    @Test
    void withoutSecrets() {
        var text = "token=00112233445566778899aabbccddeeff secret=not-hex-at-all sign=CE980EE113B173F4A91D8BC05A4EE24A";

        assertThat(Excerpt.of(text, List.of("not-hex-at-all", ""))).isEqualTo("token=*** secret=*** sign=***");
    }

    @Test
    void aSecretAcrossTheCutIsNotHalfShown() {
        var text = "x".repeat(190) + " not-hex-at-all";

        assertThat(Excerpt.of(text, List.of("not-hex-at-all")))
                .doesNotContain("not")
                .endsWith("***");
    }

    @Test
    void anImeiIsNoSecret() {
        assertThat(Excerpt.of("IMEI does not exist{860000000000017}", List.of()))
                .contains("860000000000017");
    }
}
