package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One captured push, one row in the database, calculated by hand from the vendor's document. */
class FamiliesTest {
    private static final String HUB = "{\"code\":0,\"msg\":\"success\"}";
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

    static String captured(String file) {
        try (var stream = FamiliesTest.class.getResourceAsStream("/captured/push/" + file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pushgps | live.json | position_history | imei, gps_time, lat, lng, speed, direction, acc_status, satellites, altitude, odometer_km, pos_type, source | 860000000000041,"2026-01-14 21:15:09+00",-1.2921,36.8219,42,270,t,9,1661,12345.6,GPS,push
            pushgps | strings-and-reupload.json | position_history | imei, gps_time, lat, lng, speed, direction, acc_status, satellites, altitude, odometer_km, pos_type, source | 860000000000041,"2026-01-14 09:05:07+00",-1.2921,36.8219,42,0,f,11,,0.5,LBS,push
            pushhb | heartbeat.json | heartbeats | imei, reading_time, power_level, gsm_signal, acc_status, oil_connected, gps_fixed, remote_locked, charging, armed, temperature_c, voltage_v | 860000000000041,"2026-01-14 21:15:10+00",6,80,f,f,t,f,t,f,31.5,12.6
            pushalarm | jimi.json | alarms | imei, alarm_type, alarm_time, alarm_name, severity, lat, lng, speed, fence_id, source, raw #>> '{msg,file}' | 860000000000041,143,"2026-01-14 21:15:09+00","Driver distracted",warning,48.3538,11.7861,42,F7,push,EVENT_860000000000041_0001.mp4
            pushalarm | jtt-driver-camera.json | alarms | imei, alarm_type, alarm_time, alarm_name, severity, speed, raw #>> '{msg,alarmLabel}' | 860000000000042,jtt-265-2,"2026-01-14 21:15:09+00","Phone call",warning,61,8a6f
            pushalarm | message-as-text.json | alarms | imei, alarm_type, alarm_time, alarm_name, severity, lat | 860000000000041,no-such-id,"2026-01-14 21:15:09+00","Something new",,
            pushevent | login.json | device_events | imei, event_type, event_time, detail, source | 860000000000041,login,"2026-01-14 21:15:10+00",GMT+08:00,push
            pushobd | nested.json | obd_readings | imei, reading_time, engine_rpm, fuel_level_pct, coolant_c, speed, voltage_v, odometer_km, source, raw #>> '{obdData,pids,010C}' | 860000000000041,"2026-01-14 21:15:10+00",1559,56.1,93,9,13.9,,push,1559
            pushobd | data-ids-only.json | obd_readings | imei, reading_time, engine_rpm, raw #>> '{list,1,value}' | 860000000000042,"2026-01-14 21:15:10+00",,97
            pushtripreport | trip.json | trips | imei, start_time, end_time, distance_km, max_speed_kmh, avg_speed_kmh, idle_time_s, st_x(end_geom), source, raw ->> 'fuelUsed' | 860000000000041,"2026-01-14 20:00:00+00","2026-01-14 20:30:00+00",15.5,81,31,120,36.9,push,1.4
            pushoil | unit-behind.json | fuel_readings | imei, reading_time, fuel_level, fuel_unit, raw ->> 'oil' | 860000000000041,"2026-01-14 21:15:10+00",35.5,L,35.5L
            pushtem | humidity.json | temperature_readings | imei, reading_time, temperature_c, humidity_pct, sensor | 860000000000041,"2026-01-14 21:15:10+00",-18.5,61,T1
            pushlbs | cells.json | lbs_readings | imei, reading_time, post_type, mcc, mnc, cells | 860000000000041,"2026-01-14 21:15:10+00",LBS,639,2,"1021,40321,-71;1021,40322,-80"
            """)
    void aCapturedPushIsTheRowThatTheVendorMeant(
            String path, String file, String table, String columns, String expected) {
        var items = captured(path + "/" + file);
        assertThat(server.postForm("/" + path, items).body()).isEqualTo(HUB);
        assertThat(server.row("SELECT %s FROM tracksolid.%s".formatted(columns, table)))
                .isEqualTo(expected);
        assertThat(server.postJson("/" + path, items).body()).isEqualTo(HUB);
        assertThat(server.books("/" + path, "tracksolid." + table)).isEqualTo(new PushServer.Books(2, 1, 1, 0, 1, 0));
    }

    @Test
    void everyCodeOfAnItemIsAFactOfItsOwn() {
        server.postForm("/pushfaultinfo", captured("pushfaultinfo/two-codes.json"));
        assertThat(server.row(
                        "SELECT string_agg(code || ' ' || detail, ', ' ORDER BY code) FROM tracksolid.fault_codes"))
                .isEqualTo("\"P0301 misfire, P0420 misfire\"");
        assertThat(server.books("/pushfaultinfo", "tracksolid.fault_codes").balance(2))
                .isTrue();
    }

    @Test
    void theAlarmPushOfTracksolidProHasItsOwnFieldsAndAnswer() {
        var body = "msgType=jimi.push.device.alarm&data=" + PushServer.encoded(captured("push/alarm.json"));
        var answer = server.post("/push?token=" + PushServer.TOKEN, "application/x-www-form-urlencoded", body);
        assertThat(answer.body()).isEqualTo("{\"code\":0,\"message\":\"success\"}");
        assertThat(server.row("SELECT imei, alarm_type, alarm_time, alarm_name, severity, lng FROM tracksolid.alarms"))
                .isEqualTo("860000000000017,2,\"2026-01-14 21:15:09+00\",\"Power cut off alert\",critical,11.7861");
        assertThat(server.books("/push", "tracksolid.alarms").balance(1)).isTrue();
    }

    @Test
    void anInstructionReplyOfTracksolidProIsKept() {
        var body = "msgType=jimi.open.instruction.raw.receive&data="
                + PushServer.encoded("{\"imei\":\"860000000000017\",\"deviceName\":\"Van 7\",\"raw_data\":\"7878\"}");
        server.post("/push?token=" + PushServer.TOKEN, "application/x-www-form-urlencoded", body);
        assertThat(server.row("SELECT imei, reason, path FROM infrastructure.dead_letters"))
                .isEqualTo("860000000000017,\"no alertType\",/push");
    }

    @Test
    void theTagPushIsABareArrayAndAnswered200() {
        var answer = server.post(
                "/api/v1/tag/data/push?token=" + PushServer.TOKEN, "application/json", captured("tag/tag.json"));
        assertThat(answer.body()).isEqualTo("{\"code\":200,\"msg\":\"success\"}");
        assertThat(server.row("""
                SELECT imei, gps_time, lat, lng, satellites, pos_type, source FROM tracksolid.position_history"""))
                .isEqualTo("860000000000077,\"2026-01-14 21:15:09+00\",48.3538,11.7861,,BEACON,push");
        assertThat(server.books("/api/v1/tag/data/push", "tracksolid.position_history")
                        .balance(1))
                .isTrue();
    }

    @Test
    void anUnknownDeviceIsRegisteredAndTheNewestFixIsTheLiveOne() {
        server.postForm("/pushgps", captured("pushgps/live.json"));
        server.postForm("/pushgps", captured("pushgps/strings-and-reupload.json"));
        assertThat(server.row("SELECT imei, registered_by FROM tracksolid.devices WHERE imei = '860000000000041'"))
                .isEqualTo("860000000000041,push");
        assertThat(server.row("SELECT gps_time, heartbeat_time, speed FROM tracksolid.live_positions"))
                .isEqualTo("\"2026-01-14 21:15:09+00\",\"2026-01-14 21:15:10+00\",42");
    }
}
