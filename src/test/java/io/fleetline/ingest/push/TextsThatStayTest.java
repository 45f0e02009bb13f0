package io.fleetline.ingest.push;

import static io.fleetline.ingest.push.PushServer.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, words and characters are preserved in any encoding, and undecodable bytes stay visible. */
class TextsThatStayTest {
    private static final String NAME = "José 北京";
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

    @Test
    void anImeiWithoutQuotesKeepsItsLeadingZeros() {
        server.postJson("/pushobd", """
                [{"deviceImei":0860000000000041,"gateTime":"2026-01-14 21:15:10","rpm":0900,"iccid":08925400000000000001}]""");
        assertThat(server.row(
                        "SELECT imei, engine_rpm, raw ->> 'deviceImei', raw ->> 'iccid' FROM tracksolid.obd_readings"))
                .isEqualTo("0860000000000041,900,0860000000000041,08925400000000000001");
        assertThat(server.row("SELECT count(*) FROM tracksolid.devices WHERE imei = '860000000000041'"))
                .isEqualTo("0");
    }

    @Test
    void soDoFaultCodesAndWhatIsNested() {
        server.postForm("/pushfaultinfo", """
                [{"deviceImei":"860000000000041","gateTime":"2026-01-14 21:15:10","codes":[0420]},
                 {"deviceImei":"860000000000041","gateTime":"2026-01-14 21:15:11","msg":{"code":0171}},
                 {"deviceImei":"860000000000041","gateTime":"2026-01-14 21:15:12","msg":"{\\"code\\":0300}"}]""");
        assertThat(server.row("SELECT string_agg(code, ' ' ORDER BY code) FROM tracksolid.fault_codes"))
                .isEqualTo("\"0171 0300 0420\"");
    }

