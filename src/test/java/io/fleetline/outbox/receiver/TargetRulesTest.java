package io.fleetline.outbox.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {
    private static final TargetRules STRICT = new TargetRules(List.of());
    private static final TargetUrl TLS = new TargetUrl(true, "hooks.example.com", 443, "/");
    private static final TargetUrl PLAIN = new TargetUrl(false, "hooks.example.com", 80, "/");

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        var addresses = new ArrayList<InetAddress>();
        for (var text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "127.0.0.1",
                "127.255.255.254",
                "168.63.129.16",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:a9fe:a9fe",
                "::ffff:0:127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:c0a8:101::1",
                "3fff::1",
                "fc00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "5f00::1"
            })
    void whatIsNotPublicIsRefused(String address) throws UnknownHostException {
        var addresses = addresses(address);
        assertThatThrownBy(() -> STRICT.choose(TLS, addresses))
                .isInstanceOf(BadTarget.class)
                .hasMessageNotContaining(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "168.63.129.15",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700::1111",
                "::ffff:1.1.1.1"
            })
    void whatIsPublicIsAllowedOverTlsOnly(String address) throws Exception {
        var addresses = addresses(address);
        assertThat(STRICT.choose(TLS, addresses)).isEqualTo(addresses.getFirst());
        assertThatThrownBy(() -> STRICT.choose(PLAIN, addresses)).isInstanceOf(BadTarget.class);
    }

    @Test
    void oneBadAddressAmongGoodOnesCondemnsAll() throws UnknownHostException {
        var addresses = addresses("1.1.1.1", "2606:4700::1111", "169.254.169.254");
        assertThatThrownBy(() -> STRICT.choose(TLS, addresses)).isInstanceOf(BadTarget.class);
        assertThatThrownBy(() -> STRICT.choose(TLS, List.of())).isInstanceOf(BadTarget.class);
    }

    @Test
    void anAddressOfIpv4ComesFirst() throws Exception {
        var addresses = addresses("2606:4700::1111", "1.1.1.1", "1.0.0.1");
        assertThat(STRICT.choose(TLS, addresses)).isEqualTo(InetAddress.getByName("1.1.1.1"));
    }

    @Test
    void anAllowedNetworkIsAllowedAlsoWithoutTlsAndNoOtherIs() throws Exception {
        var rules = new TargetRules(List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("fd12::/16")));
        assertThat(rules.choose(PLAIN, addresses("127.0.0.1"))).isEqualTo(InetAddress.getByName("127.0.0.1"));
        assertThat(rules.choose(TLS, addresses("fd12::7"))).isEqualTo(InetAddress.getByName("fd12::7"));
        for (var other : List.of("::1", "10.0.0.1", "fd13::7")) {
            var addresses = addresses(other);
            assertThatThrownBy(() -> rules.choose(TLS, addresses)).isInstanceOf(BadTarget.class);
        }
        var open = addresses("1.1.1.1");
        assertThat(rules.choose(TLS, open)).isEqualTo(open.getFirst());
        assertThatThrownBy(() -> rules.choose(PLAIN, open)).isInstanceOf(BadTarget.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0",
                "10.0.0.0/33",
                "010.0.0.0/8",
                "10.0.0/8",
                "::/129",
                "localhost/8",
                "10.0.0.0/-1",
                "fe80::1%eth0/64"
            })
    void aNetworkThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
