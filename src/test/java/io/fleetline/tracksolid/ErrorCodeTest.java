package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodeTest {
    private static final Call CALL = new Call("jimi.device.track.list", "north", Map.of(), Duration.ofSeconds(1), true);

    @ParameterizedTest
    @CsvSource({
        "-1, BUSY",
        "10, REFUSED",
        "1001, REFUSED",
        "1002, REFUSED",
        "1003, REFUSED",
        "1004, TOKEN",
        "1005, LIMITED",
        "1006, LIMITED",
        "1007, REFUSED",
        "1008, REFUSED",
        "1100, BUSY",
        "1112, REFUSED",
        "1114, REFUSED",
        "1207, REFUSED",
        "10006, TOKEN",
        "10011, TOKEN",
        "12001, REFUSED",
        "12002, REFUSED",
        "12003, REFUSED",
        "12004, REFUSED",
        "12005, REFUSED",
        "214, REFUSED",
        "41001, REFUSED",
        "987654, REFUSED"
    })
    void kinds(int code, Kind kind) {
        var e = ErrorCode.exception(code, CALL, "");

        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.code()).isEqualTo(code);
    }

    @Test
    void messages() {
        assertThat(ErrorCode.exception(1006, CALL, "too often"))
                .hasMessage("jimi.device.track.list for account north: 1006 requests too frequent (too often)");
        assertThat(ErrorCode.exception(4711, CALL, ""))
                .hasMessage("jimi.device.track.list for account north: 4711 unknown code");
    }
}
