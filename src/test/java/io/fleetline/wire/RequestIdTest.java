package io.fleetline.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    private static final String LONGEST = "x".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"a", "5f0c-11", "hub/7:42", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"})
    void aPrintableOneIsKept(String given) {
        assertThat(RequestId.usable(given)).isEqualTo(given);
    }

    @Test
    void sixtyFourCharactersAreEnough() {
        assertThat(RequestId.usable(LONGEST)).isEqualTo(LONGEST);
        assertThat(RequestId.usable(LONGEST + "x")).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a\nb", "a\u0000", "\"", "<b>", "é"})
    void anyOtherIsReplaced(String given) {
        assertThat(RequestId.usable(given)).matches("[0-9a-f]{16}");
    }
}
