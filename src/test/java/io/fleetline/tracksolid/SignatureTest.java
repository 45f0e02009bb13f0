package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test vectors of the vendor document, 1.5.1. */
class SignatureTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void tokenGet() {
        var params = params(Map.of(
                "method", "jimi.oauth.token.get",
                "expires_in", "7200",
                "user_id", "fleetdemo",
                "user_pwd_md5", "ec5858520d3ef00dc774068ef9aa8f2d"));

        assertThat(Signature.sign(params, SECRET)).isEqualTo("08552AF8A1EE0124516C3BA6096BB81F");
    }

    @Test
    void trackList() {
        var params = params(Map.of(
                "method", "jimi.device.track.list",
                "access_token", "00112233445566778899aabbccddeeff",
                "imei", "860000000000017",
                "begin_time", "2026-01-14 00:00:00",
                "end_time", "2026-01-15 00:00:00",
                "map_type", "GOOGLE"));

        assertThat(Signature.sign(params, SECRET)).isEqualTo("CE980EE113B173F4A91D8BC05A4EE24A");
    }

    @Test
    void locationGet() {
        var params = params(Map.of(
                "method", "jimi.device.location.get",
                "access_token", "00112233445566778899aabbccddeeff",
                "imeis", "860000000000017,860000000000025"));

        assertThat(Signature.sign(params, SECRET)).isEqualTo("55EA38CE8359039A89B6DFE71610669B");
    }

    @Test
    void utf8AndAnEmptyValueThatDoesNotCount() {
        var params = params(Map.of(
                "method", "jimi.open.device.update",
                "access_token", "00112233445566778899aabbccddeeff",
                "imei", "860000000000017",
                "device_name", "Grüner Käfer 7",
                "remarks", ""));

        assertThat(Signature.sign(params, SECRET)).isEqualTo("ABED28B66B51BCD929AF8472664E4B15");
    }

    @Test
    void itsOwnFieldDoesNotCount() {
        var params = params(Map.of("method", "jimi.device.location.get", "imeis", "860000000000017"));
        var signed = new HashMap<>(params);
        signed.put("sign", Signature.sign(params, SECRET));

        assertThat(Signature.sign(signed, SECRET)).isEqualTo(signed.get("sign"));
    }

    private static Map<String, String> params(Map<String, String> own) {
        var params = new HashMap<>(own);
        params.put("app_key", "AAAABBBBCCCCDDDD0000111122223333");
        params.put("format", "json");
        params.put("sign_method", "md5");
        params.put("timestamp", "2026-01-15 08:30:00");
        params.put("v", "1.0");
        return params;
    }
}
