package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two pushes of one device and one second: a repeat has the same content, everything else is another fact or a better version. */
class SameSecondTest {
    private static final String IMEI = "860000000000041";
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pushtem       | temperature_readings | "temperature":4,"sensor":"T1"  | "temperature":-18,"sensor":"T2"
            pushoil       | fuel_readings        | "oil":"40L","sensor":"1"       | "oil":"55L","sensor":"2"
            pushobd       | obd_readings         | "pids":{"010C":1559}           | "pids":{"010D":61}
            pushlbs       | lbs_readings         | "postType":"LBS","lbsJson":"{\\"mcc\\":639}" | "postType":"WIFI","lbsJson":"{\\"wifi\\":\\"a\\"}"
            pushhb        | heartbeats           | "powerLevel":6                 | "powerLevel":5
            pushevent     | device_events        | "type":"LOGIN","timezone":"GMT+08:00" | "type":"LOGIN","timezone":"GMT+03:00"
            pushfaultinfo | fault_codes          | "code":"P0301","desc":"misfire" | "code":"P0301","desc":"misfire, cylinder 1"
            """)
    void anotherContentIsAnotherFact(String path, String table, String one, String other) {
        var items = List.of(item(one), item(other), item(one));
        for (var order : List.of(items, items.reversed())) {
            server.empty();
            order.forEach(sent -> server.postForm("/" + path, sent));
            assertThat(server.count("tracksolid." + table)).isEqualTo(2);
            assertThat(server.books("/" + path, "tracksolid." + table))
                    .isEqualTo(new PushServer.Books(3, 2, 1, 0, 2, 0));
        }
        server.empty();
        server.postForm("/" + path, "[" + String.join(",", items) + "]");
        assertThat(server.books("/" + path, "tracksolid." + table)).isEqualTo(new PushServer.Books(3, 2, 1, 0, 2, 0));
    }

    @Test
    void theOrderOfFieldsMakesNoOtherContent() {
        server.postForm(
                "/pushobd", "{\"deviceImei\":\"%s\",\"gateTime\":\"2026-01-14 21:15:10\",\"rpm\":900}".formatted(IMEI));
        server.postForm(
                "/pushobd",
                "{ \"rpm\": 900, \"gateTime\":\"2026-01-14 21:15:10\",\"deviceImei\":\"%s\"}".formatted(IMEI));
        assertThat(server.books("/pushobd", "tracksolid.obd_readings"))
                .isEqualTo(new PushServer.Books(2, 1, 1, 0, 1, 0));
    }

    private static String item(String fields) {
        return "{\"deviceImei\":\"%s\",\"gateTime\":\"2026-01-14 21:15:10\",%s}".formatted(IMEI, fields);
    }

    private static String alarm(String type, String fields) {
        return """
                {"deviceImei":"%s","type":"DEVICE","msgClass":0,"msg":{"alertType":"%s","alarmTime":"2026-01-14 21:15:09"%s}}""".formatted(IMEI, type, fields);
    }

    @Test
    void twoFencesEnteredInOneSecondAreTwoAlarms() {
        var alarms = List.of(
                alarm("9", ",\"fenceId\":\"F7\""),
                alarm("9", ",\"fenceId\":\"F8\""),
                alarm("9", ",\"fenceId\":\"F7\""));
        alarms.forEach(alarm -> server.postForm("/pushalarm", alarm));
        assertThat(server.row("SELECT string_agg(fence_id, ' ' ORDER BY fence_id) FROM tracksolid.alarms"))
                .isEqualTo("\"F7 F8\"");
        assertThat(server.books("/pushalarm", "tracksolid.alarms")).isEqualTo(new PushServer.Books(3, 2, 1, 0, 2, 0));
        server.empty();
        server.postForm("/pushalarm", "[" + String.join(",", alarms) + "]");
        assertThat(server.books("/pushalarm", "tracksolid.alarms")).isEqualTo(new PushServer.Books(3, 2, 1, 0, 2, 0));
    }

    private static String fix(String fields) {
        return "{\"deviceImei\":\"%s\",\"gpsTime\":\"2026-01-14 21:15:09\",%s}".formatted(IMEI, fields);
    }

    private static final String LBS = fix("\"lat\":-1.5,\"lng\":36.5,\"postType\":2,\"acc\":1");
    private static final String GPS = fix(
            "\"lat\":-1.2921,\"lng\":36.8219,\"postType\":1,\"gpsSpeed\":42,\"satelliteNum\":9,\"gateTime\":\"2026-01-14 21:15:10\"");

    @Test
    void theGpsFixOfASecondBeatsTheLbsFixInWhateverOrder() {
        for (var order : List.of(List.of(LBS, GPS), List.of(GPS, LBS))) {
            server.empty();
            order.forEach(sent -> server.postForm("/pushgps", sent));
            better();
            server.empty();
            server.postForm("/pushgps", "[" + String.join(",", order) + "]");
            better();
        }
    }

    private static void better() {
        for (var table : List.of("position_history", "live_positions")) {
            assertThat(server.row("SELECT lat, lng, st_x(geom), speed, satellites, pos_type FROM tracksolid." + table))
                    .as(table)
                    .isEqualTo("-1.2921,36.8219,36.8219,42,9,GPS");
        }
        assertThat(server.row("SELECT acc_status FROM tracksolid.position_history"))
                .isEqualTo("t");
    }

    @Test
    void aFixWithMoreFieldsBeatsOneWithFewer() {
        server.postForm("/pushgps", fix("\"lat\":-1.2921,\"lng\":36.8219"));
        server.postForm("/pushgps", fix("\"lat\":-1.2922,\"lng\":36.8219,\"gpsSpeed\":42,\"altitude\":1600"));
        server.postForm("/pushgps", fix("\"lat\":-1.2923,\"lng\":36.8219,\"acc\":1"));
        assertThat(server.row("SELECT lat, speed, altitude, acc_status FROM tracksolid.position_history"))
                .isEqualTo("-1.2922,42,1600,t");
    }

    @Test
    void aReplacedFixMarksItsHour() {
        server.postForm("/pushgps", LBS);
        server.postForm(
                "/pushgps", fix("\"lat\":-1.3,\"lng\":36.8,\"postType\":1").replace("21:15:09", "21:20:00"));
        server.jdbi.useHandle(handle -> handle.execute("TRUNCATE infrastructure.touched_hours"));
        server.postForm("/pushgps", GPS);
        assertThat(
                        server.row(
                                "SELECT DISTINCT imei, to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24') FROM infrastructure.touched_hours"))
                .isEqualTo(IMEI + ",2026-01-14T21");
    }

    /** More than one COPY could take; the fast path must fall back. */
    @Test
    void manyBetterFixesAtOnceReplaceTheirCoarseOnes() {
        var coarse = many(LBS);
        var fine = many(GPS);
        server.postForm("/pushgps", coarse);
        server.postForm("/pushgps", fine);
        assertThat(
                        server.row(
                                "SELECT count(*), count(*) FILTER (WHERE pos_type = 'GPS' AND lat = -1.2921) FROM tracksolid.position_history"))
                .isEqualTo("100,100");
    }

    private static String many(String item) {
        var items = new String[100];
        Arrays.setAll(items, i -> item.replace("21:15:09", "%02d:%02d:09".formatted(19 + i / 60, i % 60)));
        var list = Arrays.asList(items);
        Collections.reverse(list);
        return list.toString();
    }
}
