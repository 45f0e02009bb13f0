package io.fleetline.outbox;

import static io.fleetline.outbox.OutboxBed.CAR;
import static io.fleetline.outbox.OutboxBed.VAN;
import static io.fleetline.outbox.OutboxBed.settle;
import static io.fleetline.outbox.ScriptedReceiver.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fleetline.TestDatabase;
import io.fleetline.outbox.EndpointWork.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries to one endpoint, with the real database, real HTTP and a clock that is set by hand. */
class EndpointWorkTest {
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final ObjectMapper JSON = new ObjectMapper();

    private OutboxBed bed;
    private ScriptedReceiver receiver;

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @BeforeEach
    void open() throws Exception {
        bed = new OutboxBed(DATABASE);
        receiver = ScriptedReceiver.plain();
    }

    @AfterEach
    void close() {
        receiver.close();
        bed.close();
    }

    private JsonNode body(int place) throws Exception {
        return JSON.readTree(receiver.received().get(place).body());
    }

    private String rows(String table) {
        return bed.text("SELECT count(*)::text FROM outbox." + table);
    }

    @Test
    void tripsAndAlarmsArriveInTheirOrderAndNumbered() throws Exception {
        var work = bed.work(bed.slowEndpoint(receiver.url(), "alarm", "trip"));
        bed.alarm(VAN, "144", "critical");
        bed.trip(VAN);
        bed.alarm(CAR, "1", "warning");
        assertThat(settle(work)).isEqualTo(Turn.IDLE);

        assertThat(receiver.received()).hasSize(3);
        assertThat(body(0).path("type").asText()).isEqualTo("io.fleetline.alarm.raised");
        assertThat(body(0).path("specversion").asText()).isEqualTo("1.0");
        assertThat(body(0).path("subject").asText()).isEqualTo(VAN);
        assertThat(body(0).path("sequence").asText()).isEqualTo("1");
        assertThat(body(0).at("/data/alarm_type").asText()).isEqualTo("144");
        assertThat(body(0).path("id").asText()).isEqualTo(receiver.ids().getFirst());
        assertThat(body(1).path("type").asText()).isEqualTo("io.fleetline.trip.ended");
        assertThat(body(1).path("sequence").asText()).isEqualTo("2");
        assertThat(body(1).at("/data/distance_km").asDouble()).isEqualTo(7.5);
        assertThat(body(2).path("subject").asText()).isEqualTo(CAR);
        assertThat(body(2).path("sequence").asText()).isEqualTo("1");
        assertThat(rows("retries")).isEqualTo("0");
        assertThat(rows("deliveries")).isEqualTo("0");
        assertThat(bed.text("SELECT delivered::text FROM outbox.progress")).isEqualTo("3");
    }

