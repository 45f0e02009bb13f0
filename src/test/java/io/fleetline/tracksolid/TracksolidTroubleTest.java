package io.fleetline.tracksolid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fleetline.tracksolid.FakeCloud.Reply;
import io.fleetline.tracksolid.TracksolidException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client's handling of a vendor that limits, refuses, fails or answers garbage. */
@Timeout(60)
class TracksolidTroubleTest extends TracksolidClientBed {
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

    @Test
    void aServerThatDoesNotKnowThePageIsNotTheVendors() {
        cloud.replies(LOCATIONS, new Reply(404, "<html>Not found</html>"));

        assertThat(failure(() -> client.userDeviceLocationList("north")).kind()).isEqualTo(Kind.UNREADABLE);
    }
}
