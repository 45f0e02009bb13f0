package io.fleetline.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.SettableClock;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each method returns for a synthetic fleet, and which calls it refuses. A Thursday, 15:00 in Nairobi. */
class SimulatedMethodsTest {
    private static final SimulatorSettings SETTINGS = SimulatorSettings.demo();
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-01-15T12:00:00Z"));
    private static final String BEGIN = "2026-01-14 12:00:00";
    private static final String END = "2026-01-15 12:00:00";
    private static Simulator simulator;
    private static VendorCaller caller;
    private static SyntheticFleet fleet;
    private static String imeis;

    @BeforeAll
    static void start() {
        fleet = new SyntheticFleet(80, SyntheticFleet.accountNames(3), 1);
        simulator = Simulator.start(SETTINGS, fleet, CLOCK, CLOCK);
        caller = new VendorCaller(simulator, CLOCK, SETTINGS).loggedIn();
        imeis = fleet.devices("demo-nairobi").stream()
                .map(device -> device.imei())
                .collect(Collectors.joining(","));
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void listsChildrenAndDevices() {
        var children = rows("jimi.user.child.list", "target", "fleetdemo");
        assertThat(children)
                .extracting(row -> row.path("account").asText())
                .containsExactly("demo-nairobi", "demo-mombasa", "demo-kampala");
        var devices = rows("jimi.user.device.list", "target", "demo-kampala");
        assertThat(devices).hasSize(27);
        assertThat(devices.getFirst().path("vehicleNumber").asText()).matches("UB[A-Z] \\d{3}[A-Z]");
        assertThat(devices.getFirst().path("vehicleName").isNull()).isTrue();
        assertThat(devices.getFirst().path("enabledFlag").isInt()).isTrue();
    }

    @Test
    void givesInDetailWhatTheListLacks() {
        var imei = fleet.devices("demo-mombasa").getFirst().imei();
        var detail = caller.call("jimi.track.device.detail", "imei", imei).path("result");
        assertThat(detail.path("account").asText()).isEqualTo("demo-mombasa");
        assertThat(detail.path("vehicleName").asText()).isNotEmpty();
        assertThat(detail.path("fuel_100km").asText()).matches("\\d+\\.\\d+");
        assertThat(detail.path("VIN").asText()).isNotEmpty();
        assertThat(detail.path("status").asText()).isEqualTo("1");
        assertThat(Double.parseDouble(detail.path("currentMileage").asText())).isPositive();
        assertThat(code("jimi.track.device.detail", "imei", "860000999999999")).isEqualTo(1002);
    }

    @Test
    void printsLastPositionsAsTexts() {
        var row =
                rows("jimi.user.device.location.list", "target", "demo-nairobi").getFirst();
        assertThat(row.path("lat").isNumber()).isTrue();
        for (var name :
                List.of("speed", "accStatus", "direction", "gpsNum", "currentMileage", "status", "expireFlag")) {
            assertThat(row.path(name).isTextual()).as(name).isTrue();
        }
        assertThat(row.path("electQuantity").asText("absent")).isEmpty();
        var byImei = rows("jimi.device.location.get", "imeis", imeis);
        assertThat(byImei).contains(row);
    }

    @Test
    void servesNothingLaterThanNow() {
        for (var row : rows("jimi.user.device.location.list", "target", "demo-kampala")) {
            assertThat(row.path("gpsTime").asText()).isLessThanOrEqualTo(END);
            assertThat(row.path("hbTime").asText())
                    .isLessThanOrEqualTo(END)
                    .isGreaterThanOrEqualTo(row.path("gpsTime").asText());
        }
    }

    @Test
    void refusesForeignAndTooManyDevices() {
        assertThat(code("jimi.device.location.get", "imeis", imeis + ",860000999999999"))
                .isEqualTo(1002);
        var tooMany = new ArrayList<String>();
        for (var i = 0; i < 101; i++) {
            tooMany.add("86000000000%04d".formatted(i));
        }
        assertThat(code("jimi.device.location.get", "imeis", String.join(",", tooMany)))
                .isEqualTo(1001);
        assertThat(code("jimi.device.location.get", "imeis", String.join(",", tooMany.subList(0, 100))))
                .isEqualTo(1002);
    }

    @Test
    void servesTracksOfAtMostSevenDaysAndNinetyDaysBack() {
        var imei = fleet.devices("demo-nairobi").get(2).imei();
        var points = rows("jimi.device.track.list", "imei", imei, "begin_time", BEGIN, "end_time", END);
        assertThat(points).hasSizeGreaterThan(500);
        assertThat(points)
                .extracting(row -> row.path("gpsTime").asText())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(points.getFirst().path("posType").isInt()).isTrue();
        assertThat(points).extracting(row -> row.path("accStatus").asText()).containsOnly("ON", "OFF");
        assertThat(trackCode(imei, "2026-01-08 11:59:59", END)).isEqualTo(1001);
        assertThat(trackCode(imei, "2026-01-08 12:00:00", END)).isZero();
        assertThat(trackCode(imei, "2026-01-15 11:00:00", "2026-01-15 12:00:01"))
                .as("future")
                .isEqualTo(1001);
        assertThat(trackCode(imei, END, BEGIN)).isEqualTo(1001);
        assertThat(trackCode(imei, "2025-10-17 11:59:59", "2025-10-17 13:00:00"))
                .isEqualTo(1001);
        assertThat(trackCode(imei, "2025-10-17 12:00:00", "2025-10-17 13:00:00"))
                .isZero();
        assertThat(trackCode(imei, "2026-1-14 12:00:00", END)).isEqualTo(1001);
    }

    @Test
    void cutsMileageAfterAHundredTripsButSumsThemAll() {
        var answer = caller.call(
                "jimi.device.track.mileage", "imeis", imeis, "begin_time", "2026-01-12 00:00:00", "end_time", END);
        var trips = list(answer.path("result"));
        assertThat(trips).hasSize(100);
        assertThat(trips)
                .extracting(
                        row -> row.path("imei").asText() + row.path("startTime").asText())
                .isSorted();
        var sums = list(answer.path("data"));
        assertThat(sums).hasSize(26);
        var first = trips.getFirst().path("imei").asText();
        var total = trips.stream()
                .filter(row -> row.path("imei").asText().equals(first))
                .mapToDouble(row -> row.path("distance").asDouble())
                .sum();
        assertThat(sums.getFirst().path("totalMileage").asDouble())
                .isCloseTo(total, org.assertj.core.api.Assertions.within(0.1));
    }

    @Test
    void countsMileageInMetres() {
        for (var trip : rows("jimi.device.track.mileage", "imeis", imeis, "begin_time", BEGIN, "end_time", END)) {
            var km = trip.path("avgSpeed").asDouble()
                    * trip.path("runTimeSecond").asDouble()
                    / 3600;
            assertThat(trip.path("distance").asDouble() / km).isBetween(990.0, 1010.0);
        }
    }

    @Test
    void reportsParkingPageByPageUnderTheAccountThatOwnsTheDevices() {
        var whole = parking("demo-nairobi", "off", "1", "100").path("data");
        var total = whole.path("dataTotalRows").asInt();
        var paged = new ArrayList<JsonNode>();
        for (var start = 1; start <= total; start += 20) {
            paged.addAll(list(parking("demo-nairobi", "off", "" + start, "20").at("/data/rows")));
        }
        assertThat(paged).hasSize(total).doesNotHaveDuplicates();
        assertThat(paged.subList(0, 100)).isEqualTo(list(whole.path("rows")));
        assertThat(parking("demo-nairobi", "off", "0", "100").path("data")).isEqualTo(whole);
        var row = whole.path("rows").get(0);
        assertThat(row.path("startTime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.000Z");
        assertThat(row.path("durSecond").isTextual()).isTrue();
        assertThat(parking("demo-nairobi", "0", "1", "100").at("/data/rows")).isEmpty();
        assertThat(parking("demo-nairobi", "on", "1", "100")
                        .at("/data/rows/0/acc")
                        .asText())
                .isEqualTo("on");
        assertThat(parking("demo-mombasa", "off", "1", "100").path("code").asInt())
                .isEqualTo(1002);
        assertThat(parking("demo-nairobi", "off", "1", "101").path("code").asInt())
                .isEqualTo(1001);
        assertThat(parking("demo-nairobi", "off", "-1", "10").path("code").asInt())
                .isEqualTo(1001);
    }

    @Test
    void pagesAlarmsNewestFirstUpToAThousand() {
        var seen = new ArrayList<String>();
        var page = 1;
        List<JsonNode> rows;
        do {
            rows = rows(
                    "jimi.device.alarm.list",
                    "imeis",
                    imeis,
                    "begin_time",
                    "2025-12-15 12:00:00",
                    "end_time",
                    END,
                    "page_no",
                    "" + page++,
                    "page_size",
                    "100");
            rows.forEach(row -> seen.add(row.path("alertTime").asText()));
        } while (!rows.isEmpty());
        assertThat(seen).hasSize(1000).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(rows("jimi.device.alarm.list", "imeis", imeis)).hasSize(50);
        assertThat(code("jimi.device.alarm.list", "imeis", imeis, "begin_time", "2025-12-15 11:59:59", "end_time", END))
                .isEqualTo(1001);
        assertThat(code("jimi.device.alarm.list", "imeis", imeis, "page_size", "101"))
                .isEqualTo(1001);
        assertThat(code("jimi.device.alarm.list", "imeis", imeis, "page_no", "0"))
                .isEqualTo(1001);
        assertThat(code("jimi.device.alarm.list")).isEqualTo(1001);
        assertThat(rows("jimi.device.alarm.list", "imeis", imeis, "alertTypeId", "ACC_ON"))
                .isNotEmpty()
                .allSatisfy(
                        row -> assertThat(row.path("alarmTypeName").asText()).isEqualTo("ACC on"));
    }

    @Test
    void pagesObdReadings() {
        var data = caller.call(
                        "jimi.device.obd.list",
                        "account",
                        "demo-nairobi",
                        "imeis",
                        imeis,
                        "start_time",
                        BEGIN,
                        "end_time",
                        END)
                .path("data");
        assertThat(data.path("pageSize").asInt()).isEqualTo(10);
        assertThat(data.path("result")).hasSize(10);
        assertThat(data.path("totalRecord").asInt()).isGreaterThan(100);
        assertThat(data.at("/result/0/vehicleBatterVoltage").asText()).matches("1[23]\\d");
        assertThat(code(
                        "jimi.device.obd.list",
                        "account",
                        "demo-nairobi",
                        "imeis",
                        imeis,
                        "start_time",
                        "2025-12-15 11:59:59",
                        "end_time",
                        END))
                .isEqualTo(1001);
    }

    @Test
    void saysThatTheTripReportIsSwitchedOff() {
        var data = caller.call(
                        "jimi.open.platform.report.trips",
                        "account",
                        "demo-nairobi",
                        "imeis",
                        imeis,
                        "type",
                        "list",
                        "start_time",
                        BEGIN,
                        "end_time",
                        END,
                        "start_row",
                        "1",
                        "page_size",
                        "100")
                .path("data");
        assertThat(data.path("dayList"))
                .hasSize(26)
                .allSatisfy(
                        row -> assertThat(row.path("openFlag").asBoolean(true)).isFalse());
        assertThat(data.path("datDatas").isNull()).isTrue();
    }

    @Test
    void countsTheRowsItServes() {
        var before = simulator.counts().rows("jimi.user.device.list");
        rows("jimi.user.device.list", "target", "demo-nairobi");
        assertThat(simulator.counts().rows("jimi.user.device.list") - before).isEqualTo(26);
    }

    private static JsonNode parking(String account, String accType, String startRow, String pageSize) {
        return caller.call(
                "jimi.open.platform.report.parking",
                "account",
                account,
                "imeis",
                imeis,
                "start_time",
                BEGIN,
                "end_time",
                END,
                "start_row",
                startRow,
                "page_size",
                pageSize,
                "acc_type",
                accType);
    }

    private static int trackCode(String imei, String begin, String end) {
        return code("jimi.device.track.list", "imei", imei, "begin_time", begin, "end_time", end);
    }

    private static int code(String method, String... pairs) {
        return caller.call(method, pairs).path("code").asInt(Integer.MIN_VALUE);
    }

    private static List<JsonNode> rows(String method, String... pairs) {
        var answer = caller.call(method, pairs);
        assertThat(answer.path("code").asInt())
                .as(answer.path("message").asText())
                .isZero();
        return list(answer.path("result"));
    }

    private static List<JsonNode> list(JsonNode array) {
        var rows = new ArrayList<JsonNode>();
        array.forEach(rows::add);
        return rows;
    }
}