    @ParameterizedTest
    @CsvSource({
        "40L, 40, L",
        "40l, 40, L",
        "40 l, 40, L",
        "40 Ltr, 40, L",
        "40 litres, 40, L",
        "40.5 Liters, 40.5, L",
        "40 %, 40, %",
        "40 pct, 40, %"
    })
    void aUnitBehindTheNumberIsReadInAnySpelling(String oil, double level, String unit) {
        server.postForm(
                "/pushoil",
                "{\"deviceImei\":\"860000000000041\",\"gateTime\":\"2026-01-14 21:15:10\",\"oil\":\"%s\"}"
                        .formatted(oil));
        assertThat(server.row("SELECT fuel_level::float8, fuel_unit, raw ->> 'oil' = '%s' FROM tracksolid.fuel_readings"
                        .formatted(oil)))
                .isEqualTo("%s,%s,t"
                        .formatted(level % 1 == 0 ? String.valueOf((int) level) : String.valueOf(level), unit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ltr", "l", "LITRES", "liter"})
    void soIsAUnitOfItsOwn(String unit) {
        server.postForm(
                "/pushoil",
                "{\"deviceImei\":\"860000000000041\",\"gateTime\":\"2026-01-14 21:15:10\",\"oil\":40,\"unit\":\"%s\"}"
                        .formatted(unit));
        assertThat(server.row("SELECT fuel_level, fuel_unit FROM tracksolid.fuel_readings"))
                .isEqualTo("40,L");
    }

    @Test
    void theVendorsWordsCountInAnyCase() {
        server.postForm("/pushgps", """
                {"deviceImei":"860000000000041","gpsTime":"2026-01-14 21:15:09","lat":-1.29,"lng":36.82,"postType":"gps","acc":"On"}""");
        assertThat(server.row("SELECT pos_type, acc_status, raw FROM tracksolid.position_history"))
                .isEqualTo("GPS,t,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "Gzip", " gzip", "X-GZIP"})
    void aContentEncodingInAnyCase(String encoding) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(alarm("x").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(server.send(server.request("/pushalarm?token=" + TOKEN, "application/json")
                                .header("Content-Encoding", encoding)
                                .POST(BodyPublishers.ofByteArray(bytes.toByteArray())))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.count("tracksolid.alarms")).isEqualTo(1);
    }

    private static String alarm(String name) {
        return """
                {"deviceImei":"860000000000041","alertType":"999","alarmTime":"2026-01-14 21:15:09","alarmName":"%s"}""".formatted(name);
    }

    private static void stored(String contentType, byte[] body, String name) {
        var answer = server.send(
                server.request("/pushalarm?token=" + TOKEN, contentType).POST(BodyPublishers.ofByteArray(body)));
        assertThat(answer.statusCode()).as(contentType).isEqualTo(200);
        assertThat(server.row("SELECT alarm_name = '%1$s', raw ->> 'alarmName' = '%1$s' FROM tracksolid.alarms"
                        .formatted(name)))
                .as(contentType)
                .isEqualTo("t,t");
        server.empty();
    }

    @Test
    void aDeclaredCharsetIsBelieved() {
        stored("application/json; charset=GBK", alarm("北京").getBytes(Charset.forName("GBK")), "北京");
        stored("application/json; charset=\"ISO-8859-1\"", alarm("José").getBytes(StandardCharsets.ISO_8859_1), "José");
        stored("application/json; charset=utf-16", alarm(NAME).getBytes(StandardCharsets.UTF_16), NAME);
        stored("application/json;charset=UTF-16LE", alarm(NAME).getBytes(StandardCharsets.UTF_16LE), NAME);
        var form = "data_list=" + percent(alarm("北京").getBytes(Charset.forName("GBK")));
        stored("application/x-www-form-urlencoded; charset=gbk", form.getBytes(StandardCharsets.US_ASCII), "北京");
        stored(
                "application/x-www-form-urlencoded; charset=utf-16",
                ("data_list=" + PushServer.encoded(alarm(NAME))).getBytes(StandardCharsets.UTF_16),
                NAME);
    }

    @Test
    void utf16And32AreSeenWhereNothingIsDeclared() {
        for (var charset : List.of("UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32LE")) {
            stored("application/json", alarm(NAME).getBytes(Charset.forName(charset)), NAME);
        }
    }

    @Test
    void aWrongOrUnknownDeclarationFallsBackToUtf8() {
        stored("application/json; charset=US-ASCII", alarm(NAME).getBytes(StandardCharsets.UTF_8), NAME);
        stored("application/json; charset=no-such", alarm(NAME).getBytes(StandardCharsets.UTF_8), NAME);
    }

    @Test
    void bytesThatNobodyCanDecodeAreKeptAndSaidToBe() {
        stored("application/json", alarm("José").getBytes(StandardCharsets.ISO_8859_1), "Jos\\xE9");
        stored(
                "application/x-www-form-urlencoded",
                ("data_list=" + percent(alarm("José").getBytes(StandardCharsets.ISO_8859_1)))
                        .getBytes(StandardCharsets.US_ASCII),
                "Jos\\xE9");
    }

    @Test
    void neverAFaultOfOurs() {
        for (var body : List.of(
                new byte[] {0, '[', 0},
                new byte[] {'[', 0, 0},
                new byte[] {0, 0, 0, '['},
                new byte[] {(byte) 0xFE, (byte) 0xFF, 1},
                new byte[] {'"', 0})) {
            assertThat(server.send(server.request("/pushgps?token=" + TOKEN, "application/json")
                                    .POST(BodyPublishers.ofByteArray(body)))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(server.count("infrastructure.dead_letters")).isPositive();
    }

    @Test
    void ofTwoEqualNamesTheFirstCountsAndRawHasBoth() {
        server.postForm("/pushgps", """
                {"deviceImei":"860000000000041","gpsTime":"2026-01-14 21:15:09","lat":-1.29,"lng":36.82,"gpsSpeed":5,"gpsSpeed":7}""");
        assertThat(server.row(
                        "SELECT speed, raw ->> 'gpsSpeed', raw ->> 'gpsSpeed#2' FROM tracksolid.position_history"))
                .isEqualTo("5,5,7");
        server.postForm("/pushobd", """
                {"deviceImei":"860000000000041","gateTime":"2026-01-14 21:15:09","rpm":"","rpm":900,"rpm":901,"x":{"y":1,"y":2}}""");
        assertThat(
                        server.row(
                                "SELECT engine_rpm, raw ->> 'rpm#2', raw ->> 'rpm#3', raw #>> '{x,y#2}' FROM tracksolid.obd_readings"))
                .isEqualTo("900,900,901,2");
    }

    private static String percent(byte[] bytes) {
        var text = new StringBuilder();
        for (var b : bytes) {
            text.append("%%%02X".formatted(b));
        }
        return text.toString();
    }
}
