package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final TimeSpan SPAN =
            new TimeSpan(Instant.parse("2026-01-14T00:00:00Z"), Instant.parse("2026-01-15T00:00:00.9Z"));
    private static final List<String> IMEIS = List.of("860000000000017", "860000000000025");

    private final Requests requests = new Requests(ClientSettings.defaults());

    @Test
    void ofAnAccount() {
        assertCall(requests.deviceList("north"), "jimi.user.device.list", Map.of("target", "north"));
        assertCall(requests.locationList("north"), "jimi.user.device.location.list", Map.of("target", "north"));
    }

    @Test
    void ofDevices() {
        assertCall(
                requests.deviceDetail("north", "860000000000017"),
                "jimi.track.device.detail",
                Map.of("imei", "860000000000017"));
        assertCall(
                requests.locationGet("north", IMEIS),
                "jimi.device.location.get",
                Map.of("imeis", "860000000000017,860000000000025"));
    }

    @Test
    void trackMileage() {
        assertCall(
                requests.trackMileage("north", IMEIS, SPAN),
                "jimi.device.track.mileage",
                Map.of(
                        "imeis", "860000000000017,860000000000025",
                        "begin_time", "2026-01-14 00:00:00",
                        "end_time", "2026-01-15 00:00:00"));
    }

    @Test
    void trackListIsSlowAndMayTakeItsTime() {
        var call = requests.trackList("north", "860000000000017", SPAN);

        assertCall(
                call,
                "jimi.device.track.list",
                Map.of(
                        "imei", "860000000000017",
                        "begin_time", "2026-01-14 00:00:00",
                        "end_time", "2026-01-15 00:00:00"));
        assertThat(call.slow()).isTrue();
        assertThat(call.timeout()).hasSeconds(180);
        assertThat(requests.locationList("north").slow()).isFalse();
        assertThat(requests.locationList("north").timeout()).hasSeconds(30);
    }

    @Test
    void parkingAndIdling() {
        var params = Map.of(
                "account", "north",
                "imeis", "860000000000017,860000000000025",
                "start_time", "2026-01-14 00:00:00",
                "end_time", "2026-01-15 00:00:00",
                "start_row", "101",
                "page_size", "100",
                "acc_type", "off");

        assertCall(
                requests.parking("north", IMEIS, SPAN, Stop.Kind.PARKING, 101),
                "jimi.open.platform.report.parking",
                params);
        assertThat(requests.parking("north", IMEIS, SPAN, Stop.Kind.IDLING, 1).params())
                .containsEntry("acc_type", "on")
                .containsEntry("start_row", "1");
    }

    @Test
    void alarmList() {
        assertCall(
                requests.alarmList("north", IMEIS, SPAN, 2),
                "jimi.device.alarm.list",
                Map.of(
                        "imeis", "860000000000017,860000000000025",
                        "begin_time", "2026-01-14 00:00:00",
                        "end_time", "2026-01-15 00:00:00",
                        "page_no", "2",
                        "page_size", "100"));
    }

    @Test
    void obdList() {
        assertCall(
                requests.obdList("north", IMEIS, SPAN, 1),
                "jimi.device.obd.list",
                Map.of(
                        "account", "north",
                        "imeis", "860000000000017,860000000000025",
                        "start_time", "2026-01-14 00:00:00",
                        "end_time", "2026-01-15 00:00:00",
                        "page_no", "1",
                        "page_size", "100"));
    }

    @Test
    void theVendorsLimits() {
        var fiftyOne = Collections.nCopies(51, "8");
        var week = new TimeSpan(SPAN.from(), SPAN.from().plus(Duration.ofDays(7)));
        var longer =
                new TimeSpan(SPAN.from(), SPAN.from().plus(Duration.ofDays(7)).plusSeconds(1));

        assertThat(requests.trackList("north", "8", week).params()).containsEntry("end_time", "2026-01-21 00:00:00");
        assertThatIllegalArgumentException().isThrownBy(() -> requests.trackList("north", "8", longer));
        assertThatIllegalArgumentException().isThrownBy(() -> requests.locationGet("north", fiftyOne));
        assertThatIllegalArgumentException().isThrownBy(() -> requests.trackMileage("north", fiftyOne, SPAN));
        assertThatIllegalArgumentException().isThrownBy(() -> requests.locationGet("north", List.of()));
        assertThat(requests.alarmList("north", fiftyOne, SPAN, 1)).isNotNull();
    }

    @Test
    void itsTextShowsNoParameters() {
        assertThat(requests.deviceDetail("north", "860000000000017"))
                .hasToString("jimi.track.device.detail for account north");
    }

    private static void assertCall(Call call, String method, Map<String, String> params) {
        assertThat(call.method()).isEqualTo(method);
        assertThat(call.account()).isEqualTo("north");
        assertThat(call.params()).isEqualTo(params);
    }
}