    @Test
    void anotherProcessGoesOnWhereTheFirstStopped() throws Exception {
        var id = bed.endpoint(receiver.url(), "alarm");
        bed.alarm("1");
        settle(bed.work(id));
        bed.alarm("2");
        settle(bed.work(id));
        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.ids()).doesNotHaveDuplicates();
        assertThat(body(1).path("sequence").asText()).isEqualTo("2");
    }

    @Test
    void anEndpointGetsOnlyWhatItWants() throws Exception {
        var columns = Map.<String, Object>of(
                "url",
                receiver.url(),
                "kinds",
                new String[] {"alarm"},
                "cost_centres",
                new String[] {"North"},
                "severities",
                new String[] {"critical"});
        var work = bed.work(bed.endpoint(columns));
        bed.alarm(VAN, "1", "critical");
        bed.alarm(VAN, "2", "warning");
        bed.alarm(CAR, "3", "critical");
        bed.trip(VAN);
        settle(work);
        assertThat(receiver.received()).hasSize(1);
        assertThat(body(0).at("/data/alarm_type").asText()).isEqualTo("1");
    }

    @Test
    void threeDaysOfRetriesSendTheSameBytes() throws Exception {
        receiver.then(9, status(500));
        var work = bed.work(bed.endpoint(receiver.url(), "alarm"));
        bed.alarm("1");
        var times = new ArrayList<Duration>();
        var begin = bed.clock().instant();
        for (int attempt = 1; attempt <= 10; attempt++) {
            settle(work);
            assertThat(receiver.received()).as("attempts").hasSize(attempt);
            times.add(Duration.between(begin, bed.clock().instant()));
            if (attempt < 10) {
                bed.clock().set(nextDue());
            }
        }
        assertThat(receiver.ids()).containsOnly(receiver.ids().getFirst());
        assertThat(receiver.received().stream().map(ScriptedReceiver.Received::body))
                .containsOnly(receiver.received().getFirst().body());
        assertThat(receiver.received().stream().map(one -> one.header("webhook-timestamp")))
                .doesNotHaveDuplicates();
        // 0, 5 s, 5 min 5 s, … : the sums of the schedule, each pause up to a tenth longer.
        var planned = List.of(
                "PT0S",
                "PT5S",
                "PT5M5S",
                "PT35M5S",
                "PT2H35M5S",
                "PT7H35M5S",
                "PT17H35M5S",
                "PT31H35M5S",
                "PT51H35M5S",
                "PT75H35M5S");
        for (int i = 0; i < times.size(); i++) {
            var least = Duration.parse(planned.get(i));
            assertThat(times.get(i))
                    .isBetween(least, least.plus(least.dividedBy(10)).plusMillis(1));
        }
        assertThat(rows("retries")).isEqualTo("0");
        assertThat(bed.text("SELECT string_agg(outcome, ',' ORDER BY place) FROM outbox.deliveries"))
                .isEqualTo("failed,".repeat(8) + "warning,failed,taken");
        assertThat(bed.text("SELECT (failing_since IS NULL)::text FROM outbox.progress"))
                .isEqualTo("true");
    }

    private Instant nextDue() {
        return bed.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT min(due_at) FROM outbox.retries")
                        .mapTo(Instant.class)
                        .one());
    }

    @Test
    void afterTenAttemptsAMessageIsGivenUpAndCanBeAskedForAgain() throws Exception {
        receiver.always(status(500));
        var id = bed.endpoint(receiver.url(), "alarm");
        var work = bed.work(id);
        bed.alarm("1");
        settle(work);
        for (int attempt = 2; attempt <= 10; attempt++) {
            bed.clock().set(nextDue());
            settle(work);
        }
        assertThat(bed.text("SELECT attempts || ' ' || coalesce(due_at::text, 'never') FROM outbox.retries"))
                .isEqualTo("10 never");
        bed.clock().advance(Duration.ofHours(10));
        settle(work);
        assertThat(receiver.received()).hasSize(10);

        receiver.always(status(200));
        assertThat(bed.history().tryAgain(id, "token test")).isEqualTo(1);
        bed.clock().set(Instant.now().plus(Duration.ofDays(7)));
        settle(bed.work(id));
        assertThat(receiver.received()).hasSize(11);
        assertThat(rows("retries")).isEqualTo("0");
    }

    @Test
    void whatFollowsAFailureIsSentNevertheless() throws Exception {
        receiver.then(status(400));
        var work = bed.work(bed.endpoint(receiver.url(), "alarm"));
        bed.alarm("1");
        bed.alarm("2");
        settle(work);
        assertThat(receiver.received()).hasSize(2);
        assertThat(rows("retries")).isEqualTo("1");
    }

    @Test
    void aReceiverThatAsksForAPauseGetsOne() throws Exception {
        receiver.then(status(429, "Retry-After: 600"));
        var work = bed.work(bed.endpoint(receiver.url(), "alarm"));
        bed.alarm("1");
        bed.alarm("2");
        settle(work);
        bed.clock().advance(Duration.ofSeconds(599));
        settle(work);
        assertThat(receiver.received()).hasSize(1);
        bed.clock().advance(Duration.ofSeconds(61));
        settle(work);
        assertThat(receiver.received()).hasSize(3);
        assertThat(rows("retries")).isEqualTo("0");
    }

    @Test
    void a410EndsTheSubscription() throws Exception {
        receiver.then(status(410));
        var id = bed.endpoint(receiver.url(), "alarm");
        var work = bed.work(id);
        bed.alarm("1");
        assertThat(settle(work)).isEqualTo(Turn.OVER);
        assertThat(bed.text("SELECT state || ': ' || reason FROM outbox.endpoints"))
                .isEqualTo("disabled: the receiver answered 410: it wants nothing more");
        assertThat(bed.text(
                        "SELECT count(*)::text FROM infrastructure.audit_log WHERE action = 'webhook disable' AND subject = '%s'"
                                .formatted(id)))
                .isEqualTo("1");
    }

    @Test
    void fiveDaysOfFailuresEndItAndOthersAreWarnedBefore() throws Exception {
        receiver.always(status(500));
        var work = bed.work(bed.endpoint(receiver.url(), "alarm"));
        try (var watcher = ScriptedReceiver.plain()) {
            var watching = bed.work(bed.slowEndpoint(watcher.url(), "webhook"));
            var turn = Turn.IDLE;
            for (int day = 0; day <= 5 && turn != Turn.OVER; day++) {
                bed.alarm("day" + day);
                turn = settle(work);
                bed.clock().advance(Duration.ofDays(1).plusMinutes(10));
            }
            assertThat(turn).isEqualTo(Turn.OVER);
            bed.tick();
            settle(watching);
            var types =
                    watcher.received().stream().map(one -> one.body().replaceFirst(".*\"type\":\"([^\"]+)\".*", "$1"));
            assertThat(types)
                    .containsExactly(
                            "io.fleetline.webhook.failing",
                            "io.fleetline.webhook.failing",
                            "io.fleetline.webhook.disabled");
            assertThat(watcher.received().getFirst().body()).doesNotContain(receiver.url());
        }
    }

    @Test
    void afterACrashBetweenSendingAndWritingAMessageComesTwiceWithOneId() throws Exception {
        var id = bed.endpoint(receiver.url(), "alarm");
        bed.alarm("1");
        bed.alarm("2");
        var nowhere = Jdbi.create("jdbc:postgresql://127.0.0.1:1/none");
        assertThatThrownBy(() -> settle(bed.work(id, bed.tools(nowhere)))).isInstanceOf(JdbiException.class);
        assertThat(receiver.received()).isNotEmpty();
        settle(bed.work(id));
        assertThat(receiver.ids().stream().distinct()).hasSize(2);
        var bodies = receiver.received().stream()
                .map(ScriptedReceiver.Received::body)
                .distinct();
        assertThat(bodies).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenIsNotSentAgainAndAgain() throws Exception {
        var id = bed.endpoint(receiver.url(), "alarm");
        bed.alarm("1");
        var work = bed.work(id, bed.tools(Jdbi.create("jdbc:postgresql://127.0.0.1:1/none")));
        for (int turn = 0; turn < 3; turn++) {
            assertThatThrownBy(work::turn).isInstanceOf(JdbiException.class);
        }
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void whoWasOverriddenWritesNothingMore() throws Exception {
        var id = bed.endpoint(receiver.url(), "alarm");
        var before = bed.text("SELECT tick::text FROM outbox.progress");
        var work = bed.work(id);
        bed.sql("UPDATE outbox.progress SET fence = fence + 1");
        bed.alarm("1");
        assertThat(settle(work)).isEqualTo(Turn.OVER);
        assertThat(bed.text("SELECT tick::text FROM outbox.progress")).isEqualTo(before);
    }

    @Test
    void whatTheLogHasForgottenIsToldAndNotSkipped() throws Exception {
        var id = bed.endpoint(receiver.url(), "alarm");
        bed.alarm("1");
        bed.sql("SELECT infrastructure.fn_close_change_log(); SELECT infrastructure.fn_open_change_log()");
        await().until(() -> {
            bed.tick();
            return new EventSource(bed.jdbi()).newest().isPresent();
        });
        var work = bed.work(id);
        settle(work);
        assertThat(body(0).path("type").asText()).isEqualTo("io.fleetline.webhook.lost");
        bed.alarm("2");
        settle(work);
        assertThat(body(1).at("/data/alarm_type").asText()).isEqualTo("2");
    }

    @Test
    void whatWaitsForADeadReceiverOutlivesTheLog() throws Exception {
        receiver.always(status(503));
        var work = bed.work(bed.endpoint(receiver.url(), "alarm"));
        for (int i = 0; i < 5; i++) {
            bed.alarm("a" + i);
        }
        settle(work);
        assertThat(receiver.received()).hasSize(1);
        assertThat(rows("retries")).isEqualTo("1");
        // Still closed, six hours later: what was in the log becomes rows.
        bed.clock().advance(Duration.ofHours(7));
        settle(work);
        settle(work);
        assertThat(rows("retries")).isEqualTo("5");
        receiver.always(status(204));
        bed.clock().advance(Duration.ofHours(1));
        settle(work);
        assertThat(receiver.ids().stream().distinct()).hasSize(5);
        assertThat(rows("retries")).isEqualTo("0");
        assertThat(bed.text("SELECT last::text FROM outbox.sequences")).isEqualTo("5");
    }

    @Test
    void aReplaySendsEverythingAfterAPlaceWithItsOldId() throws Exception {
        var id = bed.endpoint(receiver.url(), "alarm");
        var from = bed.history().newest();
        bed.alarm("1");
        bed.alarm("2");
        settle(bed.work(id));
        bed.history().replay(id, EventCursor.after(from), "token test");
        settle(bed.work(id));
        assertThat(receiver.ids()).hasSize(4);
        assertThat(receiver.ids().stream().distinct()).hasSize(2);
        assertThat(body(2).path("sequence").asText()).isEqualTo("3");
    }

    @Test
    void theLogHoldsTheLastTwoHundred() throws Exception {
        receiver.always(status(400));
        var work = bed.work(bed.endpoint(receiver.url(), "alarm"));
        fail(work, 3);
        bed.sql("UPDATE outbox.progress SET logged = 200");
        fail(work, 1);
        assertThat(bed.text("SELECT string_agg(slot || '=' || place, ' ' ORDER BY place) FROM outbox.deliveries"))
                .isEqualTo("1=1 2=2 0=200");
    }

    /** Each in a turn of its own. */
    private void fail(EndpointWork work, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            bed.alarm("f" + i + System.nanoTime());
            settle(work);
        }
    }
}
