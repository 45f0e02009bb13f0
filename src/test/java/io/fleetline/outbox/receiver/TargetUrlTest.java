package io.fleetline.outbox.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com,                  true,  hooks.example.com, 443,  /",
        "HTTPS://Hooks.Example.COM/a/b?c=d&e,        true,  hooks.example.com, 443,  /a/b?c=d&e",
        "https://example.com:8443/%20x,              true,  example.com,       8443, /%20x",
        "http://example.com,                         false, example.com,       80,   /",
        "https://192.0.2.7/x,                        true,  192.0.2.7,         443,  /x",
        "https://[2001:DB8::1]:1024/,                true,  2001:db8::1,       1024, /",
        "https://xn--bcher-kva.example/,             true,  xn--bcher-kva.example, 443, /"
    })
    void aPlainAddressIsTakenApart(String text, boolean isTls, String host, int port, String path) throws BadTarget {
        assertThat(TargetUrl.parse(text)).isEqualTo(new TargetUrl(isTls, host, port, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example.com",
                "//hooks.example.com/",
                "ftp://hooks.example.com/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:6379/_FLUSHALL",
                "javascript:alert(1)",
                "https:hooks.example.com",
                "https:///path",
                "https://user@hooks.example.com/",
                "https://user:pw@hooks.example.com/",
                "https://good.example.com@127.0.0.1/",
                "https://@hooks.example.com/",
                "https://hooks.example.com/#frag",
                "https://hooks.example.com:22/",
                "https://hooks.example.com:25/",
                "https://hooks.example.com:0/",
                "https://hooks.example.com:65536/",
                "https://hooks.example.com:-1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.0.01/",
                "https://127.0.0.1./",
                "https://127.0.0.256/",
                "https://1.2.3.4.5/",
                "https://example.0x/",
                "https://[fe80::1%25eth0]/",
                "https://[::1/",
                "https://hooks_example.com/",
                "https://-hooks.example.com/",
                "https://hooks..example.com/",
                "https://hooks.example.com\\@127.0.0.1/",
                "https://hooks.example.com\t/",
                "https://hooks.example.com/a b",
                "https://hooks.example.com/\r\nHost: x",
                "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
                "https://bücher.example/"
            })
    void whatProgramsMayReadDifferentlyIsRefused(String text) {
        assertThatThrownBy(() -> TargetUrl.parse(text)).isInstanceOf(BadTarget.class);
    }

    @Test
    void theLongestAddressHasTwoThousandCharacters() throws BadTarget {
        var start = "https://hooks.example.com/";
        var longest = start + "x".repeat(2_000 - start.length());
        assertThat(TargetUrl.parse(longest).port()).isEqualTo(443);
        assertThatThrownBy(() -> TargetUrl.parse(longest + "x")).isInstanceOf(BadTarget.class);
    }

    @Test
    void plainHttpNeedsAnAllowedNetwork() throws BadTarget {
        var plain = TargetUrl.parse("http://localhost:9000/");
        assertThatThrownBy(() -> new TargetRules(List.of()).checkScheme(plain))
                .isInstanceOf(BadTarget.class)
                .hasMessageContaining("https");
        new TargetRules(List.of(AddressRange.parse("127.0.0.0/8"))).checkScheme(plain);
    }
}
