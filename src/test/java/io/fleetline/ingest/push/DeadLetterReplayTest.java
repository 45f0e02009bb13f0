package io.fleetline.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetline.fleet.Plausibility;
import io.fleetline.ingest.push.DeadLetterReplay.ReplayCount;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterReplayTest {
    private static final String TABLE = "tracksolid.position_history";
    private final PushServer server = PushServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    private void pushBadFixes() {
        server.postForm("/pushgps", """
                [{"deviceImei":"860000000000041","gpsTime":"2024-01-14 21:15:09","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000042","gpsTime":"2024-01-15 21:15:09","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000043","gpsTime":"2019-01-06 00:00:00","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000044","gpsTime":"2026-01-14 21:15:09","lat":0,"lng":0}]""");
        assertThat(server.count("infrastructure.dead_letters")).isEqualTo(4);
    }

    /** As if FLEETLINE_MAX_FACT_AGE had been set to three years. */
    private DeadLetterReplay replay() {
        return new DeadLetterReplay(server.store, new Plausibility(server.clock, Duration.ofDays(3 * 365)));
    }

    @Test
    void whatIsUsableNowIsStoredAndNoDeadLetterAnyMore() {
        pushBadFixes();
        assertThat(replay().run(null, null, false, _ -> {}))
                .isEqualTo(Map.of("time too old", new ReplayCount(3, 2), "no position", new ReplayCount(1, 0)));
        assertThat(server.row("SELECT string_agg(imei, ' ' ORDER BY imei) FROM " + TABLE))
                .isEqualTo("\"860000000000041 860000000000042\"");
        assertThat(server.row("SELECT string_agg(imei, ' ' ORDER BY imei) FROM infrastructure.dead_letters"))
                .isEqualTo("\"860000000000043 860000000000044\"");
        assertThat(replay().run(null, null, false, _ -> {}))
                .isEqualTo(Map.of("time too old", new ReplayCount(1, 0), "no position", new ReplayCount(1, 0)));
        // Sent 4 = stored 2 + dead letters 2: the replay lost nothing.
        assertThat(server.count(TABLE) + server.count("infrastructure.dead_letters"))
                .isEqualTo(4);
    }

    @Test
    void aDryRunOnlyTells() {
        pushBadFixes();
        assertThat(replay().run(null, null, true, _ -> {}))
                .isEqualTo(Map.of("time too old", new ReplayCount(3, 2), "no position", new ReplayCount(1, 0)));
        assertThat(server.count(TABLE)).isZero();
        assertThat(server.count("infrastructure.dead_letters")).isEqualTo(4);
    }

    @Test
    void onlyThoseOfOneReasonOrOfATime() {
        pushBadFixes();
        assertThat(replay().run(null, "no position", false, _ -> {}))
                .isEqualTo(Map.of("no position", new ReplayCount(1, 0)));
        assertThat(replay().run(PushServer.NOW.plusSeconds(1), null, false, _ -> {}))
                .isEmpty();
        assertThat(replay().run(PushServer.NOW, "time too old", false, _ -> {}))
                .isEqualTo(Map.of("time too old", new ReplayCount(3, 2)));
    }

    @Test
    void whatIsStoredAlreadyIsNoDeadLetterAnyMoreEither() {
        pushBadFixes();
        replay().run(null, null, false, _ -> {});
        pushBadFixesAgain();
        assertThat(replay().run(null, "time too old", false, _ -> {}))
                .isEqualTo(Map.of("time too old", new ReplayCount(3, 2)));
        assertThat(server.count(TABLE)).isEqualTo(2);
    }

    private void pushBadFixesAgain() {
        server.postForm("/pushgps", """
                [{"deviceImei":"860000000000041","gpsTime":"2024-01-14 21:15:09","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000042","gpsTime":"2024-01-15 21:15:09","lat":-1.2921,"lng":36.8219},
                 {"deviceImei":"860000000000043","gpsTime":"2019-01-06 00:00:00","lat":-1.2921,"lng":36.8219}]""");
    }

    @Test
    void moreThanAPage() {
        server.postForm("/pushgps", RefusalsTest.fixes(1_201).replace("\"gpsTime\":\"2026", "\"gpsTime\":\"2024"));
        assertThat(replay().run(null, null, false, _ -> {}))
                .isEqualTo(Map.of("time too old", new ReplayCount(1_201, 1_201)));
        assertThat(server.count(TABLE)).isEqualTo(1_201);
        assertThat(server.count("infrastructure.dead_letters")).isZero();
    }
}
