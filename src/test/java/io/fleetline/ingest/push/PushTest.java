package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushTest {
    private static final String GPS = """
            [{"deviceImei":"860000000000041","gpsTime":"2026-01-14 21:15:09","gateTime":"2026-01-14 21:15:10",
              "satelliteNum":9,"lng":36.8219,"lat":-1.2921,"gpsMode":0,"gpsSpeed":42,"direction":270,"acc":1,
              "postType":1,"altitude":1661,"distance":12345600}]""";
    private static final String ACKNOWLEDGED = "{\"code\":0,\"msg\":\"success\"}";

    private final PushServer server = PushServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFixInAFormIsStoredWithItsUnitsBeforeTheAnswer() {
        var answer = server.postForm("/pushgps", GPS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ACKNOWLEDGED);
        var fix = row("""
                SELECT imei, gps_time = '2026-01-14 21:15:09+00' AS at, lat, lng, speed, direction, acc_status, satellites,
                       altitude, odometer_km, pos_type, source FROM tracksolid.position_history""");
        assertThat(fix)
                .containsEntry("imei", "860000000000041")
                .containsEntry("at", true)
                .containsEntry("lat", -1.2921)
                .containsEntry("lng", 36.8219)
                .containsEntry("speed", 42.0)
                .containsEntry("direction", 270.0)
                .containsEntry("acc_status", true)
                .containsEntry("satellites", 9)
                .containsEntry("altitude", 1661.0)
                .containsEntry("odometer_km", 12345.6)
                .containsEntry("pos_type", "GPS")
                .containsEntry("source", "push");
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(1))
                .isTrue();
    }

    /** The old system answered "success" to these and kept nothing. */
    @Test
    void aFixInJsonIsStoredToo() {
        var answer = server.postJson("/pushgps", GPS);
        assertThat(answer.body()).isEqualTo(ACKNOWLEDGED);
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(1))
                .isTrue();
    }

    @Test
    void aHeartbeatTellsWhatTheVendorsInvertedFlagMeans() {
        server.postForm("/pushhb", """
                {"deviceImei":"860000000000041","gateTime":"2026-01-14 21:15:10","powerLevel":"6","gsmSign":80,"acc":"0",
                 "oilEle":1,"gpsPos":1,"remoteLock":0,"powerStatus":1,"fortify":0}""");
        assertThat(row("""
                SELECT imei, power_level, gsm_signal, acc_status, oil_connected, gps_fixed, remote_locked, charging, armed
                FROM tracksolid.heartbeats"""))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "imei", "860000000000041",
                        "power_level", 6,
                        "gsm_signal", 80,
                        "acc_status", false,
                        "oil_connected", false,
                        "gps_fixed", true,
                        "remote_locked", false,
                        "charging", true,
                        "armed", false));
        assertThat(server.books("/pushhb", "tracksolid.heartbeats").balance(1)).isTrue();
    }

    @Test
    void anAlarmOneLevelDeeperIsFound() {
        server.postJson("/pushalarm", """
                [{"deviceImei":"860000000000041","type":"DEVICE","msgClass":0,"gateTime":"2026-01-14 21:15:10",
                  "msg":{"deviceImei":"860000000000041","alertType":"143","alertValue":"1",
                         "alarmTime":"2026-01-14 21:15:09","lat":48.3538,"lng":11.7861,"gpsSpeed":42}}]""");
        assertThat(row("""
                SELECT imei, alarm_type, alarm_name, severity, alarm_time = '2026-01-14 21:15:09+00' AS at, lat, lng, speed,
                       source, raw -> 'msg' ->> 'alertValue' AS value FROM tracksolid.alarms"""))
                .isEqualTo(Map.of(
                        "imei", "860000000000041",
                        "alarm_type", "143",
                        "alarm_name", "Driver distracted",
                        "severity", "warning",
                        "at", true,
                        "lat", 48.3538,
                        "lng", 11.7861,
                        "speed", 42.0,
                        "source", "push",
                        "value", "1"));
        assertThat(server.books("/pushalarm", "tracksolid.alarms").balance(1)).isTrue();
    }

    @Test
    void aLoginIsAnEvent() {
        server.postForm("/pushevent", """
                {"deviceImei":"860000000000041","type":"LOGIN","gateTime":"2026-01-14 21:15:10","timezone":"GMT+08:00"}""");
        assertThat(row("SELECT imei, event_type, detail, source FROM tracksolid.device_events"))
                .isEqualTo(Map.of(
                        "imei", "860000000000041",
                        "event_type", "login",
                        "detail", "GMT+08:00",
                        "source", "push"));
    }

    @Test
    void theSameAgainIsAcknowledgedAndChangesNothing() {
        server.postForm("/pushgps", GPS);
        assertThat(server.postJson("/pushgps", GPS).body()).isEqualTo(ACKNOWLEDGED);
        var books = server.books("/pushgps", "tracksolid.position_history");
        assertThat(books).isEqualTo(new PushServer.Books(2, 1, 1, 0, 1, 0));
    }

    @Test
    void theGoodItemsLandAndTheBadOnesAreKeptWithTheirReason() {
        var answer = server.postForm("/pushgps", """
                [{"deviceImei":"860000000000041","gpsTime":"2026-01-14 21:15:09","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000041","gpsTime":"2019-01-06 00:00:00","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000042","gpsTime":"2026-01-15 21:15:09","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000043","gpsTime":"2026-01-14 21:15:09","lat":0,"lng":0},
                 {"gpsTime":"2026-01-14 21:15:09","lat":-1.2921,"lng":36.8219},
                 "rubbish"]""");
        assertThat(answer.body()).isEqualTo(ACKNOWLEDGED);
        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "time too old", "time in the future", "no position", "no deviceImei", "not an object");
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(6))
                .isTrue();
    }

    @Test
    void withoutTheTokenNothingIsTaken() {
        assertThat(server.post("/pushgps", "application/json", GPS).statusCode())
                .isEqualTo(401);
        assertThat(server.post("/pushgps?token=guess", "application/json", GPS).statusCode())
                .isEqualTo(401);
        assertThat(server.post("/pushgps", "application/x-www-form-urlencoded", "data_list=" + PushServer.encoded(GPS))
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.post("/pushgps", "application/json", "{\"data_list\":" + GPS + ",\"token\":\"guess\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(server.books("/pushgps", "tracksolid.position_history").balance(0))
                .isTrue();
    }

    private List<String> reasons() {
        return server.jdbi.withHandle(handle -> handle.createQuery("SELECT reason FROM infrastructure.dead_letters")
                .mapTo(String.class)
                .list());
    }

    private Map<String, Object> row(String sql) {
        return server.jdbi.withHandle(
                handle -> handle.createQuery(sql).mapToMap().one());
    }
}
