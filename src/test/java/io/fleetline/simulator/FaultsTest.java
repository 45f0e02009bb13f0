package io.fleetline.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetline.SettableClock;
import io.fleetline.simulator.synthetic.SyntheticFleet;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault, switched on and observed over real HTTP. */
class FaultsTest {
    private static final SimulatorSettings SETTINGS = SimulatorSettings.demo();
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-01-15T12:00:00Z"));
    private static final String LIST = "jimi.user.device.location.list";
    private static Simulator simulator;
    private static Faults faults;
    private static String imeis;

    private VendorCaller caller;

    @BeforeAll
    static void start() {
        var fleet = new SyntheticFleet(80, SyntheticFleet.accountNames(3), 1);
        imeis = fleet.devices("demo-nairobi").stream()
                .map(device -> device.imei())
                .collect(Collectors.joining(","));
        simulator = Simulator.start(SETTINGS, fleet, CLOCK, CLOCK);
        faults = simulator.faults();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void logInWithoutFaults() {
        faults.clear();
        CLOCK.advance(Duration.ofMinutes(2));
        caller = new VendorCaller(simulator, CLOCK, SETTINGS).loggedIn();
    }

    @Test
    void closesTheConnectionWithoutAnAnswer() {
        faults.on(Fault.UNREACHABLE);
        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        faults.clear();
        assertThat(list().path("code").asInt(-9)).isZero();
    }

    @Test
    void doesNotLetTheCloudSeeWhatDidNotReachIt() {
        CLOCK.advance(Duration.ofMinutes(1));
        faults.on(Fault.STATUS_502);
        assertThatThrownBy(caller::tokenGet).isInstanceOf(IllegalStateException.class);
        faults.clear();
        assertThat(code(caller.tokenGet())).as("no minute to wait for").isZero();
    }

    @Test
    void answersWithStatus502() throws IOException {
        faults.on(Fault.STATUS_502);
        assertThat(post().statusCode()).isEqualTo(502);
    }

    @Test
    void answersWithHtml() throws IOException {
        faults.on(Fault.GARBAGE);
        assertThat(post().statusCode()).isEqualTo(200);
        assertThat(post().body()).startsWith("<html>");
    }

    @Test
    void breaksOffInTheMiddle() {
        faults.on(Fault.HALF_SENT);
        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
    }

    @Test
    void cutsTheJson() throws IOException {
        faults.on(Fault.CUT_JSON);
        assertThat(post().body()).startsWith("{\"code\":0").doesNotEndWith("}]}");
        assertThatThrownBy(this::list).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void limitsOneAccountOnly() {
        faults.set(Fault.RATE_LIMITED, "demo-nairobi");
        assertThat(code(list())).isEqualTo(1006);
        assertThat(code(caller.call(LIST, "target", "demo-kampala"))).isZero();
        assertThat(code(caller.call("jimi.device.location.get", "imeis", imeis)))
                .as("its devices too")
                .isEqualTo(1006);
        faults.on(Fault.RATE_LIMITED);
        assertThat(code(caller.call(LIST, "target", "demo-kampala"))).isEqualTo(1006);
    }

    @Test
    void usesUpTheDailyQuotaUntilMidnightUtc() {
        CLOCK.set(Instant.parse("2026-02-15T23:00:00Z"));
        caller.loggedIn();
        faults.set(Fault.DAILY_QUOTA, "2");
        assertThat(code(list())).isZero();
        assertThat(code(list())).isZero();
        assertThat(code(list())).isEqualTo(1006);
        CLOCK.advance(Duration.ofMinutes(59).plusSeconds(59));
        assertThat(code(list())).isEqualTo(1006);
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(code(list())).isZero();
    }

    @Test
    void isBusyForOneMethod() {
        faults.set(Fault.BUSY, LIST);
        assertThat(code(list())).isEqualTo(-1);
        assertThat(code(caller.call("jimi.user.device.list", "target", "demo-nairobi")))
                .isZero();
    }

    @Test
    void throwsBusinessExceptions() {
        faults.on(Fault.BUSINESS_1100);
        var answer = list();
        assertThat(code(answer)).isEqualTo(1100);
        assertThat(answer.path("message").asText()).isEqualTo("Business exception ");
        assertThat(answer.path("result").isNull()).isTrue();
    }

    @Test
    void holdsAnswersBack() {
        faults.set(Fault.SLOW, LIST + "=PT0.4S");
        var begin = System.nanoTime();
        assertThat(code(list())).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(400));
    }

    @Test
    void letsTokensDieEarlyOrAtOnce() {
        faults.set(Fault.TOKEN_EXPIRES_EARLY, "PT30S");
        CLOCK.advance(Duration.ofSeconds(29));
        assertThat(code(list())).isZero();
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(code(list())).isEqualTo(1004);
        faults.clear();
        assertThat(code(list())).isZero();
        simulator.forgetTokens();
        assertThat(code(list())).isEqualTo(1004);
    }

    @Test
    void givesTheSameRefreshToken() {
        CLOCK.advance(Duration.ofMinutes(1));
        var usual = caller.tokenGet().path("result");
        assertThat(usual.path("refreshToken")).isNotEqualTo(usual.path("accessToken"));
        faults.on(Fault.SAME_REFRESH_TOKEN);
        CLOCK.advance(Duration.ofMinutes(1));
        var same = caller.tokenGet().path("result");
        assertThat(same.path("refreshToken")).isEqualTo(same.path("accessToken"));
    }

    @Test
    void leavesDevicesOutOfTheListButNotOutOfLocationGet() {
        var all = rows(list());
        var two =
                all.get(0).path("imei").asText() + "," + all.get(1).path("imei").asText();
        faults.set(Fault.OMIT_FROM_LIST, two);
        assertThat(rows(list())).hasSize(all.size() - 2);
        assertThat(rows(caller.call("jimi.device.location.get", "imeis", two))).hasSize(2);
        faults.set(Fault.OMIT_FROM_LIST, "0.5");
        assertThat(rows(list())).hasSizeBetween(5, all.size() - 5).isEqualTo(rows(list()));
        faults.set(Fault.OMIT_FROM_LIST, "1");
        assertThat(rows(list())).isEmpty();
    }

    @Test
    void showsExpiredDevicesAtZero() {
        var imei = rows(list()).getFirst().path("imei").asText();
        faults.set(Fault.EXPIRED_DEVICES, imei);
        var row = rows(list()).getFirst();
        assertThat(row.path("lat").asDouble(9)).isZero();
        assertThat(row.path("lng").asDouble(9)).isZero();
        assertThat(row.path("expireFlag").asText()).isEqualTo("0");
        assertThat(rows(list()).get(1).path("expireFlag").asText()).isEqualTo("1");
    }

    @Test
    void letsTheFixBeDaysOlderThanTheHeartbeat() {
        faults.set(Fault.STALE_GPS_TIME, "1");
        var row = rows(list()).getFirst();
        var threeDaysAgo = CLOCK.instant().minus(Duration.ofDays(3)).toString().replace('T', ' ');
        assertThat(row.path("gpsTime").asText()).isLessThanOrEqualTo(threeDaysAgo);
        assertThat(row.path("hbTime").asText() + "Z")
                .isEqualTo(CLOCK.instant().toString().replace('T', ' '));
    }

    @Test
    void saysNullForAnEmptyList() {
        var childless = List.of("target", "demo-nairobi").toArray(String[]::new);
        assertThat(caller.call("jimi.user.child.list", childless).path("result").isArray())
                .isTrue();
        faults.on(Fault.NULL_FOR_EMPTY);
        assertThat(caller.call("jimi.user.child.list", childless).path("result").isNull())
                .isTrue();
        var parking = parking("2026-01-01 00:00:00", "2026-01-01 00:00:00", "0");
        assertThat(parking.at("/data/rows").isNull()).as("inside data, too").isTrue();
    }

    @Test
    void changesSpellings() {
        assertThat(mileage().has("runTimeSecond")).isTrue();
        faults.on(Fault.ELAPSED_SPELLING);
        assertThat(mileage().has("elapsed")).isTrue();
        assertThat(mileage().has("runTimeSecond")).isFalse();
        faults.on(Fault.ALERT_TYPE_NAME_SPELLING);
        var alarm = rows(caller.call("jimi.device.alarm.list", "imeis", imeis)).getFirst();
        assertThat(alarm.has("alertTypeName")).isTrue();
        assertThat(alarm.has("alarmTypeName")).isFalse();
        faults.on(Fault.ELEC_QUANTITY_SPELLING);
        assertThat(rows(list()).getFirst().has("elecQuantity")).isTrue();
    }

    @Test
    void countsInKilometres() {
        var metres = mileage().path("distance").asDouble();
        faults.on(Fault.KILOMETRES);
        assertThat(mileage().path("distance").asDouble())
                .isCloseTo(metres / 1000, org.assertj.core.api.Assertions.within(0.001));
    }

    @Test
    void writesHoursWithoutTheirZero() {
        faults.on(Fault.UNPADDED_HOURS);
        var data = caller.call(
                        "jimi.device.obd.list",
                        "account",
                        "demo-nairobi",
                        "imeis",
                        imeis,
                        "page_size",
                        "100",
                        "start_time",
                        "2026-01-15 05:00:00",
                        "end_time",
                        "2026-01-15 06:00:00")
                .path("data");
        assertThat(data.at("/result/0/dataReportTime").asText()).startsWith("2026-01-15 5:");
    }

    @Test
    void isSwitchedFromAShell() throws IOException {
        assertThat(postFaults("rate-limited=demo-nairobi").body()).isEqualTo("{\"rate-limited\":\"demo-nairobi\"}");
        assertThat(code(list())).isEqualTo(1006);
        assertThat(postFaults("{\"rate-limited\":\"off\",\"slow\":\"PT0.001S\"}")
                        .body())
                .isEqualTo("{\"slow\":\"PT0.001S\"}");
        assertThat(code(list())).isZero();
        assertThat(postFaults("clear=all").body()).isEqualTo("{}");
        assertThat(postFaults("forget-tokens=now").statusCode()).isEqualTo(200);
        assertThat(code(list())).isEqualTo(1004);
        var request =
                HttpRequest.newBuilder(simulator.apiUrl().resolve("/faults")).build();
        assertThat(caller.exchange(request).body()).isEqualTo("{}");
    }

    @Test
    void refusesFaultsThatThereAreNot() throws IOException {
        assertThat(postFaults("no-such-fault=on").statusCode()).isEqualTo(400);
        assertThat(postFaults("no-such-fault=on").body())
                .contains("no-such-fault")
                .contains("rate-limited");
        assertThat(postFaults("slow=soon").body()).contains("PT2S").contains("soon");
        assertThat(postFaults("omit-from-list=2").statusCode()).isEqualTo(400);
        assertThat(postFaults("[]").statusCode()).isEqualTo(400);
    }

    private JsonNode list() {
        return caller.call(LIST, "target", "demo-nairobi");
    }

    private java.net.http.HttpResponse<String> post() throws IOException {
        return caller.post(caller.signed(caller.params(LIST, "target", "demo-nairobi")));
    }

    private java.net.http.HttpResponse<String> postFaults(String body) throws IOException {
        return caller.exchange(HttpRequest.newBuilder(simulator.apiUrl().resolve("/faults"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode mileage() {
        return rows(caller.call(
                        "jimi.device.track.mileage",
                        "imeis",
                        imeis,
                        "begin_time",
                        "2026-01-14 12:00:00",
                        "end_time",
                        "2026-01-15 12:00:00"))
                .getFirst();
    }

    private JsonNode parking(String begin, String end, String accType) {
        return caller.call(
                "jimi.open.platform.report.parking",
                "account",
                "demo-nairobi",
                "imeis",
                imeis,
                "start_time",
                begin,
                "end_time",
                end,
                "start_row",
                "1",
                "page_size",
                "100",
                "acc_type",
                accType);
    }

    private static int code(JsonNode answer) {
        return answer.path("code").asInt(Integer.MIN_VALUE);
    }

    private static List<JsonNode> rows(JsonNode answer) {
        assertThat(code(answer)).isZero();
        var rows = new ArrayList<JsonNode>();
        answer.path("result").forEach(rows::add);
        return rows;
    }
}
