package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.SettableClock;
import io.fleetline.fleet.Alarm;
import io.fleetline.fleet.FactSource;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.ObdReading;
import io.fleetline.fleet.Plausibility;
import io.fleetline.fleet.PositionType;
import io.fleetline.fleet.Rejection;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.Trip;
import io.fleetline.wire.MileageUnit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vendor's spellings, oddities and garbage, by kind of row. */
class RowMappersTest {
    private static final String IMEI = "860000000000017";

    private final Plausibility plausibility =
            new Plausibility(SettableClock.at("2026-01-15T08:30:00Z"), Plausibility.DEFAULT_MAX_AGE);
    private final RowMapper<Fix> location = new LocationRow(plausibility);
    private final RowMapper<Fix> point = new TrackPointRow(plausibility, IMEI);
    private final RowMapper<Trip> trip = new TripRow(plausibility, MileageUnit.METRES);
    private final RowMapper<Stop> stop = new ParkingRow(plausibility, Stop.Kind.IDLING);
    private final RowMapper<Alarm> alarm = new AlarmRow(plausibility, FactSource.POLL);
    private final RowMapper<ObdReading> obd = new ObdRow(plausibility);

    @Test
    void aBadRowHarmsNoOther() {
        var answer = Json.rows("5,null,'x',[],{},{'imei':'86 17'}," + locationJson("'speed':'12'") + ",{'imei':{}}")
                .map(location);

        assertThat(answer.facts()).hasSize(1);
        assertThat(answer.rejections())
                .extracting(Rejection::reason)
                .containsExactly(
                        "not an object",
                        "not an object",
                        "not an object",
                        "not an object",
                        "no imei",
                        "unusable IMEI",
                        "imei is not a plain value");
        assertThat(answer.rejections()).extracting(Rejection::imei).containsOnlyNulls();
        assertThat(answer.rejections().get(5).payload()).isEqualTo("{\"imei\":\"86 17\"}");
        assertThat(answer.rows()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'lat':91                               | coordinates out of range",
                "'lng':'181'                            | coordinates out of range",
                "'lat':NaN                              | lat is not a number",
                "'lat':'north'                          | lat is not a number",
                "'lat':0,'lng':0                        | no position",
                "'lat':null                             | no position",
                "'gpsTime':'2026-01-15 08:40:01'        | time in the future",
                "'gpsTime':'2019-04-07 00:00:00'        | time too old",
                "'gpsTime':'when'                       | gpsTime is not a time"
            })
    void locationsThatAreNoFacts(String spoiled, String reason) {
        var answer = Json.rows(locationJson(spoiled)).map(location);

        assertThat(answer.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.reason()).isEqualTo(reason);
            assertThat(rejection.imei()).isEqualTo(IMEI);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'lat':0,'lng':0,'expireFlag':'0'",
                "'lat':0,'lng':0,'expireFlag':0",
                "'lat':0,'lng':0,'gpsTime':null",
                "'lat':null,'lng':null,'gpsTime':''",
                "'gpsTime':null"
            })
    void silentLocations(String json) {
        var answer = Json.rows(locationJson(json)).map(location);

        assertThat(answer.silentImeis()).containsExactly(IMEI);
        assertThat(answer.facts()).isEmpty();
        assertThat(answer.rejections()).isEmpty();
    }

    @Test
    void aLocationOnTheEquatorIsOne() {
        assertThat(fix("'lat':0,'lng':36.8").lat()).isZero();
    }

    @Test
    void anImplausibleHeartbeatIsNoneButTheFixCounts() {
        assertThat(fix("'hbTime':'2027-01-01 00:00:00'").heartbeatTime()).isNull();
        assertThat(fix("'hbTime':null").heartbeatTime()).isNull();
        assertThat(fix("'hbTime':'2026-01-15 8:1:00'").heartbeatTime()).isEqualTo("2026-01-15T08:01:00Z");
    }

    /** An unusable optional field is null, and the row is kept. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'speed':'NaN'",
                "'speed':-7",
                "'direction':361",
                "'currentMileage':'-5'",
                "'gpsNum':{}",
                "'posType':'STARS'",
                "'accStatus':'perhaps'",
                "'hbTime':'0000-00-00 00:00:00'"
            })
    void aSideFieldCondemnsNoLocation(String spoiled) {
        var fix = fix(spoiled);

        assertThat(fix.lat()).isEqualTo(48.1);
        assertThat(fix.heartbeatTime()).isNull();
        assertThat(fix.speedKmh()).isNull();
        assertThat(fix.raw()).contains(spoiled.replace('\'', '"').substring(0, 8));
        assertThat(fix("'speed':7,'posType':'wifi'").raw()).isNull();
    }

    @Test
    void aSideFieldCondemnsNoOtherRow() {
        assertThat(fact(trip, tripJson("'distance':-38,'startLat':95,'startLng':11"))
                        .distanceKm())
                .isNull();
        assertThat(fact(trip, tripJson("'distance':-38")).raw()).contains("-38");
        assertThat(fact(stop, stopJson("'durSecond':'long','lat':255,'lng':11")).durationS())
                .isNull();
        assertThat(fact(obd, "{'imei':'8','dataReportTime':'2026-01-14 6:12:00','currentRPM':65535,'currentSpeed':5}")
                        .speedKmh())
                .isEqualTo(5);
        var sos = fact(
                alarm,
                "{'imei':'8','alertTypeId':'1','alertTime':'2026-01-14 21:15:09','speed':65535,'lat':255,'lng':1}");
        assertThat(sos.lat()).isNull();
        assertThat(sos.raw()).contains("65535");
    }

    @Test
    void anUnreadableTimeIsPassedOverWhereAnotherNameHasOne() {
        assertThat(fix("'gpsTime':'0000-00-00 00:00:00','positionTime':'2026-01-15 08:29:00'")
                        .gpsTime())
                .isEqualTo("2026-01-15T08:29:00Z");
    }

    @Test
    void positionTypesInWordsAndDigits() {
        assertThat(fix("'posType':'LBS'").posType()).isEqualTo(PositionType.LBS);
        assertThat(fix("'posType':2").posType()).isEqualTo(PositionType.LBS);
        assertThat(fix("'posType':'5'").posType()).isEqualTo(PositionType.BEACON);
        assertThat(fix("'posType':'STARS'").posType()).isNull();
        assertThat(fix("'posType':null").posType()).isNull();
    }

    @Test
    void aTrackPointNeedsTimeAndPosition() {
        assertThat(reason(point, "{'lat':48,'lng':11}")).isEqualTo("no gpsTime");
        assertThat(reason(point, "{'lat':48,'lng':11,'gpsTime':'?'}")).isEqualTo("gpsTime is not a time");
        assertThat(reason(point, "{'lat':0,'lng':0,'gpsTime':'2026-01-14 06:02:10'}"))
                .isEqualTo("no position");
        assertThat(reason(point, "{'lat':48,'lng':11,'gpsTime':'2026-01-16 06:02:10'}"))
                .isEqualTo("time in the future");
    }

    @Test
    void aTrackPointsIgnition() {
        var start = "{'lat':48,'lng':11,'gpsTime':'2026-01-14 06:02:10'";

        assertThat(fact(point, start + ",'ignition':'ON'}").ignitionOn()).isTrue();
        assertThat(fact(point, start + ",'accStatus':'OFF'}").ignitionOn()).isFalse();
        assertThat(fact(point, start + ",'accStatus':1}").ignitionOn()).isTrue();
        assertThat(fact(point, start + "}").ignitionOn()).isNull();
    }

    @Test
    void aTripsDurationUnderBothNames() {
        assertThat(fact(trip, tripJson("'runTimeSecond':'2385'")).drivingTimeS())
                .isEqualTo(2_385);
        assertThat(fact(trip, tripJson("'elapsed':2385")).drivingTimeS()).isEqualTo(2_385);
        assertThat(fact(trip, tripJson("'runTimeSecond':null,'elapsed':'2385'")).drivingTimeS())
                .isEqualTo(2_385);
    }

    @Test
    void aTripsDistanceInEitherUnit() {
        var inKilometres = new TripRow(plausibility, MileageUnit.KILOMETRES);

        assertThat(fact(trip, tripJson("'distance':'38120'")).distanceKm()).isEqualTo(38.12);
        assertThat(fact(inKilometres, tripJson("'distance':38.12,'startMileage':'10394.07'"))
                        .distanceKm())
                .isEqualTo(38.12);
        assertThat(fact(inKilometres, tripJson("'distance':38.12,'startMileage':'10394.07'"))
                        .startOdometerKm())
                .isEqualTo(10_394.07);
        assertThat(fact(trip, tripJson("'distance':null")).distanceKm()).isNull();
    }

    @Test
    void tripsThatAreNoFacts() {
        assertThat(reason(trip, tripJson("'endTime':'2026-01-14 05:00:00'"))).isEqualTo("end before start");
        assertThat(reason(trip, tripJson("'endTime':null"))).isEqualTo("no endTime");
        assertThat(reason(trip, tripJson("'startTime':'2019-01-14 05:00:00'"))).isEqualTo("time too old");
        assertThat(reason(trip, tripJson("'endTime':'2027-01-14 05:00:00'"))).isEqualTo("time in the future");
    }

    @Test
    void aStopsDurationUnderAllNames() {
        assertThat(fact(stop, stopJson("'durSecond':'5400'")).durationS()).isEqualTo(5_400);
        assertThat(fact(stop, stopJson("'stopSecond':5400")).durationS()).isEqualTo(5_400);
        assertThat(fact(stop, stopJson("'seconds':'5400'")).durationS()).isEqualTo(5_400);
        assertThat(fact(stop, stopJson("'durSecond':null")).durationS()).isNull();
    }

    @Test
    void aStopsKindIsWhatTheRowSaysOrWhatWasAskedFor() {
        assertThat(fact(stop, stopJson("'acc':'off'")).kind()).isEqualTo(Stop.Kind.PARKING);
        assertThat(fact(stop, stopJson("'acc':'on'")).kind()).isEqualTo(Stop.Kind.IDLING);
        assertThat(fact(stop, stopJson("'acc':null")).kind()).isEqualTo(Stop.Kind.IDLING);
    }

    @Test
    void aStopMayGoOn() {
        assertThat(fact(stop, stopJson("'endTime':null")).endTime()).isNull();
        assertThat(reason(stop, stopJson("'endTime':'2026-01-14T01:00:00.000Z'")))
                .isEqualTo("end before start");
    }

    @ParameterizedTest
    @CsvSource({
        "alertTypeId, alertTypeName, alertTime",
        "alertTypeId, alarmTypeName, alertTime",
        "alarmType, alarmName, alarmTime"
    })
    void anAlarmUnderAllNames(String type, String name, String time) {
        var json = "{'imei':'860000000000017','%s':3,'%s':'Vibration alert','%s':'2026-01-14 21:15:09'}";

        assertThat(fact(alarm, json.formatted(type, name, time)))
                .isEqualTo(new Alarm(
                        IMEI,
                        "3",
                        "Vibration alert",
                        Instant.parse("2026-01-14T21:15:09Z"),
                        null,
                        null,
                        null,
                        null,
                        FactSource.POLL));
    }

    @Test
    void anAlarmNamesItsFence() {
        var json = "{'imei':'8','alertTypeId':'in','alertTime':'2026-01-14 21:15:09','geoid':%s}";

        assertThat(fact(alarm, json.formatted("'4711'")).fenceId()).isEqualTo("4711");
        assertThat(fact(alarm, json.formatted("4711")).fenceId()).isEqualTo("4711");
        assertThat(fact(alarm, json.formatted("null")).fenceId()).isNull();
    }

    @Test
    void anObdReadingHasLitresAndTheTrackersOwnMileage() {
        var reading = fact(
                obd,
                "{'imei':'8','dataReportTime':'2026-01-14 6:12:00','remainingFuel':'41.5','deviceAccumulatedMileage':'912.5','vin':'WDB1'}");

        assertThat(reading.fuelLitres()).isEqualTo(41.5);
        assertThat(reading.deviceMileageKm()).isEqualTo(912.5);
        assertThat(reading.vin()).isEqualTo("WDB1");
    }

    @Test
    void alarmsThatAreNoFacts() {
        assertThat(reason(alarm, "{'imei':'8','alertTime':'2026-01-14 21:15:09'}"))
                .isEqualTo("no alertTypeId");
        assertThat(reason(alarm, "{'imei':'8','alertTypeId':'3'}")).isEqualTo("no alertTime");
        assertThat(reason(
                        alarm,
                        "{'imei':'8','alertTypeId':'%s','alertTime':'2026-01-14 21:15:09'}".formatted("x".repeat(101))))
                .isEqualTo("alertTypeId too long");
    }

    @Test
    void anObdReadingMayBeAllNull() {
        var reading = fact(
                obd,
                "{'imei':'8','dataReportTime':'2026-01-14 6:12:00','currentRPM':null,'remainingFuelPercentage':''}");

        assertThat(reading.engineRpm()).isNull();
        assertThat(reading.fuelLevelPct()).isNull();
        assertThat(reading.voltageV()).isNull();
    }

    @Test
    void anObdVoltageInTenthsOrNot() {
        var start = "{'imei':'8','dataReportTime':'2026-01-14 6:12:00','vehicleBatterVoltage':";

        assertThat(fact(obd, start + "'118'}").voltageV()).isEqualTo(11.8);
        assertThat(fact(obd, start + "'12.6'}").voltageV()).isEqualTo(12.6);
    }

    @Test
    void aRejectedRowIsKeptUpToTenKilobytes() {
        var rejection = Json.rows("{'note':'%s'}".formatted("ü".repeat(10_000)))
                .map(location)
                .rejections()
                .getFirst();
        var bytes = rejection.payload().getBytes(StandardCharsets.UTF_8);

        assertThat(bytes.length).isBetween(9_990, 10_000);
        assertThat(rejection.payload()).startsWith("{\"note\":\"üü").endsWith("ü");
    }

    /** Every row becomes one of the three; nothing else happens. */
    @Test
    void randomGarbage() {
        var random = new Random(20260115);
        var rows = new StringBuilder(locationJson(""));
        for (var i = 0; i < 5_000; i++) {
            rows.append(',').append(garbage(random));
        }

        for (var mapper : new RowMapper<?>[] {location, point, trip, stop, alarm, obd, DeviceRow::device}) {
            var answer = Json.rows(rows.toString()).map(mapper);
            assertThat(answer.facts().size()
                            + answer.rejections().size()
                            + answer.silentImeis().size())
                    .isEqualTo(5_001);
        }
    }

    private static String garbage(Random random) {
        var names =
                "imei lat lng gpsTime speed startTime endTime alertTypeId alertTime dataReportTime acc distance expireFlag"
                        .split(" ");
        var values =
                "null|''|0|-1|1e999|NaN|-Infinity|[]|{}|[1]|true|'0'|'x'|'\\u0000'|'2026-01-14 6:2:1'|1768465778|'860000000000017'|48.1"
                        .split("\\|");
        var row = new StringBuilder("{");
        for (var name : names) {
            row.append("'%s':%s,".formatted(name, values[random.nextInt(values.length)]));
        }
        return row.append("'end':0}").toString();
    }

    private Fix fix(String fields) {
        return fact(location, locationJson(fields));
    }

    private static <T> T fact(RowMapper<T> mapper, String json) {
        var answer = Json.rows(json).map(mapper);
        assertThat(answer.rejections()).isEmpty();
        return answer.facts().getFirst();
    }

    private static String reason(RowMapper<?> mapper, String json) {
        return Json.rows(json).map(mapper).rejections().getFirst().reason();
    }

    /** The later of two equal names counts. */
    private static String locationJson(String fields) {
        return "{'imei':'%s','lat':48.1,'lng':11.5,'gpsTime':'2026-01-15 08:29:38','expireFlag':'1',%s%s'end':1}"
                .formatted(IMEI, fields, fields.isEmpty() ? "" : ",");
    }

    private static String tripJson(String fields) {
        return "{'imei':'%s','startTime':'2026-01-14 06:02:10','endTime':'2026-01-14 06:41:55',%s}"
                .formatted(IMEI, fields);
    }

    private static String stopJson(String fields) {
        return "{'imei':'%s','startTime':'2026-01-14T06:41:55.000Z','endTime':'2026-01-14T08:11:55.000Z',%s}"
                .formatted(IMEI, fields);
    }
}
