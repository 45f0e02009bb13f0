package io.fleetline.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"b": 1, "a": [true, null, {}]}    | {"a":[true,null,{}],"b":1}
            {"n": 500.0, "m": 5e2, "o": -0.0}  | {"m":500,"n":500,"o":0}
            {"n": 0.10, "e": 1E-3}             | {"e":0.001,"n":0.1}
            {"t": "a\\u0062\\n\\"", "l": []}       | {"l":[],"t":"ab\\n\\""}
            {}                                 | {}
            """)
    void equalPayloadsHaveOneSpelling(String payload, String canonical) {
        assertThat(CanonicalJson.of(PayloadJson.read(payload.getBytes(UTF_8)))).isEqualTo(canonical);
    }
}
