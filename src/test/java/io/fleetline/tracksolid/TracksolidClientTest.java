package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fleetline.SettableClock;
import io.fleetline.TestDatabase;
import io.fleetline.fleet.Fix;
import io.fleetline.fleet.Rejection;
import io.fleetline.fleet.Stop;
import io.fleetline.fleet.TimeSpan;
import io.fleetline.tracksolid.ClientSettings.MileageUnit;
import io.fleetline.tracksolid.FakeCloud.Reply;
import io.fleetline.tracksolid.TracksolidException.Kind;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way, over real HTTP and with the real token table. */
@Timeout(60)
class TracksolidClientTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Vertx VERTX = Vertx.vertx();
    /** Long enough for a busy machine, short enough to be waited for. */
    private static final Duration TRACK_LIST_TIMEOUT = Duration.ofSeconds(3);

    private static final int MOST_AT_ONCE = 4;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";
    private static final String PASSWORD = "ec5858520d3ef00dc774068ef9aa8f2d";
    private static final String LOCATIONS = "jimi.user.device.location.list";
    private static final TimeSpan SPAN =
            new TimeSpan(Instant.parse("2026-01-14T00:00:00Z"), Instant.parse("2026-01-15T00:00:00Z"));
    private static final List<String> IMEIS = List.of("860000000000017");

    private final FakeCloud cloud = new FakeCloud().givesTokens();
    private final SettableClock clock = SettableClock.at("2026-01-15T08:30:00Z");
    private final AccountGates gates = new AccountGates(clock);
    private final TracksolidClient client = new TracksolidClient(
            VERTX,
            new Credentials(cloud.url(), "AAAABBBBCCCCDDDD0000111122223333", SECRET, "fleetdemo", PASSWORD),
            new ClientSettings(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    TRACK_LIST_TIMEOUT,
                    0,
                    MOST_AT_ONCE,
                    MileageUnit.METRES,
                    ZoneOffset.UTC,
                    Duration.ofDays(550),
                    1_000_000),
            DATABASE.jdbi(),
            gates,
            clock);

    @BeforeEach
    void emptyTable() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("TRUNCATE tracksolid.api_token_cache"));
    }

    @AfterEach
    void close() {
        client.close();
        cloud.close();
    }

    @AfterAll
    static void closeAll() {
        VERTX.closeAndAwait();
        DATABASE.close();
    }

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
        script("jimi.user.child.list", "user-child-list");

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
        assertThat(client.userChildList("north")).hasSize(1);
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

    @Test
    void after1004ANewTokenOnce() {
        cloud.replies(LOCATIONS, "{'code':0}", "{'code':1004,'message':'token is invalid'}", "{'code':0}");
        client.userDeviceLocationList("north");
        clock.advance(Duration.ofMinutes(5));
        client.userDeviceLocationList("north");

        assertThat(cloud.requests(LOCATIONS))
                .extracting(request -> request.form().get("access_token"))
                .containsExactly("t1", "t1", "t2");
    }

    @Test
    void a1004AgainIsReported() {
        cloud.replies(LOCATIONS, "{'code':0}", "{'code':1004}");
        client.userDeviceLocationList("north");
        clock.advance(Duration.ofMinutes(5));
        var e = failure(() -> client.userDeviceLocationList("north"));

        assertThat(e.kind()).isEqualTo(Kind.TOKEN);
        assertThat(e.code()).isEqualTo(1004);
        assertThat(cloud.requests(LOCATIONS)).hasSize(3);
        assertThat(gates.closedUntil("north")).isEmpty();
    }

    @Test
    void a1004RightAfterALoginDoesNotStormTheVendor() {
        cloud.replies(LOCATIONS, "{'code':1004}");
        for (var i = 0; i < 276; i++) {
            // After five failures in a row the gate closes as well.
            assertThat(failure(() -> client.userDeviceLocationList("north")).kind())
                    .isEqualTo(i < 5 ? Kind.TOKEN : Kind.BLOCKED);
        }

        assertThat(cloud.requests(Login.METHOD)).hasSize(1);
        assertThat(cloud.requests(LOCATIONS)).hasSize(1);
    }

    @Test
    void a1006ClosesTheGateOfThisAccountOnly() {
        cloud.replies(LOCATIONS, "{'code':1006,'message':'too often'}", "{'code':0}");
        var limited = failure(() -> client.userDeviceLocationList("north"));
        var blocked = failure(() -> client.userDeviceLocationList("north"));

        assertThat(limited.kind()).isEqualTo(Kind.LIMITED);
        assertThat(limited).hasMessage(LOCATIONS + " for account north: 1006 requests too frequent (too often)");
        assertThat(blocked.kind()).isEqualTo(Kind.BLOCKED);
        assertThat(blocked).hasMessageContaining("not sent: the gate is closed until 2026-01-15T08:30:30Z");
        assertThat(cloud.requests(LOCATIONS)).hasSize(1);
        client.userDeviceLocationList("south");
        clock.advance(Duration.ofSeconds(30));
        client.userDeviceLocationList("north");
        assertThat(cloud.requests(LOCATIONS)).hasSize(3);
    }

    @Test
    void aCallThatWaitedForItsPlaceFindsTheGateClosed() throws Exception {
        var released = new CountDownLatch(1);
        cloud.replies(LOCATIONS, new Reply(200, "{\"code\":0}"), new Reply(200, "{\"code\":1006}", released));
        client.userDeviceLocationList("north");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<Kind>>();
            for (var i = 0; i < 10; i++) {
                calls.add(threads.submit(() ->
                        failure(() -> client.userDeviceLocationList("north")).kind()));
            }
            await().until(() -> cloud.requests(LOCATIONS).size() == 1 + MOST_AT_ONCE);
            released.countDown();
            var kinds = new ArrayList<Kind>();
            for (var call : calls) {
                kinds.add(call.get());
            }

            assertThat(kinds).filteredOn(Kind.LIMITED::equals).hasSize(MOST_AT_ONCE);
            assertThat(kinds).filteredOn(Kind.BLOCKED::equals).hasSize(10 - MOST_AT_ONCE);
            assertThat(gates.closedUntil("north")).contains(clock.instant().plusSeconds(30));
        }
    }

    @Test
    void aLimitedLoginIsNotRepeatedForAnotherAccount() {
        cloud.replies(Login.METHOD, "{'code':1006}", FakeCloud.token("t1"));
        cloud.replies(LOCATIONS, "{'code':0}");

        assertThat(failure(() -> client.userDeviceLocationList("north")).kind()).isEqualTo(Kind.LIMITED);
        assertThat(gates.closedUntil("north")).isPresent();
        assertThat(failure(() -> client.userDeviceLocationList("south")).kind()).isEqualTo(Kind.TOKEN);
        assertThat(gates.closedUntil("south")).isEmpty();
        assertThat(cloud.requests(Login.METHOD)).hasSize(1);
        clock.advance(Duration.ofSeconds(62));
        client.userDeviceLocationList("south");
        client.userDeviceLocationList("north");
    }

    @Test
    void aBusyVendorIsAskedTwice() {
        cloud.replies(
                LOCATIONS, "{'code':-1}", "{'code':0,'result':[]}", "{'code':1100,'message':'The system is busy '}");

        assertThat(client.userDeviceLocationList("north").rows()).isZero();
        var e = failure(() -> client.userDeviceLocationList("north"));
        assertThat(e.kind()).isEqualTo(Kind.BUSY);
        assertThat(e).hasMessageEndingWith("1100 business exception (The system is busy)");
        assertThat(cloud.requests(LOCATIONS)).hasSize(4);
    }

    @Test
    void aRefusalIsNotRepeated() {
        cloud.replies(LOCATIONS, "{'code':1002,'message':'Illegal device'}");

        assertThat(failure(() -> client.userDeviceLocationList("north")).kind()).isEqualTo(Kind.REFUSED);
        assertThat(cloud.requests(LOCATIONS)).hasSize(1);
    }

    @Test
    void noAnswerInTime() {
        cloud.replies("jimi.device.track.list", FakeCloud.SILENCE);
        var e = failure(() -> client.deviceTrackList("north", "860000000000017", SPAN));

        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(e).hasMessage("jimi.device.track.list for account north: no answer within 3000 ms");
    }

    @Test
    void cutJson() {
        cloud.replies(LOCATIONS, "{'code':0,'result':[{'imei':'8600000");
        var e = failure(() -> client.userDeviceLocationList("north"));

        assertThat(e.kind()).isEqualTo(Kind.UNREADABLE);
        assertThat(e).hasMessageEndingWith("unreadable reply of 36 bytes: {\"code\":0,\"result\":[{\"imei\":\"8600000");
    }

    @Test
    void anHttpStatusIsNamedUnlessTheVendorSaysItsCode() {
        cloud.replies(
                LOCATIONS,
                new Reply(502, "<html>Bad gateway</html>"),
                new Reply(401, "{\"code\":1002}"),
                new Reply(500, "{\"code\":0}"));
        var gateway = failure(() -> client.userDeviceLocationList("north"));
        var refused = failure(() -> client.userDeviceLocationList("north"));
        var odd = failure(() -> client.userDeviceLocationList("north"));

        assertThat(gateway.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(gateway).hasMessage(LOCATIONS + " for account north: HTTP status 502");
        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(odd).hasMessageEndingWith("HTTP status 500");
    }

    @Test
    void fiveFailuresBreakTheCircuitAndAProbeMendsIt() {
        cloud.replies(
                LOCATIONS,
                new Reply(502, ""),
                new Reply(502, ""),
                new Reply(502, ""),
                new Reply(502, ""),
                new Reply(502, ""),
                new Reply(200, "{\"code\":0}"));
        for (var i = 0; i < 5; i++) {
            assertThat(failure(() -> client.userDeviceLocationList("north")).kind())
                    .isEqualTo(Kind.UNREACHABLE);
        }
        assertThat(failure(() -> client.userDeviceLocationList("north")).kind()).isEqualTo(Kind.BLOCKED);
        clock.advance(Duration.ofSeconds(15));

        client.userDeviceLocationList("north");
        client.userDeviceLocationList("north");
    }

    @Test
    void aRefusedLoginNamesTheSettings() {
        cloud.replies(Login.METHOD, "{'code':1001,'message':'Incorrect user name or password','result':null}");
        var e = failure(() -> client.userDeviceLocationList("north"));

        assertThat(e.kind()).isEqualTo(Kind.TOKEN);
        assertThat(e.code()).isEqualTo(1001);
        assertThat(e)
                .hasMessageStartingWith(
                        "jimi.oauth.token.get for account fleetdemo: 1001 parameter error (Incorrect user name or password)")
                .hasMessageContaining("TRACKSOLID_USER_ID")
                .hasMessageContaining("TRACKSOLID_USER_PWD_MD5")
                .hasMessageContaining("TRACKSOLID_APP_KEY")
                .hasMessageContaining("TRACKSOLID_APP_SECRET");
        assertThat(gates.closedUntil("north")).isEmpty();
        assertThat(cloud.requests(LOCATIONS)).isEmpty();
    }

    @Test
    void aLoginWithoutATokenIsUnreadable() {
        cloud.replies(Login.METHOD, "{'code':0,'result':{'accessToken':''}}");
        assertThat(failure(() -> client.userDeviceLocationList("north")).kind()).isEqualTo(Kind.UNREADABLE);
    }

    /** A proxy's page may repeat the whole request. */
    @Test
    void noSecretIsInAnyException() {
        var echo = "<pre>access_token=t1-abc app_secret=%s user_pwd_md5=%s".formatted(SECRET, PASSWORD);
        cloud.replies(Login.METHOD, FakeCloud.token("t1-abc"));
        cloud.replies(LOCATIONS, echo, "{'code':1002,'message':'bad token t1-abc'}");

        for (var i = 0; i < 2; i++) {
            var trace = Throwables.getStackTrace(failure(() -> client.userDeviceLocationList("north")));
            assertThat(trace)
                    .contains("***")
                    .doesNotContain("t1-abc")
                    .doesNotContain(SECRET)
                    .doesNotContain(PASSWORD);
        }
    }

    private void script(String method, String captured) {
        cloud.replies(method, new Reply(200, Json.capturedText(captured)));
    }

    private static TracksolidException failure(ThrowingCallable call) {
        return catchThrowableOfType(TracksolidException.class, call);
    }

    @Test
    void aServerThatDoesNotKnowThePageIsNotTheVendors() {
        cloud.replies(LOCATIONS, new Reply(404, "<html>Not found</html>"));

        assertThat(failure(() -> client.userDeviceLocationList("north")).kind()).isEqualTo(Kind.UNREADABLE);
    }
}
