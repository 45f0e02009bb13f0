package io.fleetline.ingest.push;

import static io.fleetline.ingest.push.PushServer.TOKEN;
import static io.fleetline.ingest.push.PushServer.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However a sender wraps and encodes an item, it is stored. */
class WrappersTest {
    private static final String ITEM =
            "{\"deviceImei\":\"860000000000041\",\"gpsTime\":\"2026-01-14 21:15:09\",\"lat\":-1.2921,\"lng\":36.8219}";
    private static PushServer server;

    @BeforeAll
    static void start() {
        server = PushServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void empty() {
        server.empty();
    }

    enum Wrapper {
        FORM_ARRAY("", "token=" + TOKEN + "&data_list=" + encoded("[" + ITEM + "]")),
        FORM_SINGLE("", "token=" + TOKEN + "&data_list=" + encoded(ITEM)),
        FORM_TOKEN_LAST("", "msgType=gps&data_list=" + encoded("[" + ITEM + "]") + "&token=" + TOKEN),
        FORM_NOT_ENCODED("", "token=" + TOKEN + "&data_list=[" + ITEM + "]"),
        FORM_TOKEN_IN_URL("?token=" + TOKEN, "data_list=" + encoded("[" + ITEM + "]")),
        JSON_ARRAY("", "{\"token\":\"" + TOKEN + "\",\"msgType\":\"gps\",\"data_list\":[" + ITEM + "]}"),
        JSON_SINGLE("", "{\"token\":\"" + TOKEN + "\",\"data_list\":" + ITEM + "}"),
        JSON_TEXT("", "{\"token\":\"" + TOKEN + "\",\"data_list\":\"[" + ITEM.replace("\"", "\\\"") + "]\"}"),
        JSON_TOKEN_LAST("", " \r\n{\"data_list\":[" + ITEM + "],\"msgType\":\"gps\",\"token\":\"" + TOKEN + "\"}"),
        BARE_ARRAY("?token=" + TOKEN, "[" + ITEM + "]"),
        BARE_ITEM("?token=" + TOKEN, ITEM);

        private final String query;
        private final String body;

        Wrapper(String query, String body) {
            this.query = query;
            this.body = body;
        }
    }

    enum Encoding {
        PLAIN,
        GZIP,
        CHUNKED
    }

    private static final List<String> TYPES =
            List.of("application/x-www-form-urlencoded", "application/json; charset=UTF-8", "text/plain");

    static Stream<Arguments> everyWay() {
        return Arrays.stream(Wrapper.values())
                .flatMap(wrapper -> Arrays.stream(Encoding.values())
                        .flatMap(encoding -> TYPES.stream().map(type -> Arguments.of(wrapper, encoding, type))));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void theItemArrives(Wrapper wrapper, Encoding encoding, String contentType) {
        var request = server.request("/pushgps" + wrapper.query, contentType);
        var body = wrapper.body.getBytes(StandardCharsets.UTF_8);
        var answer = server.send(
                switch (encoding) {
                    case PLAIN -> request.POST(BodyPublishers.ofByteArray(body));
                    case GZIP ->
                        request.header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(gzip(body)));
                    case CHUNKED -> request.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
                });
        assertThat(answer.body()).isEqualTo("{\"code\":0,\"msg\":\"success\"}");
        assertThat(server.books("/pushgps", "tracksolid.position_history"))
                .isEqualTo(new PushServer.Books(1, 1, 0, 0, 1, 0));
    }

    @Test
    void namesInAnyWritingComeThrough() {
        var name = "Ngũgĩ & 100% +1 北京 \uD83D\uDE9A";
        for (var form : List.of(true, false)) {
            var item = """
                    {"deviceImei":"860000000000041","type":"DEVICE","msgClass":0,"gateTime":"2026-01-14 21:15:1%d",
                     "msg":{"alertType":"999","alarmName":"%s"}}""".formatted(form ? 1 : 2, name);
            var answer = form ? server.postForm("/pushalarm", item) : server.postJson("/pushalarm", item);
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        assertThat(server.row("SELECT count(*), min(alarm_name), max(alarm_name) FROM tracksolid.alarms"))
                .isEqualTo("2,\"%1$s\",\"%1$s\"".formatted(name));
    }

    @Test
    void anEmptyPushIsAHarmlessProbe() {
        for (var body : List.of(
                "",
                "token=" + TOKEN,
                "token=" + TOKEN + "&data_list=",
                "{\"token\":\"" + TOKEN + "\"}",
                "{\"token\":\"" + TOKEN + "\",\"data_list\":[]}",
                "{\"token\":\"" + TOKEN + "\",\"data_list\":null}")) {
            assertThat(server.post("/pushgps?token=" + TOKEN, "text/plain", body)
                            .statusCode())
                    .as(body)
                    .isEqualTo(200);
        }
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(0))
                .isTrue();
    }

    @Test
    void aBodyThatBreaksOffKeepsWhatCameBefore() {
        var second = ITEM.replace("21:15:09", "21:15:10");
        server.post(
                "/pushgps",
                "application/json",
                "{\"token\":\"%s\",\"data_list\":[%s,%s,{\"deviceIm".formatted(TOKEN, ITEM, second));
        assertThat(server.row("SELECT reason, payload FROM infrastructure.dead_letters"))
                .isEqualTo("\"unreadable JSON\",\",{\"\"deviceIm\"");
        assertThat(server.books("/pushgps", "tracksolid.position_history"))
                .isEqualTo(new PushServer.Books(3, 2, 0, 1, 2, 1));
    }

    @Test
    void aBodyThatOnlyLacksItsEndLosesAndAddsNothing() {
        server.post("/pushgps", "application/json", "{\"token\":\"%s\",\"data_list\":[%s]".formatted(TOKEN, ITEM));
        assertThat(server.books("/pushgps", "tracksolid.position_history"))
                .isEqualTo(new PushServer.Books(1, 1, 0, 0, 1, 0));
    }

    @Test
    void anUnreadableBodyIsKeptWithoutItsToken() {
        server.post("/pushgps", "application/json", "{\"token\":\"%s\",\"data_list\":oops".formatted(TOKEN));
        assertThat(server.row("SELECT path, reason, payload FROM infrastructure.dead_letters"))
                .isEqualTo("/pushgps,\"unreadable JSON\",\"{\"\"token\"\":\"\"[token]\"\",\"\"data_list\"\":oops\"");
    }

    @Test
    void mangledCharactersCostNoOtherItem() {
        var latin1 = ("[" + ITEM + ","
                        + ITEM.replace("}", ",\"driverName\":\"Jos\u00e9\"}").replace("21:15:09", "21:15:10") + "]")
                .getBytes(StandardCharsets.ISO_8859_1);
        server.send(
                server.request("/pushgps?token=" + TOKEN, "application/json").POST(BodyPublishers.ofByteArray(latin1)));
        assertThat(server.books("/pushgps", "tracksolid.position_history"))
                .isEqualTo(new PushServer.Books(2, 2, 0, 0, 2, 0));
    }

    @Test
    void numbersThatAreNoneCostNoOtherItem() {
        server.postJson(
                "/pushgps",
                "[%s,%s,%s]".formatted(ITEM, ITEM.replace("-1.2921", "NaN"), ITEM.replace("36.8219", "1e999")));
        assertThat(server.row("SELECT string_agg(reason, ', ' ORDER BY reason) FROM infrastructure.dead_letters"))
                .isEqualTo("\"lat is not a number, lng out of range\"");
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(3))
                .isTrue();
    }

    @Test
    void theCharacterZeroIsLeftOut() {
        server.postJson("/pushevent", """
                {"deviceImei":"860000000000041\\u0000","type":"LOG\\u0000IN","gateTime":"2026-01-14 21:15:10"}""");
        assertThat(server.row("SELECT imei, event_type FROM tracksolid.device_events"))
                .isEqualTo("860000000000041,login");
        server.postJson("/pushobd", """
                {"deviceImei":"860000000000041","gateTime":"2026-01-14 21:15:10","vin":"W\\u0000V","half":"\\ud83d","nan":NaN}""");
        assertThat(server.row("SELECT vin, raw ->> 'vin', raw ->> 'nan' FROM tracksolid.obd_readings"))
                .isEqualTo("WV,WV,NaN");
        assertThat(server.count("infrastructure.dead_letters")).isZero();
    }

    private static byte[] gzip(byte[] body) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
