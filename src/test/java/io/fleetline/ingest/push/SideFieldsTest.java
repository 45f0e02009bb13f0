package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fact with a usable device and time is stored with its usable fields; the others are null, and remain in raw. */
class SideFieldsTest {
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
            pushalarm | "alertType":"1","alarmTime":"2026-01-14 21:15:09","gpsSpeed":65535,"lat":-1.29,"lng":36.82 | alarms | alarm_type, speed, lat, raw ->> 'gpsSpeed' | 1,,-1.29,65535
            pushalarm | "alertType":"1","alarmTime":"2026-01-14 21:15:09","gpsSpeed":12,"lat":255,"lng":36.82 | alarms | alarm_type, speed, lat, lng, geom, raw ->> 'lat' | 1,12,,,,255
            pushalarm | "alertType":"1","alarmTime":"2026-01-14 21:15:09" | alarms | alarm_type, lat, raw ->> 'alertType' | 1,,1
            pushalarm | "alertType":"1","alarmTime":"0000-00-00 00:00:00","gateTime":"2026-01-14 21:15:10" | alarms | alarm_type, alarm_time | 1,"2026-01-14 21:15:10+00"
            pushgps | "gpsTime":"2026-01-14 21:15:09","lat":-1.29,"lng":36.82,"gpsSpeed":65535,"direction":400,"altitude":1661 | position_history | speed, direction, altitude, raw ->> 'gpsSpeed', raw ->> 'direction' | ,,1661,65535,400
            pushgps | "gpsTime":"2026-01-14 21:15:09","lat":-1.29,"lng":36.82,"gateTime":"0000-00-00 00:00:00" | position_history | lat, raw ->> 'gateTime' | -1.29,"0000-00-00 00:00:00"
            pushgps | "gpsTime":"2026-01-14 21:15:09","lat":-1.29,"lng":36.82,"gpsSpeed":5 | position_history | lat, speed, raw | -1.29,5,
            pushhb | "gateTime":"2026-01-14 21:15:10","powerLevel":6,"gsmSign":"strong","temperature":99999 | heartbeats | power_level, gsm_signal, temperature_c, raw ->> 'gsmSign' | 6,,,strong
            pushlbs | "gateTime":"2026-01-14 21:15:10","postType":"LBS","mcc":"kenya","cellList":"1,2,3" | lbs_readings | mcc, cells, raw ->> 'mcc' | ,"1,2,3",kenya
            pushobd | "gateTime":"0000-00-00 00:00:00","gpsTime":"2026-01-14 21:15:09","rpm":900 | obd_readings | reading_time, engine_rpm | "2026-01-14 21:15:09+00",900
            pushtripreport | "startTime":"2026-01-14 20:00:00","endTime":"0000-00-00 00:00:00","distance":15500 | trips | start_time, end_time, distance_km, raw ->> 'endTime' | "2026-01-14 20:00:00+00",,15.5,"0000-00-00 00:00:00"
            """)
    void whatIsUsableIsStored(String path, String fields, String table, String columns, String expected) {
        server.postForm("/" + path, "{\"deviceImei\":\"860000000000041\",%s}".formatted(fields));
        assertThat(server.row("SELECT %s FROM tracksolid.%s".formatted(columns, table)))
                .isEqualTo(expected);
        assertThat(server.count("infrastructure.dead_letters")).isZero();
    }

    @Test
    void aFixWithoutAUsablePositionIsNoneAndSaysWhy() {
        server.postForm(
                "/pushgps",
                "{\"deviceImei\":\"860000000000041\",\"gpsTime\":\"2026-01-14 21:15:09\",\"lat\":255,\"lng\":36.82}");
        assertThat(server.row("SELECT reason FROM infrastructure.dead_letters"))
                .isEqualTo("\"coordinates out of range\"");
    }
}
