package io.fleetline.read.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.0.1",
                "::1",
                "fe80::1%eth0",
                "fd12:3456::1",
                "::ffff:10.0.0.1"
            })
    void insideIsThisMachineAndPrivateNetworks(String address) {
        assertThat(RemoteAddress.isInside(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "172.32.0.1", "192.169.0.1", "11.0.0.1", "2001:db8::1", "::ffff:8.8.8.8", "fe00::1"})
    void allElseIsOutside(String address) {
        assertThat(RemoteAddress.isInside(address)).isFalse();
    }

    @Test
    void ofIpv6TheFirstHalfCounts() {
        assertThat(RemoteAddress.counted("2001:db8:1:2:3:4:5:6")).isEqualTo("20010db800010002");
        assertThat(RemoteAddress.counted("2001:db8:1:2::1")).isEqualTo("20010db800010002");
        assertThat(RemoteAddress.counted("203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void whatAProxyMadeUpIsCountedToo() {
        assertThat(RemoteAddress.counted("unknown")).isEqualTo("unknown");
        assertThat(RemoteAddress.counted("x".repeat(10_000))).hasSize(64);
    }
}
