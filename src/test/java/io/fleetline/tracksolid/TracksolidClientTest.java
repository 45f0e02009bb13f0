package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.fleet.Stop;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** End to end, over real HTTP and with the real token table. */
@Timeout(60)
class TracksolidClientTest extends TracksolidClientBed {
    @Test
    void theLoginIsTheVendorsVectorA() {
        cloud.replies(LOCATIONS, "{'code':0,'result':[]}");
        client.userDeviceLocationList("north");

        assertThat(cloud.requests(Login.METHOD).getFirst().form())
                .containsEntry("sign", "08552AF8A1EE0124516C3BA6096BB81F")
                .doesNotContainKey("access_token")
                .hasSize(10);
    }

    @Test
    void aCallCarriesItsParametersTheTokenAndAValidSignature() {
        cloud.replies(LOCATIONS, "{'code':0,'result':null}");
        client.userDeviceLocationList("north");
        var form = new HashMap<>(cloud.requests(LOCATIONS).getFirst().form());
        var sign = form.remove("sign");

        assertThat(form)
                .containsEntry("target", "north")
                .containsEntry("access_token", "t1")
                .containsEntry("app_key", "AAAABBBBCCCCDDDD0000111122223333")
                .containsEntry("timestamp", "2026-01-15 08:30:00")
                .containsEntry("sign_method", "md5")
                .containsEntry("v", "1.0")
                .containsEntry("format", "json")
                .hasSize(8);
        assertThat(sign).isEqualTo(Signature.sign(form, SECRET));
    }

    @Test
    void oneTokenServesAllCallsAndAccounts() {
        cloud.replies(LOCATIONS, "{'code':0}");
        client.userDeviceLocationList("north");
        client.userDeviceLocationList("north");
        client.userDeviceLocationList("south");

        assertThat(cloud.requests(Login.METHOD)).hasSize(1);
        assertThat(cloud.requests(LOCATIONS)).hasSize(3);
    }

    @Test
    void everyMethodReadsItsReply() {
        script("jimi.user.device.list", "user-device-list");
        script("jimi.track.device.detail", "track-device-detail");
        script(LOCATIONS, "user-device-location-list");
        script("jimi.device.location.get", "device-location-get");
        script("jimi.device.track.mileage", "device-track-mileage");
        script("jimi.open.platform.report.parking", "report-parking");
        script("jimi.device.track.list", "device-track-list");
        script("jimi.device.alarm.list", "device-alarm-list");
        script("jimi.device.obd.list", "device-obd-list");

        assertThat(client.userDeviceList("north")).hasSize(2);
        assertThat(client.trackDeviceDetail("north", "860000000000017").vin()).isEqualTo("WDB0000000X000001");
        assertThat(client.userDeviceLocationList("north").facts()).hasSize(1);
        assertThat(client.deviceLocationGet("north", IMEIS).facts()).hasSize(1);
        assertThat(client.deviceTrackMileage("north", IMEIS, SPAN)
                        .facts()
                        .getFirst()
                        .distanceKm())
                .isEqualTo(38.12);
        assertThat(client.reportParking("north", IMEIS, SPAN, Stop.Kind.PARKING, 1)
                        .totalRows())
                .isEqualTo(1);
        assertThat(client.deviceAlarmList("north", IMEIS, SPAN, 1).facts()).hasSize(2);
        assertThat(client.deviceObdList("north", IMEIS, SPAN, 1).facts()).hasSize(1);
        var track = client.deviceTrackList("north", "860000000000017", SPAN);
        assertThat(track.facts())
                .extracting(Fix::gpsTime)
                .containsExactly(Instant.parse("2026-01-14T06:02:10Z"), Instant.parse("2026-01-14T06:02:40Z"));
        assertThat(track.rejections()).extracting(Rejection::imei).containsExactly("860000000000017");
        assertThat(track.rows()).isEqualTo(3);
    }

    @Test
    void aHundredRowsMayBeTruncated() {
        var row = "{'imei':'8','startTime':'2026-01-14 06:02:10','endTime':'2026-01-14 06:41:55'}";
        cloud.replies(
                "jimi.device.track.mileage",
                "{'code':0,'result':[%s]}".formatted(String.join(",", Collections.nCopies(100, row))));

        assertThat(client.deviceTrackMileage("north", IMEIS, SPAN).mayBeTruncated())
                .isTrue();
    }

    @Test
    void aDeviceOfWhichTheVendorSaysNothing() {
        cloud.replies("jimi.track.device.detail", "{'code':0,'result':null}");

        assertThat(client.trackDeviceDetail("north", "8").imei()).isEqualTo("8");
        assertThat(client.trackDeviceDetail("north", "8").enabled()).isNull();
    }
}
