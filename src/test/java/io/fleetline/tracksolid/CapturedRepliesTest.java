package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fleetline.SettableClock;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.Device;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.PositionType;
import io.fleetline.fleet.Rejection;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import io.fleetline.wire.MileageUnit;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** One reply per method, as the vendor's document shows it; the expected values are written by hand. */
class CapturedRepliesTest {
    private final Plausibility plausibility =
            new Plausibility(SettableClock.at("2026-01-15T08:30:00Z"), Plausibility.DEFAULT_MAX_AGE);

    @Test
    void userDeviceList() {
        var answer = Json.captured("user-device-list").resultRows().map(DeviceRow::device);

        assertThat(answer.facts())
                .containsExactly(
                        new Device(
                                "860000000000017",
                                null,
                                null,
                                "Van 7",
                                "VL802",
                                "automobile",
                                "Default group",
                                "0f0e0d0c0b0a09080706050403020100",
                                null,
                                "AB-123-CD",
                                null,
                                "automobile",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                true,
                                null,
                                Instant.parse("2025-11-03T09:12:44Z"),
                                Instant.parse("2036-01-01T23:59:59Z"),
                                null,
                                null),
                        // Its expiry is garbage, which must not cost the device.
                        new Device(
                                "860000000000025",
                                null,
                                null,
                                "Lorry 2",
                                "GT06N",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                "WDB0000000X000002",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                null,
                                null,
                                null,
                                "WDB0000000X000002",
                                null));
        assertThat(answer.rejections())
                .containsExactly(new Rejection(null, "no imei", "{\"imei\":\"\",\"deviceName\":\"nameless\"}"));
    }

    @Test
    void trackDeviceDetail() {
        var detail = Json.captured("track-device-detail").resultObject();

        assertThat(DeviceRow.device(Wire.of(detail), "860000000000017"))
                .isEqualTo(new Device(
                        "860000000000017",
                        "fleetdemo",
                        "Fleet Demo",
                        "Van 7",
                        "VL802",
                        "automobile",
                        "Default group",
                        "0f0e0d0c0b0a09080706050403020100",
                        "Delivery 7",
                        "AB-123-CD",
                        "AB 123 CD",
                        "truck",
                        "Mercedes",
                        "Sprinter 314",
                        "OM651",
                        "WDB0000000X000001",
                        "Ada",
                        "0700000001",
                        "0700000017",
                        "8900000000000000001",
                        "639000000000001",
                        "spare key in the office",
                        9.8,
                        10_432.187,
                        true,
                        Instant.parse("2025-10-30T07:01:05Z"),
                        Instant.parse("2025-11-03T09:12:44Z"),
                        Instant.parse("2036-01-01T23:59:59Z"),
                        "typed by hand",
                        "fleetdemo,2036-01-01"));
    }

    @Test
    void userDeviceLocationList() {
        var answer = Json.captured("user-device-location-list").resultRows().map(new LocationRow(plausibility));

        assertThat(answer.facts())
                .containsExactly(new Fix(
                        "860000000000017",
                        Instant.parse("2026-01-15T08:29:38Z"),
                        48.137154,
                        11.576124,
                        37.0,
                        182.0,
                        true,
                        14,
                        null,
                        10_432.187,
                        PositionType.GPS,
                        FactSource.POLL,
                        Instant.parse("2026-01-15T08:29:41Z")));
        assertThat(answer.silentImeis()).containsExactly("860000000000025", "860000000000033");
        assertThat(answer.rejections())
                .extracting(Rejection::imei, Rejection::reason)
                .containsExactly(tuple("860000000000041", "time too old"));
        assertThat(answer.rows()).isEqualTo(4);
        assertThat(answer.totalRows()).isNull();
    }

    @Test
    void deviceLocationGet() {
        var answer = Json.captured("device-location-get").resultRows().map(new LocationRow(plausibility));

        assertThat(answer.facts())
                .containsExactly(new Fix(
                        "860000000000058",
                        Instant.parse("2026-01-15T08:05:09Z"),
                        -1.286389,
                        36.817223,
                        null,
                        null,
                        false,
                        0,
                        null,
                        0.6481649203,
                        PositionType.BEACON,
                        FactSource.POLL,
                        Instant.parse("2026-01-15T08:20:00Z")));
    }

    @Test
    void deviceTrackMileage() {
        var mapper = new TripRow(plausibility, MileageUnit.METRES);
        var answer = Json.captured("device-track-mileage").resultRows().map(mapper);

        assertThat(answer.facts())
                .containsExactly(
                        new Trip(
                                "860000000000017",
                                Instant.parse("2026-01-14T06:02:10Z"),
                                Instant.parse("2026-01-14T06:41:55Z"),
                                48.1371,
                                11.5761,
                                48.3538,
                                11.7861,
                                38.12,
                                2_385L,
                                null,
                                57.5,
                                null,
                                null,
                                null,
                                null,
                                null,
                                FactSource.POLL),
                        new Trip(
                                "860000000000025",
                                Instant.parse("2026-01-14T07:00:00Z"),
                                Instant.parse("2026-01-14T07:10:00Z"),
                                48.0,
                                11.0,
                                null,
                                null,
                                5.0,
                                600L,
                                null,
                                30.0,
                                61.0,
                                10_394.07,
                                10_399.07,
                                null,
                                null,
                                FactSource.POLL));
        assertThat(answer.mayBeTruncated()).isFalse();
    }

    @Test
    void deviceTrackList() {
        var imei = "860000000000017";
        var mapper = new TrackPointRow(plausibility, imei);
        var answer =
                Json.captured("device-track-list").resultRows().ofDevice(imei).map(mapper);

        assertThat(answer.facts())
                .containsExactly(
                        new Fix(
                                imei,
                                Instant.parse("2026-01-14T06:02:40Z"),
                                48.14,
                                11.58,
                                41.5,
                                95.0,
                                false,
                                9,
                                519.5,
                                null,
                                PositionType.WIFI,
                                FactSource.TRACK_LIST,
                                null),
                        new Fix(
                                imei,
                                Instant.parse("2026-01-14T06:02:10Z"),
                                48.137154,
                                11.576124,
                                12.0,
                                90.0,
                                true,
                                13,
                                null,
                                null,
                                PositionType.GPS,
                                FactSource.TRACK_LIST,
                                null));
        assertThat(answer.rejections())
                .containsExactly(new Rejection(imei, "no gpsTime", "{\"lat\":48.2,\"lng\":11.6,\"direction\":1}"));
    }

    @Test
    void reportParking() {
        var mapper = new ParkingRow(plausibility, Stop.Kind.PARKING);
        var answer = Json.captured("report-parking")
                .dataRows("rows", "dataTotalRows")
                .map(mapper);

        assertThat(answer.facts())
                .containsExactly(new Stop(
                        "860000000000017",
                        Stop.Kind.PARKING,
                        Instant.parse("2026-01-14T06:41:55Z"),
                        Instant.parse("2026-01-14T08:11:55Z"),
                        5_400L,
                        48.3538,
                        11.7861,
                        "Example Road, Example Town"));
        assertThat(answer.totalRows()).isEqualTo(1);
    }

    @Test
    void deviceAlarmList() {
        var mapper = new AlarmRow(plausibility, FactSource.POLL);
        var answer = Json.captured("device-alarm-list").resultRows().map(mapper);

        assertThat(answer.facts())
                .containsExactly(
                        new Alarm(
                                "860000000000017",
                                "3",
                                "Vibration alert",
                                Instant.parse("2026-01-14T21:15:09Z"),
                                48.3538,
                                11.7861,
                                0.0,
                                null,
                                FactSource.POLL),
                        new Alarm(
                                "860000000000017",
                                "in",
                                "Depot: enter",
                                Instant.parse("2026-01-14T21:20:00Z"),
                                null,
                                null,
                                null,
                                null,
                                FactSource.POLL,
                                "12",
                                null));
    }

    @Test
    void deviceObdList() {
        var answer = Json.captured("device-obd-list")
                .dataRows("result", "totalRecord")
                .map(new ObdRow(plausibility));
        var raw = """
                {'imei':'860000000000033','dataReportTime':'2026-01-14 6:12:00','odometerReading':'84211.4',\
                'deviceAccumulatedMileage':'912.5','remainingFuel':null,'remainingFuelPercentage':'61','coolantTemperature':'84',\
                'vehicleBatterVoltage':'139','currentRPM':'1850','currentSpeed':'62.0','vin':'WDB0000000X000001'}""";

        assertThat(answer.facts())
                .containsExactly(new ObdReading(
                        "860000000000033",
                        Instant.parse("2026-01-14T06:12:00Z"),
                        1_850.0,
                        61.0,
                        62.0,
                        84.0,
                        13.9,
                        84_211.4,
                        null,
                        912.5,
                        "WDB0000000X000001",
                        FactSource.POLL,
                        raw.replace('\'', '"')));
        assertThat(answer.totalRows()).isEqualTo(1);
    }

    @Test
    void businessException() {
        var envelope = Json.captured("business-exception");

        assertThat(envelope.code()).isEqualTo(1100);
        assertThat(envelope.message()).isEqualTo("Business exception ");
    }
}
